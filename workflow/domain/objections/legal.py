"""Complaints and denunciations by law: recorded with the paper by which an authority took them on.

The bloc decides nothing about them. Only what is recorded may be the ground of a hold (`holds`).
Who denounced is never recorded.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from definitions.schema.objections import LegalChannel
from definitions.schema.record import Slug
from workflow.domain.errors import Unmet
from workflow.domain.members.roster import KEY as ROSTER
from workflow.domain.members.roster import Roster
from workflow.domain.model import Book, Call, Draft, Given, Id, Name
from workflow.domain.objections.events import ComplaintConcluded, ComplaintRecorded
from workflow.domain.objections.state import KEY, objections_of
from workflow.domain.timing import hanoi_day


@dataclass(frozen=True, kw_only=True, slots=True)
class RecordComplaint(Given):
    """Record that an authority has a complaint or denunciation about a unit before it."""

    id: Slug
    channel: Id
    unit: Id
    paper: Name
    received: date
    complainant: Name | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ConcludeComplaint(Given):
    """Record what the authority answered, by its paper."""

    id: Slug
    conclusion: Literal["upheld", "rejected", "withdrawn"]
    paper: Name


def channel_of(book: Book, name: str) -> LegalChannel | None:
    """Return the legal channel of that id."""
    return next((one for one in book.definition.legal_channels if one.id == name), None)


def record_prevents(book: Book, given: RecordComplaint, call: Call) -> Iterator[Unmet]:
    """Yield what prevents a complaint from being recorded."""
    channel = channel_of(book, given.channel)
    if channel is None:
        known = [one.id for one in book.definition.legal_channels]
        yield Unmet(code="NO_SUCH_CHANNEL", facts={"channel": given.channel, "known": known})
    elif channel.kind == "denunciation" and given.complainant is not None:
        yield Unmet(code="DENOUNCER_NAMED")
    if given.unit not in book.load(Roster, ROSTER).unit_ids():
        yield Unmet(code="NOT_A_MEMBER", facts={"unit": given.unit})
    if objections_of(book).complaint(given.id):
        yield Unmet(code="COMPLAINT_TAKEN", facts={"number": given.id})
    if given.received > hanoi_day(call.at):
        yield Unmet(code="COMPLAINT_TO_COME", facts={"day": given.received})


def record(_book: Book, given: RecordComplaint, _call: Call) -> list[Draft]:
    """Record the complaint."""
    event = ComplaintRecorded(
        id=given.id, channel=given.channel, unit=given.unit, paper=given.paper,
        received=given.received, complainant=given.complainant,
    )  # fmt: skip
    return [Draft(stream=KEY, event=event)]


def conclude_prevents(book: Book, given: ConcludeComplaint, _call: Call) -> Iterator[Unmet]:
    """Yield what prevents an answer from being recorded."""
    found = objections_of(book).complaint(given.id)
    if found is None or found.conclusion is not None:
        known = [one.id for one in objections_of(book).complaints if one.conclusion is None]
        yield Unmet(code="NO_OPEN_COMPLAINT", facts={"number": given.id, "known": known})


def conclude(_book: Book, given: ConcludeComplaint, _call: Call) -> list[Draft]:
    """Record the authority's answer."""
    event = ComplaintConcluded(id=given.id, conclusion=given.conclusion, paper=given.paper)
    return [Draft(stream=KEY, event=event)]


def unrecorded(book: Book, unit: str, source: str) -> Iterator[Unmet]:
    """Yield that a hold rests on a complaint that is not recorded, where the year knows a channel.

    The paper of the hold is the paper of the complaint.
    """
    if not book.definition.legal_channels:
        return
    open_now = [
        one.paper
        for one in objections_of(book).complaints
        if one.unit == unit and one.conclusion is None
    ]
    if source not in open_now:
        yield Unmet(code="COMPLAINT_NOT_RECORDED", facts={"source": source, "papers": open_now})
