"""Commands and groups in two languages, told from a tree. Nothing of a command is imported before it
is called: what it does and what it takes stands in the tree."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any, Union

import click

from console.cli.asked import LANGUAGES


@dataclass(frozen=True)
class Both:
    """A text of the program itself in both languages."""

    vi: str
    en: str


@dataclass(frozen=True)
class Leaf:
    """A command: the function that answers it, what it does in one line, what it takes."""

    place: str
    does: Both
    takes: tuple[click.Parameter, ...] = ()


@dataclass(frozen=True)
class Branch:
    """Commands under one name."""

    does: Both
    leaves: "Mapping[str, Union[Leaf, Branch]]"


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


def _shared() -> list[click.Parameter]:
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


class _Bilingual(click.Command):
    """What commands and groups share: the shared options, and help in both languages."""

    does: Both

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Return `--help`, with its own words."""
        found = super().get_help_option(ctx)
        if found is not None:
            found.help = ctx.obj.choose("xem hướng dẫn này", "show this help")
        return found

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write how the command is called."""
        self.options_metavar = ctx.obj.choose("[TÙY CHỌN]", "[OPTIONS]")
        pieces = " ".join(self.collect_usage_pieces(ctx))
        prefix = ctx.obj.choose("Cách dùng: ", "Usage: ")
        formatter.write_usage(ctx.command_path, pieces, prefix=prefix)

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what the command does."""
        self.help = ctx.obj.choose(self.does.vi, self.does.en)
        super().format_help_text(ctx, formatter)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options; those of the command itself stand first."""
        options = [one for one in self.get_params(ctx) if isinstance(one, click.Option)]
        records = [one.get_help_record(ctx) for one in options]
        with formatter.section(ctx.obj.choose("Tùy chọn", "Options")):
            formatter.write_dl([record for record in records if record])


class Command(_Bilingual):
    """A leaf of the tree: its function is imported when it is called."""

    def __init__(self, name: str, leaf: Leaf) -> None:
        super().__init__(name, params=[*leaf.takes, *_shared()], callback=_calling(leaf.place))
        self.does = leaf.does


def _calling(place: str) -> Callable[..., Any]:
    module, _, function = place.partition(":")

    @click.pass_obj
    def call(asked: object, **given: object) -> object:
        return getattr(import_module(f"console.cli.{module}"), function)(asked, **given)

    return call


class Group(_Bilingual, click.Group):
    """A branch of the tree."""

    def __init__(self, name: str, branch: Branch) -> None:
        super().__init__(name, params=_shared(), no_args_is_help=False, subcommand_metavar="…")
        self.does, self.leaves = branch.does, branch.leaves

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's own
        """Return the names in the order of the tree."""
        return list(self.leaves)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Return the command of that name, if there is one."""
        found = self.leaves.get(cmd_name)
        if isinstance(found, Branch):
            return Group(cmd_name, found)
        return Command(cmd_name, found) if found else None

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands, then the options."""
        told = [(name, one.does) for name, one in self.leaves.items()]
        with formatter.section(ctx.obj.choose("Lệnh", "Commands")):
            formatter.write_dl([(name, ctx.obj.choose(does.vi, does.en)) for name, does in told])
        _Bilingual.format_options(self, ctx, formatter)
