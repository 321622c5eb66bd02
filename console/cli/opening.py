"""The parts that a command works with: settings as asked for, and a database that is there."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shlex import quote
from typing import Any

from pydantic import ValidationError
from sqlalchemy import URL, create_engine, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError

from console.cli.asked import Asked
from console.cli.failing import one_line
from console.sentences import WrongUse
from console.sentences.faults import system_reason
from console.sentences.settings import setting_wrong
from workflow.runtime import Runtime
from workflow.settings import Settings
from workflow.store.upgrading import OtherTables, check


def settings_of(asked: Asked, default_dir: Path | None = None, **fixed: Any) -> Settings:  # noqa: ANN401 - as the settings take them
    """Return the settings of the environment with what was asked for laid over them.

    *default_dir* stands where neither names a folder; *fixed* stands whatever they say.

    Raises:
        WrongUse: The environment sets something that cannot be.
    """
    wanted = {"dir": asked.dir, "database": asked.database}
    given: dict[str, Any] = {name: value for name, value in wanted.items() if value} | fixed
    try:
        found = Settings(**given)
        if default_dir and "dir" not in found.model_fields_set:
            found = Settings(**given, dir=default_dir)
    except ValidationError as wrong:
        raise setting_wrong(wrong) from wrong
    return found


@contextmanager
def stored(asked: Asked) -> Iterator[Runtime]:
    """Give the parts over a database that exists and is of this release.

    Raises:
        WrongUse: There is no database there, or it cannot be reached.
        OtherTables: It is of another release.
    """
    settings = settings_of(asked)
    place = place_of(settings)
    if (file := sqlite_file(place)) and not file.exists():
        raise WrongUse("no_database", place=shown(place))
    with reaching(place):
        _check(settings, place)
        runtime = asked.composer.runtime(settings)
    yield from _used(runtime)


@contextmanager
def prepared(asked: Asked, settings: Settings, **parts: Any) -> Iterator[Runtime]:  # noqa: ANN401 - as the composer takes them
    """Give the parts over a database that is made, or brought to this release, where need be.

    Raises:
        WrongUse: The database cannot be reached.
    """
    place = place_of(settings)
    if file := sqlite_file(place):
        make_folder(file.parent)
    with reaching(place):
        runtime = asked.composer.runtime(settings, **parts)
    yield from _used(runtime)


def _check(settings: Settings, place: URL) -> None:
    """Look at the tables before anything would make them: to read is to change nothing."""
    engine = create_engine(settings.database_url)  # ours would set a strange file up as its own
    try:
        check(engine)
    except OtherTables as other:
        if other.facts["found"] is None:
            raise WrongUse("no_tables", place=shown(place)) from other
        raise
    finally:
        engine.dispose()


def _used(runtime: Runtime) -> Iterator[Runtime]:
    try:
        yield runtime
    finally:
        runtime.engine.dispose()


@contextmanager
def reaching(place: URL) -> Iterator[None]:
    """Say in words when the database cannot be reached. Raises WrongUse."""
    try:
        yield
    except (DBAPIError, ImportError) as fault:
        reason = one_line(getattr(fault, "orig", None) or fault)
        raise WrongUse("database_unreachable", place=shown(place), reason=reason) from fault


def place_of(settings: Settings) -> URL:
    """Return where the database lies. Raises WrongUse when its address is none."""
    try:
        url = make_url(settings.database_url)
        url.get_dialect()
    except (ArgumentError, ImportError) as wrong:
        raise WrongUse("database_address", reason=one_line(wrong)) from wrong
    return url


def sqlite_file(place: URL) -> Path | None:
    """Return the file of an SQLite database, if it is one."""
    on_disk = place.get_backend_name() == "sqlite" and place.database not in {None, "", ":memory:"}
    return Path(place.database or "") if on_disk else None


def shown(place: URL) -> str:
    """Return where a database lies as people read it; never with its password."""
    file = sqlite_file(place)
    if file is None:
        return place.render_as_string(hide_password=True)
    return str(file.relative_to(Path.cwd()) if file.is_relative_to(Path.cwd()) else file)


def where(settings: Settings) -> str:
    """Return the option that leads the next command to the same place."""
    if settings.database is None:
        return f"--dir {quote(str(settings.dir))}"
    return f"--database {quote(shown(place_of(settings)))}"


def make_folder(folder: Path) -> None:
    """Make a folder. Raises WrongUse when it cannot be made or written to."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / ".thidua-probe"
        probe.touch()
        probe.unlink()
    except OSError as fault:
        facts = {"folder": str(folder), "reason": system_reason(fault)}
        raise WrongUse("folder_unwritable", **facts) from fault
