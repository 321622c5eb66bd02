"""Awards to people: a slow recount agrees, no share is exceeded, and no idea serves twice."""

from collections import Counter
from dataclasses import replace
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from definitions.schema.people import PeopleRule
from tests.factories import START
from tests.property.profiles import SUMS
from tests.unit.domain.builders import place, ranked
from tests.unit.domain.people import rules
from workflow.domain.awards.cutoffs import Cutoffs, Parted
from workflow.domain.awards.personal import propose
from workflow.domain.awards.proposal import Proposal
from workflow.domain.members.honours import Initiative
from workflow.domain.members.people import PersonForward, UnitPeople
from workflow.domain.model import Book
from workflow.domain.results.ranking import RankingState

UNITS = ("an", "binh", "chau", "dong")
IDEAS = ("i", "j", "k")
RATED = {"HTXSNV", "HTTNV"}
BASE = ranked(rules("{id: r, award: FIGHTER, number: all, when: {rated_at_least: HTTNV}}")).book

people = st.lists(
    st.builds(
        lambda rating, position, ideas: (rating, position, ideas),
        st.sampled_from(["HTXSNV", "HTTNV", "HTNV", None]),
        st.sampled_from(["leader", "staff"]),
        st.sets(st.sampled_from(IDEAS), max_size=2),
    ),
    max_size=5,
)
blocs = st.fixed_dictionaries(dict.fromkeys(UNITS, people))
shares = st.tuples(st.integers(1, 4), st.integers(4, 6))


def _book(bloc: dict[str, list[tuple[str, str, set[str]]]], rule: dict[str, object]) -> Book:
    written = PeopleRule.model_validate({"id": "r", "award": "FIGHTER"} | rule)
    definition = BASE.definition.model_copy(update={"people_awards": [written]})
    streams = dict(BASE.streams)
    for unit, ones in bloc.items():
        forward = tuple(_person(f"{unit}-{at}", *one) for at, one in enumerate(ones))
        leaders = len([one for one in ones if one[1] == "leader"])
        streams[f"people/{unit}"] = UnitPeople(
            minutes="BB", people=forward, staff=2 * len(ones), leaders=leaders
        )
    return replace(BASE, pinned=replace(BASE.pinned, definition=definition), streams=streams)


def _person(name: str, rating: str | None, position: str, ideas: set[str]) -> PersonForward:
    found = tuple(Initiative(id=one, title=one, source="HĐ") for one in sorted(ideas))
    return PersonForward(
        id=name, name=name, awards=("FIGHTER",), rating=rating, position=position,  # type: ignore[arg-type]
        initiatives=found,
    )  # fmt: skip


def _taken(book: Book) -> list[str]:
    return [one.subject for one in propose(book, ()).candidates if one.subject]


@SUMS
@given(blocs, shares, st.sampled_from(["staff", "leaders", "qualified"]))
def test_the_first_who_qualify_are_taken_up_to_the_share_of_their_unit(
    bloc: dict[str, list[tuple[str, str, set[str]]]], share: tuple[int, int], of: str
) -> None:
    number = {"share": {"share": f"{share[0]}/{share[1]}", "of": of}}
    book = _book(bloc, {"number": number, "when": {"rated_at_least": "HTTNV"}})

    wanted: list[str] = []
    for unit in UNITS:
        ones = bloc[unit]
        good = [f"{unit}-{at}" for at, one in enumerate(ones) if one[0] in RATED]
        base = {
            "staff": 2 * len(ones),
            "leaders": len([one for one in ones if one[1] == "leader"]),
            "qualified": len(good),
        }[of]
        wanted += good[: int(Fraction(*share) * base)]
    assert _taken(book) == wanted


@SUMS
@given(blocs)
def test_no_initiative_serves_for_two_people(
    bloc: dict[str, list[tuple[str, str, set[str]]]],
) -> None:
    book = _book(bloc, {"number": "all", "when": {"initiative": {"level": "grassroots"}}})
    found = propose(book, ())

    used = Counter(one[1] for one in found.spent)
    assert len(_taken(book)) == sum(used.values()) <= len(IDEAS)


@SUMS
@given(blocs, st.integers(0, 3))
def test_adding_a_unit_at_the_end_changes_nobody_counted_in_another(
    bloc: dict[str, list[tuple[str, str, set[str]]]], number: int
) -> None:
    rule = {"number": number, "when": {"rated_at_least": "HTTNV"}}
    fewer = _taken(_book(bloc | {"dong": []}, rule))

    assert _taken(_book(bloc, rule))[: len(fewer)] == fewer


@SUMS
@given(blocs, st.permutations(UNITS), st.integers(1, 4), st.sampled_from(["unit", "bloc"]))
def test_the_order_in_which_equal_units_lie_changes_nobody_s_place(
    bloc: dict[str, list[tuple[str, str, set[str]]]], order: list[str], number: int, inside: str
) -> None:
    """All units are equal: whoever is taken is taken whichever unit is written down first."""
    when = {"any": [{"rated_at_least": "HTXSNV"}, {"initiative": {"level": "grassroots"}}]}
    book = _book(bloc, {"number": number, "inside": inside, "when": when})
    found = [_equal(book, names) for names in (list(UNITS), order)]

    taken = [{(one.unit, one.subject) for one in made.candidates if one.rule} for made in found]
    assert taken[0] == taken[1]
    asked = [{frozenset(each.people) for each in made.open if each.rule} for made in found]
    assert asked[0] == asked[1]


def _equal(book: Book, order: list[str]) -> Proposal:
    places = tuple(place(unit, 1, "80") for unit in order)
    streams = dict(book.streams) | {"ranking": RankingState(places=places)}
    return propose(replace(book, streams=streams), ())


@SUMS
@given(blocs, st.integers(1, 4), st.permutations(UNITS))
def test_a_decision_settles_what_it_was_asked_for_and_no_number_is_exceeded(
    bloc: dict[str, list[tuple[str, str, set[str]]]], number: int, order: list[str]
) -> None:
    when = {"any": [{"rated_at_least": "HTXSNV"}, {"initiative": {"level": "grassroots"}}]}
    book = _book(bloc, {"number": number, "inside": "bloc", "when": when})
    found = _equal(book, list(UNITS))
    for _ in range(10):
        waiting = [one for one in found.open if one.rule]
        if not waiting:
            break
        people_ = tuple(sorted(waiting[0].people, key=lambda one: order.index(one.unit)))
        before = book.find(Cutoffs, "cutoffs") or Cutoffs()
        parted = Parted(award="FIGHTER", order=(), people=people_, reason="x", by="p", at=START)
        streams = dict(book.streams) | {"cutoffs": Cutoffs(parted=(*before.parted, parted))}
        book = replace(book, streams=streams)
        found = _equal(book, list(UNITS))
        assert waiting[0] not in found.open

    assert not [one for one in found.open if one.rule]
    assert len([one for one in found.candidates if one.rule]) <= number
    used = Counter(one[1] for one in found.spent)
    assert all(count == 1 for count in used.values())
