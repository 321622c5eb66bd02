"""Traces, for those who keep them: request, act, relay and task as one. Off unless asked for.

What crosses from the act to the relay lies with the notice in the database; what crosses from the
relay to the worker travels in the message's headers. Both are a W3C `traceparent`.
"""

from __future__ import annotations

from contextlib import contextmanager
from importlib import import_module
from typing import TYPE_CHECKING, Any

from definitions.errors import ThiduaError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from opentelemetry.trace import Tracer, TracerProvider

HEADER = "traceparent"


class ExtraMissing(ThiduaError):
    """Something was asked for that an extra of the package brings."""

    code = "extra_missing"


class _Kept:
    """The one tracer of this process: a process has one, as OpenTelemetry itself has."""

    tracer: Tracer | None = None
    propagator: Any = None


def export() -> None:
    """Send traces where `OTEL_EXPORTER_OTLP_ENDPOINT` says.

    Raises:
        ExtraMissing: `thidua[otel]` is not installed.
    """
    try:
        sdk = import_module("opentelemetry.sdk.trace")  # of an extra, and slow to import
        sending = import_module("opentelemetry.exporter.otlp.proto.http.trace_exporter")
        batches = import_module("opentelemetry.sdk.trace.export")
    except ModuleNotFoundError as missing:
        command = "pip install 'thidua[otel]'"
        raise ExtraMissing(name="THIDUA_TRACES", command=command) from missing
    provider = sdk.TracerProvider()
    provider.add_span_processor(batches.BatchSpanProcessor(sending.OTLPSpanExporter()))
    record(provider)


def record(provider: TracerProvider | None) -> None:
    """Record traces by *provider* from now on; none without one."""
    if provider is None:
        _Kept.tracer = None
        return
    context = import_module("opentelemetry.trace.propagation.tracecontext")
    _Kept.propagator = context.TraceContextTextMapPropagator()
    _Kept.tracer = provider.get_tracer("thidua")


def on() -> bool:
    """Whether traces are recorded."""
    return _Kept.tracer is not None


@contextmanager
def span(name: str, parent: str | None = None, **facts: str) -> Iterator[dict[str, str]]:
    """Record what is done meanwhile, under *parent* or whatever is going on; give the headers."""
    if _Kept.tracer is None:
        yield {}
        return
    headers = dict[str, str]()
    context = _Kept.propagator.extract({HEADER: parent}) if parent else None
    with _Kept.tracer.start_as_current_span(name, context=context, attributes=facts):
        _Kept.propagator.inject(headers)
        yield headers


def here() -> str | None:
    """Return where the present work stands in its trace; None where nothing is recorded."""
    if _Kept.tracer is None:
        return None
    headers = dict[str, str]()
    _Kept.propagator.inject(headers)
    return headers.get(HEADER)


def parent_in(headers: Mapping[str, str] | None) -> str | None:
    """Return the place in a trace that a message or request came from."""
    return (headers or {}).get(HEADER)
