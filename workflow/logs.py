"""Logs as JSON lines on standard error, each with the command that it belongs to.

Code logs through `logging`, as libraries do; here is how a line looks, and what is said with it.
Only processes that serve call `configure`: a command that answers once is not to write logs.
"""

import logging
import sys
from contextlib import AbstractContextManager

import structlog
from structlog.contextvars import bound_contextvars, merge_contextvars
from structlog.stdlib import ExtraAdder, ProcessorFormatter, add_log_level, add_logger_name
from structlog.typing import EventDict, WrappedLogger

from workflow.hiding import all_hidden

_CHATTY = ("celery.worker.strategy", "celery.app.trace", "celery.beat", "transitions", "httpx2")
"""Each says many times a second that it looked; whoever does something says so in our words.

httpx2 would also say where to, and the address of a bot holds its token.
"""

_SHARED: list[structlog.typing.Processor] = [
    merge_contextvars,
    add_logger_name,
    add_log_level,
    ExtraAdder(),
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.format_exc_info,
]


def about(**facts: object) -> AbstractContextManager[None]:
    """Say these facts with every line that is logged meanwhile, in this thread and its helpers."""
    return bound_contextvars(**facts)


def configure(level: str) -> None:
    """Write whatever anybody logs, from *level* on, as JSON lines on standard error."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        ProcessorFormatter(
            processors=[
                ProcessorFormatter.remove_processors_meta,
                _without_secrets,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
            foreign_pre_chain=_SHARED,
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level)
    logging.captureWarnings(capture=True)
    for name in _CHATTY:
        logging.getLogger(name).setLevel(max(logging.WARNING, root.level))


def _without_secrets(_logger: WrappedLogger, _method: str, line: EventDict) -> EventDict:
    """Hide what no line may say, whoever writes it."""
    return {name: all_hidden(value) for name, value in line.items()}
