"""Taking up another definition: what has begun stays, what has not is free, all of it is shown."""

from decimal import Decimal

import pytest

from definitions.schema.definition import Definition
from tests.factories import ADMIN, DEPUTY, HEAD, MEMBER, at, pin, plain
from tests.unit.domain.builders import only, standing_in, utc
from tests.years import Paper, live, members, score, standing_before
from workflow.domain.adoption import proposing
from workflow.domain.adoption.consequences import consequences
from workflow.domain.adoption.state import Adoption, DueAnew, Lapsed, Rebased, adoption_of
from workflow.domain.awards.cutoffs import Cutoffs
from workflow.domain.scores.sheet import Sheet
from workflow.domain.scores.targets import UnitTargets
from workflow.domain.stages.lateness import LateEntry, Lateness
from workflow.domain.stages.year import YearState

TITLE = "title: {vi: Khác, en: Another}"
RUBRIC = "rubric: {parts: [{id: II, parts: [{id: II.1, max: 16}, {id: II.2, max: 24}]}]}"
PENDING = "rubric: {to_be_adopted: true}"
OWN = """
rubric:
  parts:
    - id: II
      parts:
        - id: II.2
          measure: {kind: count}
          score: {manual: null, against_best: {targets: each_unit}}
"""


def asked(paper: Paper, change: str) -> list[str]:
    """Return what prevents the plain definition with *change* from being proposed."""
    paper.offer(plain(change))
    return paper.refused("propose_definition", HEAD, definition="plain", reason="Lý do")


def adopted(paper: Paper, change: str) -> Paper:
    """Have a year take up the plain definition with *change*."""
    paper.offer(plain(change))
    paper.do("propose_definition", HEAD, definition="plain", reason="Lý do", paper="05/BĐ")
    paper.do("adopt_definition", ADMIN, definition="plain")
    return paper


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(TITLE, id="title"),
        pytest.param(RUBRIC, id="rubric"),
        pytest.param(PENDING, id="rubric-to-come"),
        pytest.param("ranking: {by: percent}", id="ranking"),
        pytest.param("succession: {deputies: {least: 0, most: 1}}", id="succession"),
        pytest.param("awards: [{id: FLAG, number: 2}]", id="awards"),
        pytest.param("stages: [{id: mid_year_review, remove: true}]", id="a-stage-to-come"),
        pytest.param("labels: {bloc: {vi: Cụm, en: Cluster}}", id="labels"),
        pytest.param("catalogue: [{id: FIGHTER, remove: true}]", id="an-award-nobody-wants"),
        pytest.param("offices: [{id: board, title: {vi: Sở, en: Board}}]", id="a-title"),
    ],
)
def test_what_has_not_begun_is_free(change: str) -> None:
    assert asked(standing_in("pledge"), change) == []


def test_who_reports_a_fact_alone_and_by_when_is_free_even_when_it_is_recorded() -> None:
    change = "facts: [{id: lapses, reported_by: {office: board}, due: {month: 12, day: 9}}]"

    assert asked(standing_in("handover"), change) == []


def test_the_same_definition_is_no_other() -> None:
    assert asked(Paper(), "") == ["DEFINITION_THE_SAME"]


@pytest.mark.parametrize(
    ("kind", "change", "codes"),
    [
        pytest.param(
            "pledge", "stages: [{id: registration, due: {month: 2}}]", ["STAGE_LIVED_OTHERWISE"],
            id="a-stage-that-was-left",
        ),
        pytest.param(
            "pledge", "stages: [{id: pledge_signing, remove: true}]", ["STAGE_LIVED_OTHERWISE"],
            id="the-stage-it-stands-in",
        ),
        pytest.param(
            "pledge", "stages: [{id: pledge_signing, due: {month: 1, day: 1}}]",
            ["DEADLINE_IN_THE_PAST"], id="late-at-once",
        ),
        pytest.param(
            "review",
            "stages: [{id: late_registration, kind: review, title: {vi: x, en: x},"
            " place_after: registration}]",
            ["STAGE_NEVER_REACHED"], id="a-stage-behind-it",
        ),
        pytest.param(
            "nomination", "ranking: {by: percent}", ["PART_SETTLED"], id="ranking"
        ),
        pytest.param("handover", "awards: [{id: FLAG, number: 2}]", ["PART_SETTLED"], id="awards"),
        pytest.param(
            "handover",
            "people_awards: [{id: f, award: FIGHTER, number: 3, when: {rated_at_least: HTTNV}}]",
            ["PART_SETTLED"], id="awards-of-people",
        ),
        pytest.param("handover", RUBRIC, ["RUBRIC_IN_USE"], id="rubric"),
        pytest.param(
            "pledge", "roles: {standing_unit: {least: 1}}", ["ROLE_MISSING"], id="a-role-nobody-has"
        ),
        pytest.param(
            "pledge", "offices: [{id: board, remove: true}]", ["NAMES_IN_USE"],
            id="an-office-somebody-holds",
        ),
        pytest.param(
            "pledge", "catalogue: [{id: FLAG, remove: true}]", ["NAMES_IN_USE"],
            id="an-award-registered-for",
        ),
        pytest.param(
            "pledge", "notices: [{id: year_opened, remove: true}]", ["NAMES_IN_USE"],
            id="a-notice-that-may-wait",
        ),
        pytest.param(
            "handover", "facts: [{id: lapses, title: {vi: x, en: x}}]", ["FACT_RECORDED_OTHERWISE"],
            id="a-fact-recorded",
        ),
        pytest.param(
            "handover",
            "facts: [{id: lapses, reported_by: [{office: board}, {office: council}]}]",
            ["FACT_RECORDED_OTHERWISE"], id="a-fact-that-was-not-added-up",
        ),
    ],
)  # fmt: skip
def test_what_has_begun_stays(kind: str, change: str, codes: list[str]) -> None:
    assert asked(standing_in(kind), change) == codes


MET = "meetings: [{id: conference, absent: {effect: mark}}]"
LATE = "stages: [{id: registration, late: {effect: refuse}}]"
PENDED = "investigated: {press: both}"
DEVIATIONS = [
    pytest.param(MET, "MEETING_HELD_ALREADY", id="absent"),
    pytest.param(LATE, "LATE_TAKEN_ALREADY", id="late"),
    pytest.param(PENDED, "PART_SETTLED", id="investigated"),
]


@pytest.mark.parametrize(("change", "code"), DEVIATIONS)
def test_what_went_otherwise_is_judged_by_the_rule_that_it_happened_under(
    change: str, code: str
) -> None:
    paper = Paper()
    held = {"id": "m1", "meeting": "conference", "title": "Hội nghị"}
    paper.do("hold_meeting", HEAD, **held, present=("an", "binh"))
    paper.streams["lateness/binh"] = Lateness(
        entries=(LateEntry(stage="registration", due=at(1, 1), handed_in=at(1, 2),
                           effective=at(1, 2), working_days=1),)
    )  # fmt: skip
    matter = {"ground": "complaint", "source": "Đơn số 9", "since": "2025-01-01"}
    paper.do("hold_award", ADMIN, unit="binh", **matter)

    assert asked(paper, change) == [code]


@pytest.mark.parametrize(("change", "_code"), DEVIATIONS)
def test_how_deviations_are_judged_is_free_before_there_are_any(change: str, _code: str) -> None:
    assert asked(Paper(), change) == []


def test_the_sheet_of_a_period_fixes_the_rubric_and_its_stage() -> None:
    paper = Paper()
    paper.streams["sheet@q1/binh"] = Sheet(status="draft")

    assert asked(paper, RUBRIC) == ["RUBRIC_IN_USE"]
    gone = [stage.id for stage in paper.book.definition.stages if stage.kind == "scoring"]
    removed = f"stages: [{{id: {gone[0]}, remove: true}}]"
    assert "STAGE_LIVED_OTHERWISE" in asked(paper, removed)


def test_equals_that_were_parted_keep_the_rules_of_awards() -> None:
    paper = Paper()
    paper.streams["cutoffs"] = Cutoffs()

    assert asked(paper, "awards: [{id: FLAG, number: 2}]") == ["PART_SETTLED"]


def test_members_must_be_of_a_kind_that_the_other_definition_has() -> None:
    paper = Paper()

    refused = asked(paper, "members: {kinds: [person]}")

    assert refused == ["MEMBER_KIND"] * len(members(paper))


def test_every_reason_is_told_at_once() -> None:
    change = f"""
    {TITLE}
    stages: [{{id: registration, due: {{month: 2}}}}]
    offices: [{{id: board, remove: true}}]
    roles: {{standing_unit: {{least: 1}}}}
    """

    assert asked(standing_in("pledge"), change) == [
        "STAGE_LIVED_OTHERWISE",
        "NAMES_IN_USE",
        "ROLE_MISSING",
    ]


def test_work_taken_early_keeps_its_stage() -> None:
    early = "stages: [{id: pledge_signing, early: true}]"
    paper = Paper(definition=plain(early))
    paper.do("draft_pledge", HEAD, themes=[{"title": "Thi đua"}])

    assert asked(paper, "stages: [{id: pledge_signing, remove: true}]") == ["STAGE_LIVED_OTHERWISE"]


def test_nobody_confirms_what_they_proposed() -> None:
    paper = Paper()
    paper.offer(plain(RUBRIC))
    paper.do("propose_definition", HEAD, definition="plain", reason="Lý do")

    refused = paper.refused("adopt_definition", HEAD, definition="plain")

    assert refused == ["DEFINITION_FOUR_EYES"]
    assert paper.refused("adopt_definition", DEPUTY, definition="plain") == []
    assert "NOT_IN_ROLE" in paper.refused("adopt_definition", MEMBER, definition="plain")


def test_one_proposal_waits_at_a_time_until_it_is_declined() -> None:
    paper = Paper()
    paper.offer(plain(RUBRIC))
    paper.do("propose_definition", HEAD, definition="plain", reason="Lý do")
    again = paper.refused("propose_definition", DEPUTY, definition="plain", reason="Lý do")
    paper.do("decline_definition", HEAD, definition="plain", reason="Rút lại")

    assert again == ["DEFINITION_PENDING"]
    assert adoption_of(paper.book) == Adoption()
    assert paper.refused("adopt_definition", ADMIN, definition="plain") == ["NO_DEFINITION_WAITING"]


def test_another_name_than_the_one_proposed_is_refused() -> None:
    paper = Paper()
    paper.offer(plain(RUBRIC))
    paper.do("propose_definition", HEAD, definition="plain", reason="Lý do")

    for act in ("adopt_definition", "decline_definition"):
        given = {"reason": "Lý do"} if act == "decline_definition" else {}
        assert paper.refused(act, ADMIN, definition="other", **given) == ["OTHER_DEFINITION"]


def test_what_waits_says_what_it_would_change() -> None:
    paper = Paper()
    paper.offer(plain(RUBRIC))
    paper.do("propose_definition", HEAD, definition="plain", reason="Lý do")

    waiting = only(proposing.waiting(paper.book))

    assert (waiting.code, waiting.facts["changed"]) == ("DEFINITION_WAITING", ["rubric"])


def test_the_parts_that_differ_are_named() -> None:
    change = """
    labels: {bloc: {vi: Cụm, en: Cluster}}
    stages:
      - {id: pledge_signing, remove: true}
      - {id: registration, owner: deputy}
    """
    found = consequences(Paper().book, pin(plain(change)), at(1, 2))

    assert found.changed == ("labels", "stages/registration", "stages/pledge_signing")


def test_the_same_stages_in_another_order_are_a_difference() -> None:
    change = "stages: [{id: mid_year_review, place_after: registration}]"

    assert consequences(Paper().book, pin(plain(change)), at(1, 2)).changed == ("stages",)


def _with_targets(**values: str) -> Paper:
    paper = Paper(definition=plain(OWN))
    targets: dict[str, Decimal | None] = {
        name.replace("_", "."): Decimal(one) for name, one in values.items()
    }
    paper.streams["targets/binh"] = UnitTargets(values=targets)
    return paper


def test_targets_of_units_lapse_with_their_criterion() -> None:
    paper = adopted(_with_targets(II_2="30"), RUBRIC)

    assert paper.book.load(UnitTargets, "targets/binh").values == {}
    (taken,) = adoption_of(paper.book).adopted
    assert taken.consequences.lapsed == (Lapsed(unit="binh", criterion="II.2", value=Decimal(30)),)


def test_targets_of_units_stay_where_their_criterion_only_counts_for_more() -> None:
    more = "        - {id: II.1, max: 15}\n        - id: II.2\n          max: 25"
    paper = adopted(_with_targets(II_2="30"), OWN.replace("        - id: II.2", more))

    assert paper.book.load(UnitTargets, "targets/binh").values == {"II.2": Decimal(30)}


def test_a_target_of_the_rubric_is_shown_with_both_values() -> None:
    before = plain()
    leaf = next(one for one in before.rubric.leaves() if one.score and one.score.ratio)
    assert leaf.score
    assert leaf.score.ratio
    change = _ratio(before, leaf.id, "77")

    found = consequences(Paper().book, pin(change), at(1, 2))

    assert found.rebased == (
        Rebased(criterion=leaf.id, was=leaf.score.ratio.target, target=Decimal(77)),
    )


def _ratio(definition: Definition, name: str, target: str) -> Definition:
    """Return *definition* with another target on one criterion."""
    data = definition.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    nodes = [*data["rubric"]["parts"]]
    while nodes:
        node = nodes.pop()
        nodes += node.get("parts", [])
        if node["id"] == name:
            node["score"]["ratio"]["target"] = target
    return Definition.model_validate(data)


SHIFTED = "stages: [{id: registration, due: {month: 3, day: 21}}]"


def test_the_deadline_of_the_stage_moves_with_both_times_recorded() -> None:
    paper = adopted(Paper(), SHIFTED)

    (stage,) = paper.book.load(YearState, "year").stages
    (move,) = stage.moves
    assert (move.was, move.due) == (utc("2025-03-14T10:00"), utc("2025-03-21T10:00"))
    assert (move.cause, stage.due) == ("definition", move.due)
    (taken,) = adoption_of(paper.book).adopted
    assert taken.consequences.due == DueAnew(stage="registration", was=move.was, due=move.due)


def test_a_deadline_that_people_have_set_stays() -> None:
    paper = Paper()
    until = {"stage": "registration", "until": "2025-04-01", "reason": "Lụt"}
    paper.do("propose_extension", HEAD, **until)
    paper.do("confirm_extension", ADMIN, stage="registration")

    adopted(paper, SHIFTED)

    (stage,) = paper.book.load(YearState, "year").stages
    assert stage.due == utc("2025-04-01T10:00")


def test_an_adoption_keeps_what_it_took_the_place_of() -> None:
    paper = Paper()
    before = paper.book.pinned.hash
    adopted(paper, RUBRIC)

    (taken,) = adoption_of(paper.book).adopted
    assert (taken.was, taken.hash) == (before, paper.book.pinned.hash)
    assert (taken.reason, taken.paper, taken.by) == ("Lý do", "05/BĐ", ADMIN.person)


# A rubric that is still to be adopted -------------------------------------------------------------


def _to_the_review() -> Paper:
    """Return a year that lacks nothing but its rubric to be scored."""
    paper = Paper(definition=plain(PENDING))
    for stage in standing_before(paper)[:2]:
        live(paper, stage)
        paper.do("advance", HEAD)
    live(paper, standing_before(paper)[0])
    return paper


def test_no_year_is_led_to_scoring_before_its_rubric_is_adopted() -> None:
    paper = _to_the_review()

    unmet = only(paper.prevented("advance", HEAD))

    assert (unmet.code, unmet.who) == ("RUBRIC_NOT_ADOPTED", ("head", "deputy"))
    assert unmet.due == paper.book.load(YearState, "year").stages[-1].due


def test_once_it_is_adopted_the_year_is_scored_by_it() -> None:
    paper = adopted(_to_the_review(), RUBRIC)

    paper.do("advance", HEAD)
    score(paper, "binh")

    assert paper.book.definition.rubric.leaves()[-1].max == 24


def test_a_rubric_to_come_does_not_hold_up_the_stages_before() -> None:
    paper = Paper(definition=plain(PENDING))
    live(paper, standing_before(paper)[0])

    assert paper.refused("advance", HEAD) == []


@pytest.mark.parametrize(
    ("act", "given"),
    [
        pytest.param("save_entries", {"entries": {"I.1": "3"}}, id="a-cell"),
        pytest.param("self_score", {"entries": {}}, id="a-sheet"),
    ],
)
def test_nothing_is_scored_early_by_a_draft(act: str, given: dict[str, object]) -> None:
    early = f"{PENDING}\nstages: [{{id: year_end_scoring, early: true}}]"

    assert "RUBRIC_NOT_ADOPTED" in Paper(definition=plain(early)).refused(act, MEMBER, **given)


def test_no_targets_are_set_by_a_draft() -> None:
    paper = Paper(definition=plain(OWN + "  to_be_adopted: true"))
    given = {"unit": "binh", "values": {"II.2": "30"}}

    assert paper.refused("set_targets", HEAD, **given) == ["RUBRIC_NOT_ADOPTED"]
