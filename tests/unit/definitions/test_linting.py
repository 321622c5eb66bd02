"""Reading a definition closely: each thing a year would stumble over, found alone at its place."""

import pytest

from definitions.checking import check_shape
from definitions.linting import lint
from definitions.reading import read
from definitions.schema.definition import Definition
from definitions.wording import FOLDER
from tests.unit.definitions.factories import linted, small_with

VOTE = "title: {vi: a, en: b}, voters: {units: true}, threshold: {more_than: 1/2}"
ELECTION = "succession: {by: election, elected: {head: vote}}"
DEPUTIES_ELECTED = "succession: {by: election, elected: {head: vote, deputies: many}}"

CASES = {
    # ids
    "duplicate_id": (
        ("rubric: {adjustments: [{id: II, kind: bonus, points_each: 1, bound: 1,"
        " title: {vi: a, en: b}}]}"),
        "rubric.adjustments[0].id",
    ),
    # the way through the year
    "stage_id_reserved": (
        ("stages: [{id: review, remove: true}, {id: suspended, kind: review, owner: head,"
        " due: {month: 7, day: 31}, title: {vi: a, en: b}, place_after: pledge}]"),
        "stages[2].id",
    ),
    "stage_unreachable": ("stages: [{id: pledge, next: [{to: scoring}]}]", "stages[2]"),
    "route_unknown": (
        "stages: [{id: pledge, next: [{to: review}, {to: revue, when: {facts: recorded}}]}]",
        "stages[1].next[1].to",
    ),
    "routes_otherwise": (
        "stages: [{id: pledge, next: [{to: review}, {to: scoring}]}]",
        "stages[1].next",
    ),
    "routes_conditional": (
        ("stages: [{id: pledge, next: [{to: review}, {to: scoring, when: {facts: recorded}},"
        " {to: closed, when: {meeting: conference}}]}]"),
        "stages[1].next",
    ),
    "route_no_otherwise": (
        "stages: [{id: pledge, next: [{to: review, when: {facts: recorded}}]}]",
        "stages[1].next",
    ),
    "route_back": (
        ("stages: [{id: pledge, next: [{to: review},"
        " {to: registration, when: {facts: recorded}}]}]"),
        "stages[1].next[1].to",
    ),
    "routes_same_target": (
        "stages: [{id: pledge, next: [{to: review}, {to: review, when: {facts: recorded}}]}]",
        "stages[1].next",
    ),
    # single stages
    "stage_kind_twice": (
        ("stages: [{id: again, kind: review, owner: head, due: {month: 8, day: 31},"
        " title: {vi: a, en: b}, place_after: review}]"),
        "stages[3].kind",
    ),
    "stage_no_owner": ("stages: [{id: pledge, owner: null}]", "stages[1]"),
    "stage_no_due": ("stages: [{id: pledge, due: null}]", "stages[1]"),
    "key_of_other_kind": ("stages: [{id: review, witness: required}]", "stages[2].witness"),
    "scoring_no_appraisal": ("stages: [{id: scoring, appraisal: null}]", "stages[3]"),
    "appraisal_of_own_unit": (
        "stages: [{id: scoring, appraisal: {by: [head]}}]",
        "stages[3].appraisal.by",
    ),
    "award_not_decided": ("stages: [{id: nomination, approvals: [{id: decide, awards: [MERIT]}]}]",
                          "awards[0]"),
    # needs
    "need_too_early": ("stages: [{id: pledge, needs: [{ranking: fixed}]}]",
                       "stages[1].needs[0].ranking"),
    "meeting_unknown": ("stages: [{id: pledge, needs: [{meeting: party}]}]",
                        "stages[1].needs[0].meeting"),
    # dates
    "validity_backwards": ("valid: {to: 2017-12-31}", "valid.to"),
    "calendar_unknown": ("calendar: xx", "calendar"),
    "date_impossible": ("stages: [{id: pledge, due: {month: 4, day: 31}}]", "stages[1].due.day"),
    "due_before_opens": ("stages: [{id: pledge, opens: {month: 4, day: 1}}]", "stages[1].due"),
    # scales
    "total_wrong": ("rubric: {total: 101}", "rubric.total"),
    "sum_wrong": ("rubric: {parts: [{id: I, parts: [{id: I.2, max: 20.5}]}]}",
                  "rubric.parts[0].max"),
    "classes_start_late": ("rubric: {classes: [{id: low, at_least: 5}]}",
                           "rubric.classes[1].at_least"),
    "classes_end_early": ("rubric: {classes: [{id: high, below: 100}]}",
                          "rubric.classes[0].below"),
    "classes_overlap": ("rubric: {classes: [{id: low, below: 90.5}]}", "rubric.classes[1].below"),
    "classes_gap": ("rubric: {classes: [{id: low, below: 89.5}]}", "rubric.classes[1].below"),
    "class_in_points": (
        ("rubric: {total: 500, parts: [{id: II, max: 440}],"
        " classes: [{id: high, at_least: 450}, {id: low, below: 450}]}"),
        "rubric.classes[0].at_least",
    ),
    "class_out_of_reach": (
        ("rubric: {class_rule: {by: points},"
        " classes: [{id: high, at_least: 101}, {id: low, below: 101}]}"),
        "rubric.classes[0].at_least",
    ),
    # names
    "office_unknown": ("stages: [{id: review, remind: [{after: 1 days, office: nobody}]}]",
                       "stages[2].remind[0].office"),
    "reminder_twice": ("stages: [{id: review, remind: [{after: 1 days}, {after: 1 days}]}]",
                       "stages[2].remind[1]"),
    "class_unknown": (
        "awards: [{id: MERIT, when: {registered: null, class_at_least: highest}}]",
        "awards[1].when.class_at_least",
    ),
    "criterion_unknown": (
        "ranking: {ties: [{criterion: IX}, {ballot: true}]}",
        "ranking.ties[0].criterion",
    ),
    "ballot_unknown": ("ranking: {ties: [{ballot: vote}]}", "ranking.ties[0].ballot"),
    "ballot_quorum_of_nobody": (
        f"ballots: [{{id: vote, quorum_with: [proxy], {VOTE}}}]",
        "ballots[0].quorum_with",
    ),
    "ballot_head_seats": (
        f"ballots: [{{id: vote, seats: 2, {VOTE}}}]\n{ELECTION}",
        "succession.elected.head",
    ),
    "ballot_deputy_seats": (
        f"ballots: [{{id: vote, seats: 1, {VOTE}}}, {{id: many, seats: 3, {VOTE}}}]\n"
        + DEPUTIES_ELECTED,
        "succession.elected.deputies",
    ),
    "adjustment_unknown": (
        "ranking: {ties: [{adjustment: B}, {ballot: true}]}",
        "ranking.ties[0].adjustment",
    ),
    "fact_unknown": (
        "awards: [{id: MERIT, when: {registered: null, fact: {id: lapsus, at_most: 0}}}]",
        "awards[1].when.fact.id",
    ),
    "fact_choices": ("facts: [{id: lapses, choices: [a]}]", "facts[0]"),
    "fact_unreported": ("facts: [{id: lapses, remind: [{before: 5 days}]}]", "facts[0].remind"),
    "fact_reported_twice": (
        "facts: [{id: lapses, reported_by: [{office: council}, {office: council}]}]",
        "facts[0].reported_by[1]",
    ),
    "fact_not_added_up": (
        """
        offices: [{id: police, title: {vi: a, en: b}}]
        facts: [{id: on_time, reported_by: [{office: council}, {office: police}]}]
        """,
        "facts[1].kind",
    ),
    "fact_remind_of_nothing": (
        "facts: [{id: lapses, reported_by: {office: council}, remind: [{before: 5 days}]}]",
        "facts[0].remind",
    ),
    "fact_due_after_entry": (
        "facts: [{id: lapses, reported_by: {office: council}, due: {after_entry: 5 days}}]",
        "facts[0].due.after_entry",
    ),
    "fact_compared_wrong": (
        "awards: [{id: MERIT, when: {registered: null, fact: {id: rating, flag: true}}}]",
        "awards[1].when.fact",
    ),
    "choice_unknown": (
        "awards: [{id: MERIT, when: {registered: null, fact: {id: rating, one_of: [best]}}}]",
        "awards[1].when.fact.one_of[0]",
    ),
    "placeholder_unknown": ("notices: [{id: opened, body: {en: '{units}'}}]",
                            "notices[0].body.en"),
    "brace_stray": ("notices: [{id: opened, body: {en: '{Unit}'}}]", "notices[0].body.en"),
    "notice_unknown": ("notices: [{id: opened, retracts: [opend]}]", "notices[0].retracts[0]"),
    "reminder_urgent": (
        "notices: [{id: opened, reminder: true, urgent: true}]", "notices[0].urgent"
    ),
    # awards
    "award_number": ("awards: [{id: MERIT, number: 0}]", "awards[1].number"),
    "award_not_for_units": (
        "awards: [{id: FIGHTER, number: 1, when: {rank_at_most: 1}}]",
        "awards[2].id",
    ),
    "never_offered": ("awards: [{id: MERIT, when: {registered: [FIGHTER]}}]",
                      "awards[1].when.registered"),
    "percent_too_high": (
        "awards: [{id: MERIT, when: {registered: null, percent_at_least: 101}}]",
        "awards[1].when.percent_at_least",
    ),
    "facts_contradict": (
        ("awards: [{id: MERIT, when: {registered: null, all: [{fact: {id: rating, one_of: [good]}},"
        " {fact: {id: rating, one_of: [fair]}}]}}]"),
        "awards[1].when.all",
    ),
    "award_eaten": (
        "awards: [{id: FLAG, number: all, when: {all: null, registered: [MERIT]}}]",
        "awards[1]",
    ),
    "offer_misplaced": ("stages: [{id: registration, offers: {recognitions: [FLAG]}}]",
                        "stages[0].offers.recognitions[0]"),
    # roles
    "nobody_signs": (
        "succession: {signed_by: [incoming_deputy]}",
        "succession.signed_by",
    ),
    "deputies_without_seats": ("succession: {deputies: {most: 3}}", "succession.deputies.most"),
    "quorum_over_all": ("succession: {quorum: 3/2}", "succession.quorum"),
    # approval chains
    "approval_need_without_chain": (
        "stages: [{id: review, needs: [{approval: approved}]}]",
        "stages[2].needs[0].approval",
    ),
    "approval_no_list": (
        ("stages: [{id: nomination, approvals: [{id: look, office: council, title: {vi: a, en: b}},"
        " {id: decide}]}]"),
        "stages[4].approvals[1]",
    ),
    "approval_office_twice": (
        "stages: [{id: nomination, approvals: [{id: decide, beside: [{office: council}]}]}]",
        "stages[4].approvals[0].beside[0]",
    ),
    "approval_nobody_acts": (
        "offices: [{id: council, holders: 0}]",
        "stages[4].approvals[0]",
    ),
    "approval_needs_too_many": (
        ("offices: [{id: council, holders: 2}]\n"
        "stages: [{id: nomination, approvals: [{id: decide, needs: 3}]}]"),
        "stages[4].approvals[0].needs",
    ),
    "approval_expiry_without_time": (
        "stages: [{id: nomination, approvals: [{id: decide, within: null}]}]",
        "stages[4].approvals[0].on_expiry",
    ),
    "approval_escalates_nowhere": (
        "stages: [{id: nomination, approvals: [{id: decide, on_expiry: escalate}]}]",
        "stages[4].approvals[0].on_expiry",
    ),
    "approval_no_answer_last": (
        "stages: [{id: nomination, approvals: [{id: decide, on_expiry: no_answer}]}]",
        "stages[4].approvals[0].on_expiry",
    ),
    "approval_leads_to_itself": (
        "stages: [{id: nomination, approvals: [{id: decide, expired_to: council}]}]",
        "stages[4].approvals[0].expired_to",
    ),
    "approval_same_person": (
        ("offices: [{id: council, holders: 1}]\n"
        "stages: [{id: nomination, approvals: [{id: again, office: council, writes: passed,"
        " title: {vi: a, en: b}}, {id: decide}]}]"),
        "stages[4].approvals[1].office",
    ),
    "role_without_seats": (
        "stages: [{id: review, owner: standing_unit}]\nroles: {standing_unit: {most: 0}}",
        "stages[2].owner",
    ),
}  # fmt: skip

BEFORE = ", ".join(f"{{id: {one}, remove: true}}" for one in ("registration", "pledge", "review"))
"""What takes the stages before scoring away."""

SEVERAL = {
    "stage_dead_end": (
        "stages: [{id: pledge, next: [{to: registration}]}]",
        {("stages[0]", "stage_dead_end"), ("stages[1]", "stage_dead_end"),
         ("stages[1].next[0].to", "route_back"),
         *((f"stages[{at}]", "stage_unreachable") for at in (2, 3, 4, 5))},
    ),
    "nomination_no_approvals": (
        "stages: [{id: nomination, approvals: null, needs: []}]",
        {("stages[4]", "nomination_no_approvals")},
    ),
    "nomination_not_decided": (
        "stages: [{id: nomination, approvals: [{id: decide, writes: passed}]}]",
        {("stages[4].approvals", "nomination_not_decided")},
    ),
    "need_without_stage": (
        "stages: [{id: review, remove: true}, {id: scoring, needs: [{reports: submitted}]}]",
        {("stages[2].needs[0].reports", "need_without_stage")},
    ),
    "award_unknown": (
        "catalogue: [{id: MERIT, remove: true}]",
        {("stages[0].offers.collective[1]", "award_unknown"),
         ("awards[1].id", "award_unknown"), ("awards[1].when.registered[0]", "award_unknown")},
    ),
    "seats_wrong": (
        "roles: {head: {least: 2}}",
        {("roles.head.least", "seats_wrong")},
    ),
    "adopted_too_late": (
        f"stages: [{BEFORE}]\nrubric: {{to_be_adopted: true}}",
        {
            ("rubric.to_be_adopted", "adopted_too_late"),
            ("awards[0].when.all[0].registered", "never_offered"),
            ("awards[1].when.registered", "never_offered"),
        },
    ),
}  # fmt: skip

WARNINGS = {
    "fact_due_too_late": (
        """
        stages: [{id: scoring, needs: [{facts: recorded}, {ranking: fixed}]}]
        facts: [{id: lapses, reported_by: {office: council}, due: {month: 12, day: 20}}]
        """,
        "facts[0].due",
    ),
    "date_leap": ("stages: [{id: registration, due: {month: 2, day: 29}}]", "stages[0].due.day"),
    "due_on_holiday": ("stages: [{id: review, due: {month: 9, day: 2}}]", "stages[2].due"),
    "due_goes_backwards": ("stages: [{id: review, due: {month: 3, day: 1}}]", "stages[2].due"),
    "reminder_too_early": (
        "stages: [{id: nomination, approvals: [{id: decide, remind: [{before: 30 days}]}]}]",
        "stages[4].approvals[0].remind[0].before",
    ),
    "ties_none": ("ranking: {ties: []}", "ranking.ties"),
    "cap_below_total": ("rubric: {cap: 99}", "rubric.cap"),
    "approval_silence": (
        "stages: [{id: nomination, approvals: [{id: decide, on_expiry: null}]}]",
        "stages[4].approvals[0].within",
    ),
    "approval_not_needed": (
        "stages: [{id: review, approvals: [{id: look, office: council, title: {vi: a, en: b}}]}]",
        "stages[2].approvals",
    ),
    "adopted_for_nothing": (
        "stages: [{id: scoring, remove: true}]\nrubric: {to_be_adopted: true}",
        "rubric.to_be_adopted",
    ),
    "unverified": ("basis: [{ref: LAW, article: '5', status: unverified}]", "basis[0].status"),
}


def test_the_small_definition_has_no_problems() -> None:
    assert linted("") == []


@pytest.mark.parametrize("code", CASES)
def test_finds_one_error(code: str) -> None:
    change, path = CASES[code]
    assert linted(change) == [("error", code, path)]


def test_an_office_that_reports_a_fact_twice_is_named_by_its_title() -> None:
    change, _ = CASES["fact_reported_twice"]
    definition = small_with(change)
    (problem,) = lint(check_shape(definition, Definition), definition)
    assert "The office Council stands twice" in problem.en


@pytest.mark.parametrize("code", SEVERAL)
def test_finds_everything_that_follows(code: str) -> None:
    change, expected = SEVERAL[code]
    assert {(path, found) for _, found, path in linted(change)} == expected


@pytest.mark.parametrize("code", WARNINGS)
def test_warns(code: str) -> None:
    change, path = WARNINGS[code]
    assert linted(change) == [("warning", code, path)]


def test_every_sentence_of_the_linter_is_tried() -> None:
    written = read(FOLDER / "linting.yaml").value
    assert isinstance(written, dict)
    assert set(written) - {*CASES, *SEVERAL, *WARNINGS} == set()


@pytest.mark.parametrize(
    "change",
    [
        pytest.param("stages: [{id: scoring, early: true},"
                     " {id: pledge, needs: [{ranking: fixed}]}]", id="work-taken-early"),
        pytest.param("stages: [{id: scoring, appraisal: {by: [deputy]}}]", id="two-deputies"),
        pytest.param("stages: [{id: pledge, next: [{to: scoring, when: {facts: recorded}},"
                     " {to: review}]}]", id="one-way-on-a-condition"),
        pytest.param("stages: [{id: review, needs: [{meeting: conference}, {facts: recorded}]}]",
                     id="needs-of-any-time"),
        pytest.param("rubric: {adjustments: [{id: B, kind: bonus, points_each: 1, bound: 5,"
                     " title: {vi: a, en: b}}]}\n"
                     "awards: [{id: MERIT, when: {registered: null, percent_at_least: 105}}]",
                     id="bonus-makes-room"),
        pytest.param("rubric: {total: 500, parts: [{id: II, max: 440}], class_rule: {by: points},"
                     " classes: [{id: high, at_least: 450}, {id: low, below: 450}]}",
                     id="classes-in-points-as-said"),
        pytest.param("stages: [{id: scoring, early: true}]\n"
                     "rubric: {class_rule: {by: points}, periods: {makes: sum, parts: ["
                     "{id: one, months: 6, title: {vi: a, en: b}},"
                     " {id: two, months: 6, title: {vi: a, en: b}}]},"
                     " classes: [{id: high, at_least: 180}, {id: low, below: 180}]}",
                     id="points-of-two-halves"),
        pytest.param("awards: [{id: MERIT, when: {registered: null, any: [{rank_at_most: 1},"
                     " {class_at_least: high}]}}]", id="either-way"),
        pytest.param("basis: [{ref: LAW, status: secondary}]", id="secondary"),
        pytest.param("awards: [{id: FLAG, number: all, group: other,"
                     " when: {all: null, registered: [MERIT]}}]", id="all-of-another-group"),
        pytest.param("rubric: {classes: []}\nawards: [{id: FLAG, when: {all: null,"
                     " rank_at_most: 1}}]", id="no-classes"),
    ],
)  # fmt: skip
def test_leaves_alone_what_is_right(change: str) -> None:
    assert linted(change) == []


@pytest.mark.parametrize(
    ("occasion", "name"),
    [("year_opened", "stage"), ("stage_opened", "comment"), ("award_decided", "award")],
)
def test_a_notice_mentions_only_what_its_own_occasion_fills(occasion: str, name: str) -> None:
    change = f"""
        notices:
          - {{id: opened, on: {occasion}, subject: {{vi: a, en: b}},
             body: {{vi: "{{unit}}", en: "{{{name}}}"}}}}
    """
    assert linted(change) == [("error", "placeholder_unknown", "notices[0].body.en")]


def test_deputies_may_sign_alone_where_there_is_always_one() -> None:
    change = "succession: {signed_by: [incoming_deputy], deputies: {least: 1}}"
    assert linted(change) == []


def test_a_bar_on_one_way_of_several_only_warns() -> None:
    change = """
        awards:
          - id: MERIT
            when: {registered: null, any: [{registered: [FIGHTER]}, {rank_at_most: 3}]}
    """
    path = "awards[1].when.any[0].registered"
    assert linted(change) == [("warning", "never_offered", path)]


def test_what_is_unverified_bars_nobody() -> None:
    change = "awards: [{id: MERIT, when: {registered: [FIGHTER], status: unverified}}]"
    assert linted(change) == [("warning", "unverified", "awards[1].when.status")]


def test_a_total_that_nobody_has_seen_warns() -> None:
    found = linted("rubric: {total_status: unverified}")
    assert found == [("warning", "unverified", "rubric.total_status")]


def test_a_rubric_to_come_may_leave_everything_open() -> None:
    unwritten = "rubric: {to_be_adopted: true, total: null, parts: null, classes: null}"

    assert linted(unwritten) == []


def test_a_draft_of_a_rubric_to_come_still_adds_up() -> None:
    draft = "rubric: {to_be_adopted: true, total: 101}"

    assert linted(draft) == [("error", "total_wrong", "rubric.total")]


def test_what_is_said_of_an_unwritten_rubric_is_looked_at_when_it_is_there() -> None:
    award = "awards: [{id: MERIT, when: {registered: null, class_at_least: highest}}]"
    unwritten = "rubric: {to_be_adopted: true, total: null, parts: null, classes: null}"

    assert linted(f"{award}\n{unwritten}") == []
    assert [code for _, code, _ in linted(award)] == ["class_unknown"]
