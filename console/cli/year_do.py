"""`thidua year do`: one act of one person."""

from datetime import datetime

from console.cli.answers import Answer
from console.cli.asked import Asked
from console.cli.conditions_text import condition_lines
from console.cli.dates import moment_of
from console.cli.given import beside, expects_of, given_of
from console.cli.opening import stored
from console.cli.saying import told, worded
from console.cli.tables import Table
from console.cli.year_foreseen import foreseen
from console.sentences import WrongUse, conditions, refusal
from console.sentences.naming import person_name, seat_name
from definitions.wording import Phrase
from workflow.domain.errors import NotFound, Refused
from workflow.domain.members.roster import KEY as ROSTER
from workflow.domain.members.roster import Roster
from workflow.domain.model import Actor, Book
from workflow.domain.timing import hanoi_day
from workflow.runtime import Runtime
from workflow.service import acts, reading
from workflow.service.commands import Command, Receipt


def do(  # noqa: PLR0913 - one for each option
    asked: Asked,
    *,
    year: str,
    act: str,
    person: str,
    seat: str | None,
    given: str | None,
    at: str | None,
    command_id: str | None,
    expect: tuple[str, ...],
    dry_run: bool,
) -> Answer:
    """Do an act, and answer with what was recorded, or with everything that prevents it."""
    data, expects = given_of(given), expects_of(expect)
    with stored(asked) as found:
        runtime, data = beside(found, act, data)
        now = runtime.clock.now()
        moment = moment_of(at, now) if at else None
        book = reading.load_book(runtime, year)
        actor = Actor(person=person, seat=seat or _seat_of(book, person, moment or now))
        wanted = Command(
            year=year, do=act, actor=actor, given=data, at=moment, id=command_id, expects=expects
        )
        try:
            if dry_run:
                return foreseen(asked, runtime, wanted)
            receipt = acts.perform(runtime, wanted)
        except Refused as refused:
            return _refused(asked, runtime, refused, wanted)
    return Answer(
        document={"done": {"year": year, "do": act, **receipt_document(receipt)}},
        text=_receipt(asked, receipt, act),
    )


def _seat_of(book: Book, person: str, at: datetime) -> str:
    """Return the one seat that a person holds. Raises WrongUse when it is none, or several."""
    roster = book.load(Roster, ROSTER)
    known = [one.id for one in roster.people]
    if person not in known:
        raise NotFound("person", person, known)
    seats = tuple(dict.fromkeys(roster.seats_of(person, hanoi_day(at))))
    if len(seats) == 1:
        return seats[0]
    name = person_name(book, person)
    if not seats:
        raise WrongUse("no_seat_held", person=name, year=book.id)
    listed = [
        Phrase("seat_listed", {"seat": seat, "name": seat_name(book, seat)}) for seat in seats
    ]
    raise WrongUse("several_seats", person=name, seats=listed)


def _refused(asked: Asked, runtime: Runtime, refused: Refused, wanted: Command) -> Answer:
    book = reading.load_book(runtime, wanted.year)
    now = book.not_before(runtime.clock.now())
    found = conditions(refused.unmet, book, now)
    heading = told(asked, "act_refused", act=Phrase(f"act_{wanted.do}"), count=len(found))
    return Answer(
        document=refusal(refused.unmet, book, now),
        text=[heading, *condition_lines(asked, found, now)],
        status=1,
    )


def receipt_document(receipt: Receipt) -> dict[str, object]:
    """Return what was recorded as it stands in a document."""
    return {
        "command": receipt.command,
        "at": receipt.at,
        "recorded_at": receipt.recorded_at,
        "events": [
            {
                "year": one.year,
                "seq": one.seq,
                "kind": one.kind,
                "hash": one.hash,
                "stream": one.stream,
                "version": one.version,
            }
            for one in receipt.events
        ],
    }


def _receipt(asked: Asked, receipt: Receipt, act: str) -> list[str | Table]:
    heads = [
        told(asked, head) for head in ("head_year", "head_number", "head_recorded", "head_hash")
    ]
    rows = [
        (one.year, str(one.seq), told(asked, f"recorded_{one.kind}"), one.hash)
        for one in receipt.events
    ]
    at = worded(asked, datetime.fromisoformat(receipt.at))
    done = told(asked, "act_done", act=Phrase(f"act_{act}"), at=at, command=receipt.command)
    return [done, Table(heads, rows, frozenset({1}))]
