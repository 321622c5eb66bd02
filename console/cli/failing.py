"""Whatever went wrong, as one line and an exit status; in JSON, as one document."""

import os
import sys
import traceback
from collections.abc import Iterator

import click

from console.cli.answers import Answer, deliver, write
from console.cli.asked import Asked
from console.sentences import WrongUse, document, status, told
from console.sentences.conditions import sentence
from console.sentences.faults import system_reason
from definitions.advice import did_you_mean
from definitions.errors import FileRefused, ThiduaError
from definitions.wording import say
from workflow.domain.errors import GivenWrong, Unmet


def fail(error: Exception, asked: Asked) -> int:
    """Tell what went wrong, and return the exit status."""
    fault = fault_of(error)
    if asked.json:
        return deliver(Answer(document=document(fault), status=status(fault)), as_json=True)
    for line in lines(fault, asked.language):
        write(line, sys.stderr)
    if fault.code == "unexpected" and os.environ.get("THIDUA_DEBUG"):
        write("".join(traceback.format_exception(error)), sys.stderr)
    return status(fault)


def lines(fault: ThiduaError, language: str) -> Iterator[str]:
    """Yield an error as lines: one, and one more for each mistake in a file or an input."""
    yield told(fault, language)
    if isinstance(fault, FileRefused):
        yield from (problem.shown(language) for problem in fault.problems)
    elif isinstance(fault, GivenWrong):
        for one in fault.problems:
            facts = {"path": one.path or "given", "reason": one.of(language)}
            yield say("given_mistake", facts, language)
    else:  # a refusal, or a case that was stopped by one
        unmet: tuple[Unmet, ...] = getattr(fault, "unmet", ())
        book = getattr(fault, "book", None)
        yield from (sentence(one, book, language) for one in unmet)


def fault_of(error: Exception) -> ThiduaError:
    """Return *error* as one that can be told to a person."""
    if isinstance(error, ThiduaError):
        return error
    if isinstance(error, click.ClickException):
        return _misused(error)
    if isinstance(error, OSError):
        place = str(error.filename or type(error).__name__)
        return WrongUse("system_refused", place=place, reason=system_reason(error))
    if type(error).__module__.startswith("sqlalchemy"):
        return WrongUse("database_fault", reason=one_line(getattr(error, "orig", None) or error))
    if type(error).__module__.startswith("pydantic"):
        return WrongUse("stored_unreadable", reason=one_line(error))
    return WrongUse("unexpected", kind=type(error).__name__, reason=one_line(error))


def one_line(reason: object) -> str:
    """Return the first line of what a library says went wrong, without its full stop."""
    return next(iter(str(reason).strip().splitlines()), type(reason).__name__).rstrip(".")


def _misused(error: click.ClickException) -> WrongUse:
    name = _parameter(error)
    match error:
        case click.MissingParameter():
            return WrongUse("missing_parameter", name=name)
        case click.NoSuchOption():
            known = _options(error.ctx)
            advice = did_you_mean(error.option_name, known)
            return WrongUse("no_such_option", name=error.option_name, advice=advice)
        case click.BadOptionUsage():
            return WrongUse("option_misused", name=error.option_name)
        case click.BadParameter(param=click.Parameter(type=click.Choice(choices=allowed))):
            return WrongUse("bad_choice", name=name, allowed=list(allowed))
        case click.BadParameter():
            return WrongUse("bad_value", name=name)
        case click.UsageError():
            return _usage(error)
    return WrongUse("unexpected", kind=type(error).__name__, reason=error.message)


def _usage(error: click.UsageError) -> WrongUse:
    """Tell the mistakes that click has no class of its own for: a command missing or unknown."""
    ctx, command = error.ctx, getattr(error, "command_name", None)
    known = list(getattr(ctx.command, "leaves", ())) if ctx else []
    path = ctx.command_path if ctx else "thidua"
    if command is not None:
        return WrongUse("no_such_command", name=command, advice=did_you_mean(command, known))
    if known:
        return WrongUse("command_missing", path=path, known=known)
    return WrongUse("too_many_arguments", path=path)


def _parameter(error: click.ClickException) -> str:
    parameter = getattr(error, "param", None)
    if parameter is None:
        return ""
    return (
        max(parameter.opts, key=len) if isinstance(parameter, click.Option) else parameter.metavar
    )


def _options(ctx: click.Context | None) -> list[str]:
    return [name for one in ctx.command.get_params(ctx) for name in one.opts] if ctx else []
