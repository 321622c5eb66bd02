"""What fills the blanks of a document: the state of the year, in the language it is read in.

A value that several lines say is a list of sentences, one a line. Nothing here is a template: the
words around are the definition's, and the sentences are data.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from definitions.filling import MONTHS, fill, shown
from definitions.schema.documents import DocumentRule
from definitions.schema.record import Text
from definitions.wording import Phrase
from workflow.domain.leaders.handover import KEY as HANDOVER
from workflow.domain.leaders.handover import Handover
from workflow.domain.leaders.succession import KEY as SUCCESSION
from workflow.domain.leaders.succession import Succession
from workflow.domain.members.places import Place
from workflow.domain.members.roster import KEY as ROSTER
from workflow.domain.members.roster import Roster
from workflow.domain.model import Book
from workflow.domain.nominations.nomination import KEY as NOMINATION
from workflow.domain.nominations.nomination import Entry, Nomination
from workflow.domain.papers.documents import Document
from workflow.domain.papers.signing import signatures
from workflow.domain.pledging.pledge import KEY as PLEDGE
from workflow.domain.pledging.pledge import Pledge
from workflow.domain.pledging.review import KEY as REVIEW
from workflow.domain.pledging.review import Review
from workflow.domain.registration.coverage import coverage
from workflow.domain.results.ranking import KEY as RANKING
from workflow.domain.results.ranking import RankingState

NOTHING = Phrase("document_nothing")
NOBODY = Phrase("document_nobody")


@dataclass(frozen=True)
class Listed:
    """Sentences, one a line; a word for it where there is none."""

    lines: tuple[object, ...]

    def of(self, language: str) -> str:
        """Return the lines in *language*."""
        return "\n".join(shown(line, language) for line in self.lines or (NOTHING,))


@dataclass(frozen=True, kw_only=True, slots=True)
class Subject:
    """What is to be filled: a kind of document in a year, and the document once it is recorded."""

    book: Book
    rule: DocumentRule
    document: Document | None
    day: date

    @property
    def roster(self) -> Roster:
        """The members of the year."""
        return self.book.load(Roster, ROSTER)


def blanks(subject: Subject) -> dict[str, object]:
    """Return what fills every blank that a template may have."""
    return {name: value(subject) for name, value in FILLED.items()}


def _number(subject: Subject) -> object:
    if subject.document:
        return subject.document.number
    open_number = {"n": Phrase("document_number_open"), "year": str(subject.book.year)}
    return _Form(subject.rule.number, open_number)


@dataclass(frozen=True)
class _Form:
    pattern: str
    facts: Mapping[str, object]

    def of(self, language: str) -> str:
        return fill(self.pattern, self.facts, language)


def _day(subject: Subject) -> object:
    if subject.document is None:
        return Phrase("document_day_open", {"year": str(subject.book.year)})
    day = subject.document.on
    month = Text(vi=f"{day.month:02}", en=MONTHS[day.month - 1])
    facts = {"day": f"{day.day:02}", "month": month, "year": str(day.year)}
    return Phrase("document_day", facts)


def _holders(role: str) -> Callable[[Subject], object]:
    def named(subject: Subject) -> object:
        units = subject.roster.holders(role, subject.day)
        return [subject.roster.name(unit) for unit in units] or NOBODY

    return named


def _issuer(subject: Subject) -> object:
    issued = subject.document.issuer if subject.document else None
    return subject.roster.name(issued) if issued else _holders(subject.rule.issuer)(subject)


def _units(subject: Subject) -> object:
    return _numbered("document_unit", "unit", (unit.name for unit in subject.roster.units))


def _numbered(code: str, name: str, values: Iterable[object]) -> Listed:
    lines = [
        Phrase(code, {"number": str(number), name: value})
        for number, value in enumerate(values, start=1)
    ]
    return Listed(tuple(lines))


def _share(count: int, of: int) -> Phrase:
    return Phrase("document_share", {"count": count, "of": of})


def _registered(subject: Subject) -> object:
    found = coverage(subject.book, subject.roster.unit_ids())
    return _share(found.units, found.of_units)


def _signed(subject: Subject) -> object:
    pledge = subject.book.find(Pledge, PLEDGE)
    return _share(len(pledge.signatures) if pledge else 0, len(subject.roster.units))


def _themes(subject: Subject) -> object:
    return Listed(tuple(_theme_lines(subject.book.find(Pledge, PLEDGE))))


def _theme_lines(pledge: Pledge | None) -> Iterator[Phrase]:
    for number, theme in enumerate(pledge.themes if pledge else (), start=1):
        yield Phrase("document_theme", {"number": str(number), "theme": theme.title})
        for text in theme.commitments:
            yield Phrase("document_commitment", {"text": text})


def _targets(subject: Subject) -> object:
    pledge, roster = subject.book.find(Pledge, PLEDGE), subject.roster
    lines = []
    for one in pledge.targets if pledge else ():
        facts: dict[str, object] = {
            "target": one.title, "value": one.value, "measure": one.unit_said,
        }  # fmt: skip
        code = "document_target" if one.value is not None else "document_target_in_words"
        if one.unit:
            lines.append(Phrase(f"{code}_of", facts | {"unit": roster.name(one.unit)}))
        else:
            lines.append(Phrase(code, facts))
    return Listed(tuple(lines))


def _behind(subject: Subject) -> object:
    review, pledge = subject.book.find(Review, REVIEW), subject.book.find(Pledge, PLEDGE)
    titles = {one.id: one.title for one in pledge.targets} if pledge else {}
    lines = [
        Phrase(
            "document_behind",
            {
                "unit": subject.roster.name(one.unit),
                "target": titles.get(one.target, one.target),
            },
        )
        for one in (review.behind if review else ())
    ]
    return Listed(tuple(lines))


def _remarks(subject: Subject) -> object:
    review = subject.book.find(Review, REVIEW)
    return review.remarks if review and review.remarks else NOTHING


def _ranking(subject: Subject) -> object:
    state = subject.book.find(RankingState, RANKING)
    found = (*state.places, *state.unranked) if state else ()
    return Listed(tuple(_place(subject, one) for one in found))


def _place(subject: Subject, place: Place) -> Phrase:
    titles = {band.id: band.title for band in subject.book.definition.rubric.classes}
    facts: dict[str, object] = {
        "rank": str(place.rank),
        "unit": subject.roster.name(place.unit),
        "points": place.points,
        "of": place.of,
    }
    if not place.rank:
        return Phrase("document_place_unranked", facts)
    if place.class_id is None:
        return Phrase("document_place_unclassed", facts)
    return Phrase("document_place", facts | {"class": titles.get(place.class_id, place.class_id)})


def _awards(name: str) -> Callable[[Subject], object]:
    def listed(subject: Subject) -> object:
        state = subject.book.find(Nomination, NOMINATION)
        entries: tuple[Entry, ...] = getattr(state, name) if state else ()
        lines = [
            Phrase(
                "document_award",
                {
                    "unit": subject.roster.name(one.unit),
                    "award": subject.book.definition.award_title(one.award),
                },
            )
            for one in entries
        ]
        return Listed(tuple(lines))

    return listed


def _next_head(subject: Subject) -> object:
    chosen = subject.book.find(Succession, SUCCESSION)
    return subject.roster.name(chosen.head) if chosen else NOBODY


def _next_deputies(subject: Subject) -> object:
    chosen = subject.book.find(Succession, SUCCESSION)
    return [subject.roster.name(one) for one in chosen.deputies] if chosen else NOBODY


def _files(subject: Subject) -> object:
    handed = subject.book.find(Handover, HANDOVER)
    return _numbered("document_file", "file", handed.items if handed else ())


FILLED: dict[str, Callable[[Subject], object]] = {
    "bloc": lambda subject: subject.book.bloc_name,
    "year": lambda subject: str(subject.book.year),
    "title": lambda subject: subject.rule.title,
    "number": _number,
    "day": _day,
    "supersedes": lambda subject: (subject.document and subject.document.supersedes) or NOTHING,
    "issuer": _issuer,
    "head": _holders("head"),
    "deputies": _holders("deputy"),
    "standing_unit": _holders("standing_unit"),
    "units": _units,
    "unit_count": lambda subject: len(subject.roster.units),
    "registered": _registered,
    "signed": _signed,
    "themes": _themes,
    "targets": _targets,
    "behind": _behind,
    "remarks": _remarks,
    "ranking": _ranking,
    "proposed": _awards("proposed"),
    "decided": _awards("decided"),
    "next_head": _next_head,
    "next_deputies": _next_deputies,
    "files": _files,
    "signatures": lambda subject: Listed(
        tuple(signatures(subject.book, subject.rule, subject.document))
    ),
}
"""Fills exactly `definitions.schema.documents.BLANKS`; a test compares."""
