"""Registration: what may be aimed at, how a dossier moves, and how much of the bloc it covers."""

import pytest

from tests.factories import DEPUTY, HEAD, MEMBER, at, plain, sits
from tests.unit.domain.builders import only, standing_in
from tests.years import Paper
from workflow.domain.registration.coverage import Coverage, coverage, percent
from workflow.domain.registration.state import Registration
from workflow.domain.registration.taking_on import waiting
from workflow.domain.stages.year import YearClosed
from workflow.domain.telling import occasions

ASKED = {"collective": ["FLAG"], "recognitions": ["SAFE"], "staff": 10, "people": 9}
CHAU = "registration/chau"


@pytest.fixture
def paper() -> Paper:
    return Paper()


def test_a_unit_registers_what_it_aims_at(paper: Paper) -> None:
    paper.do("register", MEMBER, **ASKED, individual=[{"award": "FIGHTER", "people": 2}])

    found = paper.book.load(Registration, CHAU)
    assert (found.collective, found.recognitions, found.staff, found.people) == (
        ("FLAG",), ("SAFE",), 10, 9,
    )  # fmt: skip
    assert [(one.award, one.people) for one in found.individual] == [("FIGHTER", 2)]


@pytest.mark.parametrize(
    ("given", "award"),
    [
        pytest.param({"collective": ["NONE"]}, "NONE", id="unknown"),
        pytest.param({"collective": ["SAFE"]}, "SAFE", id="a-recognition-as-collective"),
        pytest.param({"recognitions": ["FLAG"]}, "FLAG", id="a-title-as-recognition"),
        pytest.param(
            {"individual": [{"award": "MERIT", "people": 1}]}, "MERIT", id="a-form-as-individual"
        ),
    ],
)
def test_only_what_is_offered_in_its_own_column_is_taken(
    paper: Paper, given: dict[str, object], award: str
) -> None:
    unmet = only(paper.prevented("register", MEMBER, **given))

    assert (unmet.code, unmet.facts["award"]) == ("AWARD_NOT_OFFERED", award)


def test_every_award_that_is_not_offered_is_named(paper: Paper) -> None:
    unmet = paper.prevented("register", MEMBER, collective=["A", "FLAG", "B"])

    assert [one.facts["award"] for one in unmet] == ["A", "B"]


def test_a_stage_that_offers_nothing_takes_no_awards() -> None:
    bare = Paper(definition=plain("stages: [{id: registration, offers: null}]"))

    assert bare.refused("register", MEMBER, collective=["FLAG"]) == ["AWARD_NOT_OFFERED"]
    assert bare.refused("register", MEMBER) == []


@pytest.mark.parametrize(
    ("people", "staff", "refused"),
    [
        pytest.param(9, 10, [], id="fewer"),
        pytest.param(10, 10, [], id="all"),
        pytest.param(11, 10, ["MORE_PEOPLE_THAN_STAFF"], id="more"),
    ],
)
def test_no_more_people_than_staff_take_part(
    paper: Paper, people: int, staff: int, refused: list[str]
) -> None:
    assert paper.refused("register", MEMBER, people=people, staff=staff) == refused


DEEDS = {"r": "register", "a": "accept_registration", "b": "return_registration"}


def _refused(paper: Paper, deed: str) -> list[str]:
    if deed == "r":
        return paper.refused("register", MEMBER)
    comment = {"comment": "Thiếu"} if deed == "b" else {}
    return paper.refused(DEEDS[deed], HEAD, unit="chau", **comment)


def _do(paper: Paper, deed: str) -> None:
    if deed == "r":
        paper.do("register", MEMBER)
        return
    comment = {"comment": "Thiếu"} if deed == "b" else {}
    paper.do(DEEDS[deed], HEAD, unit="chau", **comment)


@pytest.mark.parametrize(
    ("done", "allowed"),
    [
        pytest.param("", "r", id="nothing-yet"),
        pytest.param("r", "ab", id="submitted"),
        pytest.param("ra", "b", id="accepted"),
        pytest.param("rb", "r", id="returned"),
        pytest.param("rab", "r", id="returned-after-acceptance"),
        pytest.param("rbr", "ab", id="submitted-again"),
    ],
)
def test_a_dossier_moves_only_along_its_arrows(paper: Paper, done: str, allowed: str) -> None:
    for deed in done:
        _do(paper, deed)

    assert {deed: _refused(paper, deed) for deed in DEEDS} == {
        deed: [] if deed in allowed else ["DOSSIER_STATUS"] for deed in DEEDS
    }


def test_a_returned_registration_keeps_the_reason(paper: Paper) -> None:
    paper.do("register", MEMBER, **ASKED)
    paper.do("return_registration", HEAD, unit="chau", comment="Thiếu chỉ tiêu")

    found = paper.book.load(Registration, CHAU)
    assert (found.status, found.comment) == ("returned", "Thiếu chỉ tiêu")


def test_a_new_registration_takes_the_place_of_a_returned_one(paper: Paper) -> None:
    paper.do("register", MEMBER, **ASKED)
    paper.do("return_registration", HEAD, unit="chau", comment="Thiếu chỉ tiêu")
    paper.do("register", MEMBER, collective=["MERIT"])

    found = paper.book.load(Registration, CHAU)
    assert (found.collective, found.comment) == (("MERIT",), None)


@pytest.mark.parametrize("unit", ["an", "binh"])
def test_officers_do_not_judge_their_own_registration(paper: Paper, unit: str) -> None:
    paper.do("register", sits(unit))

    assert paper.refused("accept_registration", sits(unit), unit=unit) == ["OWN_UNIT"]


def test_another_officer_judges_the_registration_of_the_head(paper: Paper) -> None:
    paper.do("register", HEAD)

    assert paper.refused("accept_registration", DEPUTY, unit="an") == []


def test_a_registration_is_not_returned_when_its_stage_is_over() -> None:
    over = standing_in("pledge")

    refused = over.refused("return_registration", HEAD, unit="chau", comment="Muộn")
    assert refused == ["STAGE_OVER"]


@pytest.mark.parametrize(
    ("effect", "refused"),
    [("accept", []), ("mark", []), ("refuse", ["DEADLINE_PASSED"])],
)
def test_what_late_means_is_said_by_the_definition(effect: str, refused: list[str]) -> None:
    paper = Paper(definition=plain(f"stages: [{{id: registration, late: {{effect: {effect}}}}}]"))
    paper.now = at(3, 15)

    assert paper.refused("register", MEMBER) == refused


@pytest.mark.parametrize(("effect", "late"), [("accept", False), ("mark", True)])
def test_late_work_is_marked_where_the_definition_says_so(effect: str, *, late: bool) -> None:
    paper = Paper(definition=plain(f"stages: [{{id: registration, late: {{effect: {effect}}}}}]"))
    paper.now = at(3, 15)
    paper.do("register", MEMBER)

    assert paper.book.load(Registration, CHAU).late is late


def test_the_due_moment_itself_is_in_time(paper: Paper) -> None:
    paper.now = at(3, 14, 10)
    paper.do("register", MEMBER)

    assert not paper.book.load(Registration, CHAU).late


@pytest.mark.parametrize(
    ("status", "aims"),
    [("submitted", True), ("accepted", True), ("returned", False), ("none", False)],
)
def test_what_was_returned_aims_at_nothing(status: str, *, aims: bool) -> None:
    found = Registration(status=status, collective=("FLAG",), recognitions=("SAFE",))

    assert (found.aims_at("FLAG"), found.aims_at("SAFE")) == (aims, aims)


@pytest.mark.parametrize(
    ("part", "whole", "shown"),
    [
        pytest.param(0, 0, "0.0", id="nothing-of-nothing"),
        pytest.param(0, 7, "0.0", id="nothing"),
        pytest.param(7, 7, "100.0", id="all"),
        pytest.param(1, 3, "33.3", id="a-third"),
        pytest.param(2, 3, "66.7", id="two-thirds"),
        pytest.param(1, 2000, "0.1", id="half-a-tenth-rounds-up"),
        pytest.param(999, 1000, "99.9", id="nearly-all"),
    ],
)
def test_percent_is_exact_to_one_decimal(part: int, whole: int, shown: str) -> None:
    assert percent(part, whole) == shown


def test_coverage_counts_units_of_members_and_people_of_staff(paper: Paper) -> None:
    paper.do("register", MEMBER, staff=30, people=20)
    paper.do("register", DEPUTY, staff=10, people=10)

    covered = coverage(paper.book, ("an", "binh", "chau", "dong"))

    assert covered == Coverage(units=2, of_units=4, people=30, of_staff=40)
    assert (covered.units_percent, covered.people_percent) == ("50.0", "75.0")


def test_coverage_leaves_out_what_was_returned(paper: Paper) -> None:
    paper.do("register", MEMBER, staff=30, people=20)
    paper.do("return_registration", HEAD, unit="chau", comment="Thiếu")

    assert coverage(paper.book, ("an", "chau")) == Coverage(
        units=0, of_units=2, people=0, of_staff=0
    )


def test_coverage_of_nobody_is_zero(paper: Paper) -> None:
    covered = coverage(paper.book, ())

    assert (covered.units_percent, covered.people_percent) == ("0.0", "0.0")


RUNNING = "stages: [{id: registration, running: {until: {month: 9, day: 30}}}]"
OTHER = {"collective": ["MERIT"], "staff": 12, "people": 12, "reason": "Điều chỉnh chỉ tiêu"}


def _running(month: int = 6, day: int = 1, change: str = RUNNING) -> Paper:
    """Return a year whose stage of registration was left in March, on a later day."""
    paper = standing_in("pledge", change)
    paper.now = at(month, day)
    return paper


def test_a_running_list_is_amended_after_its_stage_and_accepted_anew() -> None:
    paper = _running()
    paper.do("amend_registration", MEMBER, **OTHER)

    found = paper.book.load(Registration, CHAU)
    assert (found.status, found.collective, found.staff, found.amended) == (
        "submitted", ("MERIT",), 12, 1,
    )  # fmt: skip
    paper.do("accept_registration", HEAD, unit="chau")
    assert paper.book.load(Registration, CHAU).status == "accepted"


def test_what_was_amended_after_its_stage_waits_for_the_bloc_until_it_is_taken_on() -> None:
    paper = _running()
    assert [*waiting(paper.book)] == []
    paper.do("amend_registration", MEMBER, **OTHER)

    assert [(one.code, one.facts["unit"], one.who) for one in waiting(paper.book)] == [
        ("REGISTRATION_WAITING", "chau", ("head", "deputy"))
    ]
    paper.do("accept_registration", HEAD, unit="chau")
    assert [*waiting(paper.book)] == []


def test_what_was_sent_back_after_its_stage_waits_for_its_unit() -> None:
    paper = _running()
    paper.do("return_registration", HEAD, unit="chau", comment="Thiếu số người")

    assert [(one.code, one.who) for one in waiting(paper.book)] == [
        ("REGISTRATION_CAME_BACK", ("unit:chau",))
    ]


def test_what_waits_is_nobodys_move_in_a_year_that_is_over() -> None:
    paper = _running()
    paper.do("amend_registration", MEMBER, **OTHER)
    paper.fold("year", YearClosed())

    assert [*waiting(paper.book)] == []


def test_in_its_own_stage_a_registration_is_asked_for_by_the_need_alone() -> None:
    paper = Paper()
    paper.do("register", MEMBER)

    assert [*waiting(paper.book)] == []


def test_a_late_registration_waits_also_where_the_bloc_need_not_take_any_on() -> None:
    paper = Paper(definition=plain(
        "stages: [{id: registration, late: {effect: mark}, needs: [{registrations: submitted}]}]"
    ))  # fmt: skip
    paper.do("register", sits("dong"))
    assert [*waiting(paper.book)] == []
    paper.now = at(3, 15)
    paper.do("register", MEMBER)

    assert [one.facts["unit"] for one in waiting(paper.book)] == ["chau"]


def test_whoever_takes_registrations_on_is_told_what_changed() -> None:
    paper = _running()
    drafts = [
        *paper.do("amend_registration", MEMBER, **OTHER),
        *paper.do("withdraw_registration", MEMBER, reason="x"),
        *paper.do("register", MEMBER),
    ]
    told = [
        one for each in drafts for one in occasions.follow(paper.book, each, paper.call(MEMBER))
    ]

    assert [(one.on, one.about) for one in told] == [("registration_changed", CHAU)] * 3


def test_a_registration_that_is_withdrawn_stands_for_nothing_until_there_is_another() -> None:
    paper = _running()
    paper.do("withdraw_registration", MEMBER, reason="Không đủ điều kiện")

    found = paper.book.load(Registration, CHAU)
    assert (found.status, found.aims_at("FLAG")) == ("withdrawn", False)
    assert coverage(paper.book, ("chau", "dong")).units == 1
    assert paper.refused("amend_registration", MEMBER, **OTHER) == ["DOSSIER_STATUS"]
    paper.do("register", MEMBER, **ASKED)
    again = paper.book.load(Registration, CHAU)
    assert (again.aims_at("FLAG"), again.late) == (True, False)


@pytest.mark.parametrize(
    ("day", "refused"), [(30, []), (31, ["REGISTRATION_LIST_CLOSED"])], ids=["last-day", "after"]
)
def test_a_running_list_ends_with_its_day(day: int, refused: list[str]) -> None:
    paper = _running(9, 30) if day == 30 else _running(10, 1)

    assert paper.refused("amend_registration", MEMBER, **OTHER) == refused
    assert paper.refused("withdraw_registration", MEMBER, reason="x") == refused


def test_a_list_that_does_not_run_ends_with_its_stage() -> None:
    paper = _running(change="")

    assert paper.refused("amend_registration", MEMBER, **OTHER) == ["REGISTRATION_NOT_RUNNING"]
    assert paper.refused("withdraw_registration", MEMBER, reason="x") == [
        "REGISTRATION_NOT_RUNNING"
    ]


def test_what_is_amended_is_offered_and_counted_like_any_registration() -> None:
    wrong = OTHER | {"collective": ["NONE"], "people": 13}

    assert _running().refused("amend_registration", MEMBER, **wrong) == [
        "AWARD_NOT_OFFERED", "MORE_PEOPLE_THAN_STAFF",
    ]  # fmt: skip
