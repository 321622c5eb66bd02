"""What is told of dossiers, awards and the handover."""

from collections.abc import Iterator
from typing import Any

from definitions.schema.record import Text
from workflow.domain.leaders import handover, succession
from workflow.domain.members.roster import KEY as ROSTER
from workflow.domain.members.roster import Roster
from workflow.domain.model import Book, Call, Draft
from workflow.domain.nominations import nomination
from workflow.domain.scores import sheet
from workflow.domain.telling.occasions.occasion import Occasion


def returned(book: Book, draft: Draft, _call: Call) -> Iterator[Occasion]:
    event: Any = draft.event
    facts = {"comment": event.comment, "dossier": _dossier(book, draft)}
    yield Occasion(on="dossier_returned", units=_subject(draft), facts=facts)


def accepted(book: Book, draft: Draft, _call: Call) -> Iterator[Occasion]:
    facts: dict[str, object] = {"dossier": _dossier(book, draft)}
    yield Occasion(on="dossier_accepted", units=_subject(draft), facts=facts)


def _dossier(book: Book, draft: Draft) -> Text:
    kind = draft.stream.partition("/")[0].partition("@")[0]
    stage = book.definition.stage_of("scoring" if kind == sheet.KIND else "registration")
    return stage.title if stage else Text(vi=kind, en=kind)


def _subject(draft: Draft) -> tuple[str, ...]:
    return (draft.stream.partition("/")[2],)


def nomination_returned(_book: Book, draft: Draft, _call: Call) -> Iterator[Occasion]:
    event: Any = draft.event
    if event.verdict == "return":
        yield Occasion(on="nomination_returned", facts={"comment": event.comment})


def decided(book: Book, _draft: Draft, _call: Call) -> Iterator[Occasion]:
    entries = book.load(nomination.Nomination, nomination.KEY).decided
    for unit in dict.fromkeys(entry.unit for entry in entries):
        awards = dict.fromkeys(one.award for one in entries if one.unit == unit)
        titles = [book.definition.award_title(one) for one in awards]
        facts: dict[str, object] = {"awards": titles}
        yield Occasion(on="award_decided", units=(unit,), facts=facts, about=f"award/{unit}")


def agreed(book: Book, draft: Draft, _call: Call) -> Iterator[Occasion]:
    event: Any = draft.event
    yield Occasion(on="leaders_agreed", facts=_leaders(book, event))


def _leaders(book: Book, chosen: succession.LeadersAgreed) -> dict[str, object]:
    roster = book.load(Roster, ROSTER)
    deputies = [roster.name(unit) for unit in chosen.deputies]
    return {"head": roster.name(chosen.head), "deputies": deputies}


def handing_over(book: Book, _draft: Draft, call: Call) -> Iterator[Occasion]:
    units = tuple(dict.fromkeys(unit for _, unit in handover.sides(book, call.at)))
    yield Occasion(on="handover_signing", units=units)
