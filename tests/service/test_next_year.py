"""The last signature of a handover opens the next year, under the leaders agreed on."""

import pytest

from tests.factories import ADMIN, HEAD, NAMES, START, opening, plainest, sits
from tests.years import Lived, agreed, carry, opened
from workflow.domain.errors import Refused
from workflow.domain.members.roster import Roster
from workflow.domain.timing import hanoi_day
from workflow.runtime import Runtime
from workflow.service.reading import history, list_years
from workflow.service.verifying import verify
from workflow.service.years import open_year


@pytest.fixture
def ending(runtime: Runtime) -> Lived:
    """A year before its last signature: the head has signed the handover to `binh`."""
    lived = opened(runtime)
    carry(lived, "handover")
    lived.do("agree_leaders", HEAD, head="binh", deputies=["chau"], present=NAMES[:4])
    lived.do("prepare_handover", HEAD, items=["Hồ sơ"])
    lived.do("sign_handover", HEAD)
    return lived


def _roster(lived: Lived) -> Roster:
    found = lived.stream("roster")
    assert isinstance(found, Roster)
    return found


def test_no_year_is_opened_before_the_last_signature(ending: Lived) -> None:
    assert [year.id for year in list_years(ending.runtime)] == ["bloc/2025"]


@pytest.mark.parametrize(
    ("role", "holders"), [("head", ("binh",)), ("deputy", ("chau",)), ("standing_unit", ())]
)
def test_the_leaders_agreed_on_lead_the_next_year(
    ending: Lived, role: str, holders: tuple[str, ...]
) -> None:
    ending.do("sign_handover", sits("binh"))

    assert _roster(ending.next()).holders(role, hanoi_day(START)) == holders


def test_the_leaders_of_this_year_stay_so_until_it_closes(ending: Lived) -> None:
    ending.do("sign_handover", sits("binh"))

    assert _roster(ending).holders("head", hanoi_day(START)) == ("an",)


def test_units_and_people_are_carried_over(ending: Lived) -> None:
    ending.do("sign_handover", sits("binh"))

    before, after = _roster(ending), _roster(ending.next())
    assert (after.units, after.people, after.seats) == (before.units, before.people, before.seats)


def test_the_next_year_names_the_event_that_it_follows(ending: Lived) -> None:
    ending.do("sign_handover", sits("binh"))

    last, link = history(ending.runtime, ending.id)[-1], ending.next().stream("year").previous
    assert (link.year, link.seq, link.head) == (ending.id, last.seq, last.hash)


def test_both_histories_prove_themselves(ending: Lived) -> None:
    ending.do("sign_handover", sits("binh"))

    assert [verify(ending.runtime, one.id).findings for one in (ending, ending.next())] == [(), ()]


def test_the_next_year_stands_in_its_first_stage(ending: Lived) -> None:
    ending.do("sign_handover", sits("binh"))

    assert ending.next().stream("year").state == "registration"


def test_leaders_agreed_on_must_fit_into_a_year_that_is_open_already(runtime: Runtime) -> None:
    lived = opened(runtime)
    carry(lived, "handover")
    agreed(lived)
    lived.do("prepare_handover", HEAD, items=["Hồ sơ"])
    lived.do("sign_handover", HEAD)
    open_year(runtime, opening(plainest(), year=2026), ADMIN)

    with pytest.raises(Refused) as refused:
        lived.do("sign_handover", sits("binh"))

    assert [one.code for one in refused.value.unmet] == ["ROLE_FULL"]
