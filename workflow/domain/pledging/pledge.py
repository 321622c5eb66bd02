"""The pledge: drafted, signed unit by unit or all at a meeting; a signature freezes the text."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Annotated, ClassVar

from annotated_types import MinLen

from definitions.canonical import canonical_json
from workflow.domain.errors import OutOfPlace, Unmet
from workflow.domain.members.roster import KEY as ROSTER
from workflow.domain.members.roster import Roster
from workflow.domain.model import Book, Call, Draft, Event, Given, Name, Words
from workflow.domain.pledging import pledged
from workflow.domain.pledging.pledged import PledgeTarget, Target
from workflow.domain.stages import lateness, year

KEY = "pledge"


@dataclass(frozen=True, kw_only=True, slots=True)
class Theme:
    """A heading of the pledge with what is committed under it."""

    title: Name
    commitments: tuple[Words, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Signature:
    """One unit's signature under the frozen text."""

    unit: str
    person: str
    at: datetime
    witness: str | None = None
    place: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Pledge:
    """The state of the pledge stream. `text_hash` is what is signed; `by` drafted it."""

    themes: tuple[Theme, ...]
    targets: tuple[Target, ...]
    campaigns: tuple[str, ...]
    text_hash: str
    signatures: tuple[Signature, ...] = ()
    by: tuple[str, ...] = ()

    def signed_by(self, unit: str) -> bool:
        """Whether *unit* has signed."""
        return any(signature.unit == unit for signature in self.signatures)

    def signers(self, units: Iterable[str]) -> tuple[str, ...]:
        """Return which of *units* have signed: who has left the bloc is not among its members."""
        return tuple(unit for unit in units if self.signed_by(unit))

    def targets_of(self, unit: str) -> tuple[Target, ...]:
        """Return the targets that bind *unit*."""
        return tuple(target for target in self.targets if target.unit in {None, unit})

    def numbers_of(self, unit: str) -> dict[Target, Decimal]:
        """Return the targets that bind *unit* and have a number, with it."""
        bound = self.targets_of(unit)
        return {target: target.value for target in bound if target.value is not None}


@dataclass(frozen=True, kw_only=True, slots=True)
class PledgeDrafted(Event):
    """The text of the pledge is laid before the units."""

    kind: ClassVar[str] = "pledge_drafted"
    themes: tuple[Theme, ...]
    targets: tuple[Target, ...]
    campaigns: tuple[str, ...]
    text_hash: str
    by: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class PledgeSigned(Event):
    """A unit signs the text of that hash."""

    kind: ClassVar[str] = "pledge_signed"
    unit: str
    text_hash: str
    witness: str | None
    place: str | None
    late: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class DraftPledge(Given):
    """Lay the text of the pledge before the units; allowed again until the first signature."""

    themes: Annotated[tuple[Theme, ...], MinLen(1)]
    targets: tuple[PledgeTarget, ...] = ()
    campaigns: tuple[Name, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class SignPledge(Given):
    """Sign the pledge for one's unit. `text_hash`, when given, must be the text on the table."""

    witness: Name | None = None
    place: Name | None = None
    text_hash: Name | None = None


def text_hash(given: DraftPledge, promised: Iterable[Target]) -> str:
    """Return the sha256 of the pledge's text in canonical form, its targets as *promised*."""
    text = {
        "campaigns": list(given.campaigns),
        "targets": [_written(asdict(one)) for one in promised],
        "themes": [
            {"title": one.title, "commitments": list(one.commitments)} for one in given.themes
        ],
    }
    return hashlib.sha256(canonical_json(text)).hexdigest()


def _written(value: object) -> object:
    """Return *value* with its numbers as they are written."""
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, dict):
        return {name: _written(one) for name, one in value.items()}
    return value


def draft_prevents(book: Book, given: DraftPledge, call: Call) -> Iterator[Unmet]:
    """Yield what prevents a text from being laid before the units."""
    yield from year.stage_prevents(book, KEY, call)
    pledge, members = book.find(Pledge, KEY), book.load(Roster, ROSTER).unit_ids()
    if pledge and pledge.signatures:
        facts: dict[str, object] = {
            "signed": len(pledge.signers(members)), "of": len(members)
        }  # fmt: skip
        yield Unmet(code="PLEDGE_FROZEN", facts=facts)
    for target in given.targets:
        if target.unit and target.unit not in members:
            yield Unmet(code="NOT_A_MEMBER", facts={"unit": target.unit})
    ids = [target.id for target in given.targets]
    for twice in sorted({one for one in ids if ids.count(one) > 1}):
        yield Unmet(code="TARGET_TWICE", facts={"target": twice})
    for target in given.targets:
        yield from pledged.prevents(book, target)


def draft(book: Book, given: DraftPledge, call: Call) -> list[Draft]:
    """Record the text of the pledge."""
    promised = tuple(pledged.of_given(book, one) for one in given.targets)
    event = PledgeDrafted(
        themes=given.themes,
        targets=promised,
        campaigns=given.campaigns,
        text_hash=text_hash(given, promised),
        by=call.hands,
    )
    return [Draft(stream=KEY, event=event)]


def set_otherwise(book: Book, unit: str, values: Mapping[str, Decimal | None]) -> Iterator[Unmet]:
    """Yield the criteria on which a unit would get another target than the pledge says."""
    pledge = book.find(Pledge, KEY)
    for target, known in pledge.numbers_of(unit).items() if pledge else ():
        wanted = values.get(target.criterion or "", known)
        if wanted != known:
            facts: dict[str, object] = {"criterion": target.criterion, "title": target.title}
            facts |= {"known": known, "value": "-" if wanted is None else wanted}
            yield Unmet(code="TARGET_OTHER_THAN_PLEDGED", facts=facts)


def sign_prevents(book: Book, given: SignPledge, call: Call) -> Iterator[Unmet]:
    """Yield what prevents a unit from signing."""
    yield from year.stage_prevents(book, KEY, call)
    yield from lateness.prevents(book, KEY, call)
    stage, pledge = book.definition.stage_of(KEY), book.find(Pledge, KEY)
    if stage and stage.witness == "required" and not given.witness:
        yield Unmet(code="WITNESS_MISSING", facts={}, who=("head",))
    if pledge is None:
        yield Unmet(code="PLEDGE_NOT_DRAFTED", facts={}, who=("head",))
        return
    if pledge.signed_by(call.actor.unit or ""):
        yield Unmet(code="ALREADY_SIGNED", facts={"unit": call.actor.unit or ""})
    if given.text_hash and given.text_hash != pledge.text_hash:
        facts = {"signed": given.text_hash[:12], "text": pledge.text_hash[:12]}
        yield Unmet(code="OTHER_TEXT", facts=facts)


def sign(book: Book, given: SignPledge, call: Call) -> list[Draft]:
    """Record a unit's signature under the text on the table."""
    event = PledgeSigned(
        unit=call.actor.unit or "",
        text_hash=book.load(Pledge, KEY).text_hash,
        witness=given.witness,
        place=given.place,
        late=lateness.is_late(book, KEY, call),
    )
    return [Draft(stream=KEY, event=event), *lateness.taken(book, KEY, call)]


def evolve(state: Pledge | None, event: Event, call: Call) -> Pledge:
    """Return the pledge after *event*."""
    match event, state:
        case PledgeDrafted(), _:
            return Pledge(
                themes=event.themes,
                targets=event.targets,
                campaigns=event.campaigns,
                text_hash=event.text_hash,
                by=event.by,
            )
        case PledgeSigned(), Pledge():
            signature = Signature(
                unit=event.unit,
                person=call.actor.person,
                at=call.at,
                witness=event.witness,
                place=event.place,
            )
            return replace(state, signatures=(*state.signatures, signature))
    raise OutOfPlace(event.kind)
