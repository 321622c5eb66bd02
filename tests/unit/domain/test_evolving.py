"""Folding: each stream takes its own events and no others; a book finds what it holds."""

import pytest

from tests.factories import ADMIN, DEPUTY, HEAD, holds, sits
from tests.unit.domain.builders import standing_in
from tests.years import Paper
from workflow.domain.acts import ACTS
from workflow.domain.errors import HistoryBroken, OutOfPlace, Refused
from workflow.domain.evolving import EVENT_KINDS, EVENTS, STREAMS, evolve, stream_kind
from workflow.domain.history import body, chain, genesis
from workflow.domain.members.roster import Roster
from workflow.domain.model import Event
from workflow.domain.pledging.pledge import Pledge
from workflow.domain.stages.year import YearState


class _Foreign(Event):
    kind = "foreign"


@pytest.mark.parametrize("stream", STREAMS)
@pytest.mark.parametrize("state", ["none", "some"])
def test_an_event_of_another_stream_has_no_place(stream: str, state: str) -> None:
    paper = standing_in("closed")
    some = next((one for key, one in paper.streams.items() if stream_kind(key) == stream), None)
    before = some if state == "some" else None

    with pytest.raises(HistoryBroken) as broken:
        evolve(stream, before, _Foreign(), paper.call(ADMIN))

    assert broken.value.code == "event_out_of_place"
    assert isinstance(broken.value.__cause__, OutOfPlace)


def test_an_unknown_stream_breaks_the_history() -> None:
    with pytest.raises(HistoryBroken, match="unknown_stream"):
        evolve("vanished/an", None, _Foreign(), Paper().call(ADMIN))


@pytest.mark.parametrize(("stream", "kind"), [("year", "year"), ("sheet/an", "sheet")])
def test_a_stream_is_of_the_kind_before_the_slash(stream: str, kind: str) -> None:
    assert stream_kind(stream) == kind


def test_every_event_has_a_kind_of_its_own() -> None:
    assert len(EVENT_KINDS) == len(EVENTS)


def test_every_event_that_is_declared_can_be_stored() -> None:
    declared = [one for one in Event.__subclasses__() if one.__module__.startswith("workflow.")]

    assert {one.kind for one in declared} == set(EVENT_KINDS)


@pytest.mark.parametrize("event", EVENTS)
def test_the_kind_of_an_event_is_no_field_of_it(event: type[Event]) -> None:
    declared = {name for one in event.__mro__ for name in getattr(one, "__slots__", ())}

    assert not {"kind", "version"} & declared


@pytest.mark.parametrize("act", ACTS)
def test_what_an_act_is_given_takes_nothing_more(act: str) -> None:
    assert ACTS[act].given.__pydantic_config__ == {"extra": "forbid"}


def test_a_book_says_which_stream_holds_another_state() -> None:
    with pytest.raises(TypeError, match="stream year holds YearState, not Roster"):
        Paper().book.find(Roster, "year")


def test_a_stream_without_history_is_not_found_and_not_loaded() -> None:
    book = Paper().book

    assert book.find(Pledge, "pledge") is None
    with pytest.raises(KeyError, match="pledge"):
        book.load(Pledge, "pledge")


def test_a_book_finds_what_it_holds() -> None:
    assert Paper().book.load(YearState, "year").state == "registration"


@pytest.mark.parametrize(
    ("by", "unit", "office"),
    [(sits("an"), "an", None), (holds("board"), None, "board"), (ADMIN, None, None)],
)  # fmt: skip
def test_an_actor_sits_for_a_unit_or_an_office(
    by: object, unit: str | None, office: str | None
) -> None:
    assert (getattr(by, "unit", ""), getattr(by, "office", "")) == (unit, office)


def test_an_act_that_is_refused_records_nothing() -> None:
    paper = Paper()

    with pytest.raises(Refused) as refusal:
        paper.do("accept_registration", DEPUTY, unit="an")

    assert [one.code for one in refusal.value.unmet] == ["DOSSIER_STATUS"]
    assert "registration/an" not in paper.streams


def test_asking_changes_nothing() -> None:
    paper = standing_in("nomination")
    before = dict(paper.streams)
    paper.refused("nominate", HEAD)

    assert paper.streams == before


def test_the_beginning_of_a_chain_is_of_its_year_and_definition() -> None:
    assert len({genesis("b/2025", "x"), genesis("b/2026", "x"), genesis("b/2025", "y")}) == 3


def test_the_bytes_of_an_event_say_in_which_format_they_are() -> None:
    assert body({"seq": 1}) == b'{"format":1,"seq":1}'


def test_a_link_of_a_chain_is_of_what_lies_before_and_of_its_own_bytes() -> None:
    start = genesis("b/2025", "x")

    assert len({chain(start, b"1"), chain(start, b"2"), chain(chain(start, b"1"), b"2")}) == 3
