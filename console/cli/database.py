"""`thidua database ...`: tables brought to this release, and roles with their rights."""

from sqlalchemy.exc import ProgrammingError

from console.cli.answers import Answer
from console.cli.asked import Asked
from console.cli.opening import make_folder, place_of, reaching, settings_of, shown, sqlite_file
from console.cli.saying import told
from console.sentences import WrongUse
from workflow.store import roles
from workflow.store.engine import Limits, connect
from workflow.store.upgrading import NEWEST, check, upgrade


def bring_up(asked: Asked) -> Answer:
    """Bring the tables to this release; done by whoever owns them, before the program starts.

    Raises:
        WrongUse: The database cannot be reached.
        OtherTables: It is of a later release, or this role may not change it.
    """
    settings = settings_of(asked)
    place = place_of(settings)
    if file := sqlite_file(place):
        make_folder(file.parent)
    with reaching(place):
        engine = connect(settings.database_url)
        try:
            upgrade(engine)
        finally:
            engine.dispose()
    facts = {"place": shown(place), "version": NEWEST}
    return Answer(document=facts, text=[told(asked, "database_upgraded", **facts)])


def give_roles(asked: Asked) -> Answer:
    """Make the roles of PostgreSQL and give each its rights, as often as one likes.

    Raises:
        WrongUse: The database cannot be reached, or this role may not make roles.
        OtherTables: Its tables are not those of this release.
    """
    settings = settings_of(asked)
    place = place_of(settings)
    if sqlite_file(place):
        raise WrongUse("database_without_roles", place=shown(place))
    with reaching(place):
        engine = connect(settings.database_url, limits=Limits(pool=1, overflow=0))
        try:
            check(engine)
            made = roles.grant(engine)
        except ProgrammingError as refused:
            raise WrongUse("database_roles_refused", place=shown(place)) from refused
        finally:
            engine.dispose()
    document = {"place": shown(place), "roles": made}
    return Answer(document=document, text=[told(asked, "database_roles", roles=made)])
