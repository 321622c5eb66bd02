"""Names in place of ids: the facts of a condition as a person of that bloc would say them."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

from definitions.schema.record import Text
from definitions.wording import Phrase, knows
from workflow.domain.approvals import subjects
from workflow.domain.approvals.state import PREPARER
from workflow.domain.members import people
from workflow.domain.members.roster import KEY as ROSTER
from workflow.domain.members.roster import Roster
from workflow.domain.model import Book
from workflow.domain.praise import deciding as praise
from workflow.domain.timing import hanoi_day

ROLES = ("head", "deputy", "standing_unit")


def dressed(facts: Mapping[str, object], book: Book | None) -> dict[str, object]:
    """Return *facts* with ids replaced by names; without a *book*, only by general words."""
    return {
        name: DRESSED[name](value, book) if name in DRESSED else value
        for name, value in facts.items()
    }


def unit_name(book: Book | None, unit: str) -> str:
    """Return the name of a member unit, or the id of a stranger."""
    return book.load(Roster, ROSTER).name(unit) if book else unit


def subject_name(book: Book, unit: str, subject: str | None) -> str:
    """Return whom a line is about: the unit, or a person or household of it with the unit."""
    if subject is None:
        return unit_name(book, unit)
    return f"{people.name_of(book, unit, subject)} ({unit_name(book, unit)})"


def person_name(book: Book | None, person: str) -> str:
    """Return the name of a person of the bloc year, or the id of a stranger."""
    people = book.load(Roster, ROSTER).people if book else ()
    return next((one.name for one in people if one.id == person), person)


def role_name(book: Book | None, role: str) -> object:
    """Return the bloc's own word for a role, or the general one; an office or unit by its name."""
    if role.startswith(("office:", "unit:")):
        return seat_name(book, role)
    labels = dict(book.definition.labels) if book else {}
    code = f"role_{role}"
    return labels.get(role) or (Phrase(code) if knows(code) else role)


def seat_name(book: Book | None, seat: str) -> object:
    """Return a seat in words: whom it represents, which office it is, or who it waits for."""
    kind, _, name = seat.partition(":")
    if kind == "person":
        return person_name(book, name)
    if kind == "unit":
        return Phrase("seat_unit", {"unit": unit_name(book, name)})
    if kind == "office":
        return _titled(book.definition.offices if book else (), name)
    return role_name(book, seat)


def mover_name(book: Book | None, who: str, at: datetime | None) -> object:
    """Return whose move it is, in words: a unit, an office, or a role with who holds it then.

    A role that nobody holds is an administrator's matter.
    """
    kind, _, name = who.partition(":")
    if kind == "unit":
        return unit_name(book, name)
    if who not in ROLES or book is None or at is None:
        return seat_name(book, who)
    holders = book.load(Roster, ROSTER).holders(who, hanoi_day(at))
    names = [unit_name(book, unit) for unit in holders]
    facts = {"role": role_name(book, who), "units": names}
    if names:
        return Phrase("role_held", facts)
    return Phrase("role_unheld", {"role": role_name(book, who), "admin": role_name(book, "admin")})


def state_name(book: Book | None, state: str) -> object:
    """Return a state of the year in words: the title of its stage, or suspended, closed."""
    if book and (praised := praise.chain_named(book, state)):
        return praised.title
    found = _titled(book.definition.stages if book else (), state)
    return Phrase(f"state_{state}") if found == state and knows(f"state_{state}") else found


def award_name(book: Book | None, award: str) -> object:
    """Return an award by its title and its code, or the code of a stranger."""
    title = _titled(book.definition.catalogue if book else (), award)
    return award if title == award else Phrase("award_named", {"title": title, "id": award})


def _titled(entries: Iterable[object], name: str) -> str | Text:
    """Return the title of the entry of that id, or the id."""
    found = next((one for one in entries if getattr(one, "id", None) == name), None)
    title = getattr(found, "title", name)
    return title if isinstance(title, Text) else name


def _period_name(book: Book, name: str) -> object:
    periods = book.definition.rubric.periods
    return _titled(periods.parts if periods else (), name)


DATED: Mapping[str, Callable[[Book, str], object]] = {
    "periods": _period_name,
    "criteria_groups": lambda book, name: _titled(book.definition.rubric.parts, name),
    "feeds": lambda book, name: _titled(book.definition.facts, name),
    "dossiers": award_name,
}
"""What has a day of its own, by its title or its id, for each stream that keeps such days."""


def _stage_of(book: Book | None, kind: str) -> object:
    stage = book.definition.stage_of("scoring" if kind == "sheet" else kind) if book else None
    return stage.title if stage else kind


def step_name(value: object, book: Book | None) -> object:
    """Return a step of any chain by its title, or the word for whoever prepared the file."""
    if value == PREPARER:
        return Phrase("step_preparer")
    if not isinstance(value, str) or book is None:
        return value
    chain = subjects.chain_of_step(book, value)
    return _titled(chain.approvals if chain else (), value)


def _opens(value: object, _book: Book | None) -> object:
    return Phrase("opens_with_stage") if value is None else Phrase("opens_at", {"at": value})


def _named(name: Callable[[Book | None, str], object]) -> Callable[[object, Book | None], object]:
    """Return *name* for one id or for each of a list."""

    def dress(value: object, book: Book | None) -> object:
        if isinstance(value, list | tuple):
            return [name(book, one) if isinstance(one, str) else one for one in value]
        return name(book, value) if isinstance(value, str) else value

    return dress


DRESSED: dict[str, Callable[[object, Book | None], object]] = {
    "unit": _named(unit_name),
    "units": _named(unit_name),
    "person": _named(person_name),
    "people": _named(person_name),
    "owner": _named(person_name),
    "stand_in": _named(person_name),
    "to": step_name,
    "steps": _named(lambda book, step: step_name(step, book)),
    "verdict": lambda value, _book: Phrase(f"verdict_{value}"),
    "capacity": lambda value, _book: Phrase(f"capacity_{value}"),
    "allowed": _named(lambda _book, capacity: Phrase(f"capacity_{capacity}")),
    "role": _named(role_name),
    "roles": _named(role_name),
    "seat": _named(seat_name),
    "state": _named(state_name),
    "left": _named(state_name),
    "award": _named(award_name),
    "whom": lambda value, _book: Phrase(f"subject_{value}"),
    "dossier": _named(_stage_of),
    "step": step_name,
    "open": step_name,
    "opens": _opens,
    "status": lambda value, _book: Phrase(f"status_{value}"),
    "about": lambda value, _book: Phrase(f"objection_about_{value}"),
    "taken": _named(lambda _book, about: Phrase(f"objection_about_{about}")),
    "correction": lambda value, _book: Phrase(f"correction_{value}"),
    "corrections": _named(lambda _book, correction: Phrase(f"correction_{correction}")),
    "part": lambda value, _book: Phrase(f"kept_{value}"),
    "ballot_status": lambda value, _book: Phrase(f"ballot_status_{value}"),
    "trigger": lambda value, _book: Phrase(f"trigger_{value}"),
}
"""How the facts of a condition are said, by their names."""
