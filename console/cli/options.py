"""Options whose help is told in two languages, and those that every command takes."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from console.cli.asked import LANGUAGES


@dataclass(frozen=True)
class Both:
    """A text of the program itself in both languages."""

    vi: str
    en: str


class Option(click.Option):
    """An option whose help is told in the language asked for."""

    def __init__(self, *names: str, vi: str, en: str, **rest: Any) -> None:  # noqa: ANN401 - click's own
        super().__init__(list(names), **rest)
        self.told = Both(vi, en)

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """Return the option and its help."""
        self.help = ctx.obj.choose(self.told.vi, self.told.en)
        return super().get_help_record(ctx)

    def get_help_extra(self, ctx: click.Context) -> Any:  # noqa: ANN401, ARG002 - click's own
        """Return nothing: what click would add is in English only."""
        return {}


def argument(name: str, **rest: Any) -> click.Argument:  # noqa: ANN401 - click's own
    """Return an argument, shown in capitals."""
    return click.Argument([name], metavar=rest.pop("metavar", name.upper()), **rest)


def _kept(kind: Callable[[Any], object], name: str) -> dict[str, Any]:
    """Return what makes an option be kept in what was asked, as *name*."""

    def keep(ctx: click.Context, _param: click.Parameter, value: object) -> None:
        if value:
            setattr(ctx.obj, name, kind(value))

    return {"expose_value": False, "callback": keep}


def shared() -> list[click.Parameter]:
    """Return the options that every command takes, before its name and after it."""
    return [
        Option("--json", is_flag=True, vi="in một tài liệu JSON duy nhất",
               en="print one JSON document", **_kept(bool, "json")),
        Option("--database", metavar="URL", vi="cơ sở dữ liệu (hoặc THIDUA_DATABASE)",
               en="the database (or THIDUA_DATABASE)", **_kept(str, "database")),
        Option("--dir", metavar="DIR", vi="thư mục làm việc (hoặc THIDUA_DIR)",
               en="the working folder (or THIDUA_DIR)", **_kept(Path, "dir")),
        Option("--lang", type=click.Choice(LANGUAGES), vi="ngôn ngữ (hoặc THIDUA_LANG)",
               en="the language (or THIDUA_LANG)", **_kept(str, "language")),
    ]  # fmt: skip
