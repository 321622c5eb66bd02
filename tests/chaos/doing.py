"""What each client does in its bloc year, one act after another, for as long as a run lasts."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count

Seat = Mapping[str, str]
ADMIN: Seat = {"person": "of-admin", "seat": "admin"}
HEAD: Seat = {"person": "of-an", "seat": "unit:an"}
VOTERS = ("an", "binh", "chau", "dong")
OVERREACH_EVERY = 8
"""One act in so many is one that must be refused: a unit that accepts its own registration."""


@dataclass(frozen=True, kw_only=True)
class Doing:
    """One act: what, by whom, with what; `meant` says that it is to be done, and not refused."""

    do: str
    by: Seat
    given: Mapping[str, object] = field(default_factory=dict)
    meant: bool = True


Doings = Callable[[], Iterator[Doing]]


def unit(name: str) -> Seat:
    """Return who sits for a unit."""
    return {"person": f"of-{name}", "seat": f"unit:{name}"}


def office(name: str, person: str | None = None) -> Seat:
    """Return who sits in an office."""
    return {"person": person or f"of-{name}", "seat": f"office:{name}"}


def registering(name: str) -> Doings:
    """Return what has one unit register and be sent back, in turns, overreaching now and then."""

    def doings() -> Iterator[Doing]:
        for number in count():
            if number % OVERREACH_EVERY == OVERREACH_EVERY - 1:
                own = {"unit": name}
                yield Doing(do="accept_registration", by=unit(name), given=own, meant=False)
            if number % 2:
                given = {"unit": name, "comment": "Thiếu chỉ tiêu"}
                yield Doing(do="return_registration", by=ADMIN, given=given)
            else:
                yield Doing(do="register", by=unit(name), given={"staff": 9, "people": 8})

    return doings


def voting() -> Iterator[Doing]:
    """Yield ballot after ballot: each unit votes, once, and nobody once it is over."""
    for number in count():
        name = f"b{number}"
        items = [{"id": one, "unit": one} for one in VOTERS[:2]]
        opened = {"ballot": name, "rule": "vote", "items": items}
        yield Doing(do="open_ballot", by=HEAD, given=opened)
        for turn, voter in enumerate(VOTERS):
            answers = {"an": "agree", "binh": "agree" if (turn + number) % 2 else "disagree"}
            given = {"ballot": name, "answers": answers}
            yield Doing(do="cast_vote", by=unit(voter), given=given)
        again = {"ballot": name, "answers": {"an": "disagree", "binh": "disagree"}}
        yield Doing(do="cast_vote", by=unit("binh"), given=again, meant=False)
        yield Doing(do="close_ballot", by=HEAD, given={"ballot": name})
        yield Doing(do="cast_vote", by=unit("dong"), given=again, meant=False)


def approving() -> Iterator[Doing]:
    """Yield round after round: a file is laid before two offices, and the second sends it back.

    The head sits in the first office as well, and must not approve what she laid before it.
    """
    who = {"id": "of-an", "name": "of-an", "email": "of-an@example.vn"}
    yield Doing(do="seat_person", by=ADMIN, given={"person": who, "seat": "office:board"})
    yield Doing(do="register", by=unit("dong"), given={"staff": 9, "people": 8})
    for _ in count():
        yield Doing(do="request_approval", by=HEAD, given={"stage": "registration"})
        own = office("board", "of-an")
        yield Doing(do="approve_step", by=own, given={"step": "look"}, meant=False)
        yield Doing(do="approve_step", by=office("board"), given={"step": "look"})
        back = {"step": "sign", "comment": "Thiếu chỉ tiêu"}
        yield Doing(do="return_step", by=office("chair"), given=back)
