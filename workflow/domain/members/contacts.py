"""How each person wishes to be told: channels with their addresses, quiet hours, one mail or many.

Nobody has to choose: whoever has chosen nothing is told by e-mail, at the address of the roster.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import time
from typing import ClassVar, Literal

from workflow.domain.errors import OutOfPlace, Unmet
from workflow.domain.members.roster import KEY as ROSTER
from workflow.domain.members.roster import Person, Roster
from workflow.domain.model import Book, Call, Draft, Event, Given, Id, Name

KEY = "contacts"
Channel = Literal["email", "telegram", "zalo", "webhook"]
EMAIL: Channel = "email"
CHATS = frozenset({"telegram", "zalo"})
CHAT_QUIET = "21:00-06:30"
"""A telephone that rings at night is no service: chats keep these hours where nobody chose any."""

SHAPES: dict[str, re.Pattern[str]] = {
    "email": re.compile(r"[^\s@<>()\[\],;:\\\"]+@[^\s@<>()\[\],;:\\\"]+\.[^\s@<>()\[\],;:\\\".]+"),
    "telegram": re.compile(r"-?\d{1,20}"),
    "zalo": re.compile(r"\d{5,25}"),
    "webhook": re.compile(r"https://[^\s/@?#]+(?:[/?][^\s#]*)?"),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Contact:
    """Where a person is reached by one channel: an address, a chat, a user, a URL."""

    channel: Channel
    to: Name


@dataclass(frozen=True, kw_only=True, slots=True)
class Reach:
    """What one person chose."""

    person: Id
    channels: tuple[Channel, ...] = ()
    contacts: tuple[Contact, ...] = ()
    quiet_from: time | None = None
    quiet_to: time | None = None
    gathered: bool = True
    language: Literal["vi", "en"] | None = None

    @property
    def quiet(self) -> str | None:
        """The quiet hours as `22:00-06:30`, on the clock of Hà Nội."""
        if self.quiet_from is None or self.quiet_to is None:
            return None
        return f"{self.quiet_from:%H:%M}-{self.quiet_to:%H:%M}"

    def to(self, channel: str) -> str | None:
        """Return where the person is reached by *channel*, if they said so."""
        return next((one.to for one in self.contacts if one.channel == channel), None)


@dataclass(frozen=True, kw_only=True, slots=True)
class Contacts:
    """The state of the stream: what everybody chose."""

    reaches: tuple[Reach, ...] = ()

    def of(self, person: str) -> Reach | None:
        """Return what *person* chose, if anything."""
        return next((one for one in self.reaches if one.person == person), None)


@dataclass(frozen=True, kw_only=True, slots=True)
class ChannelsChosen(Event):
    """A person is told in these ways from now on; what was chosen before is replaced."""

    kind: ClassVar[str] = "channels_chosen"
    reach: Reach


@dataclass(frozen=True, kw_only=True, slots=True)
class ChooseChannels(Given):
    """Choose how one is told. An administrator may do it on behalf of `person`."""

    person: Id | None = None
    channels: tuple[Channel, ...] = ()
    contacts: tuple[Contact, ...] = ()
    quiet_from: time | None = None
    quiet_to: time | None = None
    gathered: bool = True
    language: Literal["vi", "en"] | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Way:
    """One way of telling a person."""

    channel: str
    address: str
    quiet: str | None = None


def mail_prevents(people: Iterable[Person], who: str) -> Iterator[Unmet]:
    """Yield each address of *people* to which no mail can be sent."""
    for one in people:
        if one.email is not None and not SHAPES[EMAIL].fullmatch(one.email):
            facts: dict[str, object] = {"channel": EMAIL, "to": one.email}
            yield Unmet(code="CONTACT_WRONG", facts=facts, who=(who,))


def evolve(state: Contacts | None, event: Event, _call: Call) -> Contacts:
    """Return what everybody chose after *event*."""
    match event, state:
        case ChannelsChosen(), None:
            return Contacts(reaches=(event.reach,))
        case ChannelsChosen(), Contacts():
            others = tuple(one for one in state.reaches if one.person != event.reach.person)
            return replace(state, reaches=(*others, event.reach))
    raise OutOfPlace(event.kind)


def reach_of(book: Book, person: str) -> Reach | None:
    """Return what *person* chose in this bloc year, if anything."""
    found = book.find(Contacts, KEY)
    return found.of(person) if found else None


def ways(person: Person, reach: Reach | None) -> tuple[Way, ...]:
    """Return how *person* is told; by e-mail when nothing they chose can be used, else not at all.

    Not at all means that the notice is dead from the start, with the reason: it is shown.
    """
    chosen = tuple(dict.fromkeys(reach.channels)) if reach else ()
    found = [way for one in chosen if (way := _way(one, person, reach))]
    fallback = _way(EMAIL, person, reach)
    return tuple(found) or ((fallback,) if fallback else ())


def by_mail(person: Person, reach: Reach | None) -> Way | None:
    """Return how *person* is told by e-mail, which takes over where another channel gives up."""
    return _way(EMAIL, person, reach)


def _way(channel: str, person: Person, reach: Reach | None) -> Way | None:
    address = reach.to(channel) if reach else None
    if channel == EMAIL:
        address = address or person.email
    if not address:
        return None
    quiet = reach.quiet if reach else None
    return Way(
        channel=channel,
        address=address,
        quiet=quiet or (CHAT_QUIET if channel in CHATS else None),
    )


def choose_prevents(book: Book, given: ChooseChannels, call: Call) -> Iterator[Unmet]:
    """Yield what prevents the choice: somebody else's, no such person, no such address."""
    wanted = given.person or call.actor.person
    people = {one.id: one for one in book.load(Roster, ROSTER).people}
    if wanted != call.actor.person and call.actor.seat != "admin":
        yield Unmet(code="CHANNELS_OF_ANOTHER", facts={"person": wanted}, who=("admin",))
    if wanted not in people:
        yield Unmet(code="NOT_ON_ROSTER", facts={"person": wanted}, who=("admin",))
    else:
        yield from _contacts_prevent(given, people[wanted], call)
    if (given.quiet_from is None) != (given.quiet_to is None):
        yield Unmet(code="QUIET_HOURS_HALF", who=(call.actor.seat,))


def _contacts_prevent(given: ChooseChannels, person: Person, call: Call) -> Iterator[Unmet]:
    named = {one.channel for one in given.contacts} | ({EMAIL} if person.email else set())
    for channel in dict.fromkeys(given.channels):
        if channel not in named:
            yield Unmet(code="CONTACT_MISSING", facts={"channel": channel}, who=(call.actor.seat,))
    for one in given.contacts:
        if not SHAPES[one.channel].fullmatch(one.to):
            facts: dict[str, object] = {"channel": one.channel, "to": one.to}
            yield Unmet(code="CONTACT_WRONG", facts=facts, who=(call.actor.seat,))
        if one.channel == "webhook" and call.actor.seat != "admin":
            # It makes our machine call another: whoever may do so answers for the network.
            yield Unmet(code="WEBHOOK_BY_ADMIN", who=("admin",))


def choose(_book: Book, given: ChooseChannels, call: Call) -> list[Draft]:
    """Record how a person wishes to be told."""
    reach = Reach(
        person=given.person or call.actor.person,
        channels=given.channels,
        contacts=given.contacts,
        quiet_from=given.quiet_from,
        quiet_to=given.quiet_to,
        gathered=given.gathered,
        language=given.language,
    )
    return [Draft(stream=KEY, event=ChannelsChosen(reach=reach))]
