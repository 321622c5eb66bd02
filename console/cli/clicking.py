"""Commands and groups in two languages, told from a tree.

Nothing of a command is imported before it is called: what it does and what it takes stands in the
tree.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import click

from console.cli.options import Both, shared


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
    leaves: "Mapping[str, Leaf | Branch]"


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
        super().__init__(name, params=[*leaf.takes, *shared()], callback=_calling(leaf.place))
        self.does = leaf.does


def _calling(place: str) -> Callable[..., Any]:
    module, _, function = place.partition(":")

    @click.pass_obj
    def call(asked: object, /, **given: object) -> object:
        return getattr(import_module(f"console.cli.{module}"), function)(asked, **given)

    return call


class Group(_Bilingual, click.Group):
    """A branch of the tree."""

    def __init__(self, name: str, branch: Branch) -> None:
        super().__init__(name, params=shared(), no_args_is_help=False, subcommand_metavar="…")
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
