"""Rules for people, rule sets and praise, read closely: each mistake is found alone."""

import pytest

from definitions.errors import FileRefused
from definitions.reading import read
from definitions.wording import FOLDER
from tests.unit.definitions.factories import linted
from tests.unit.domain.people import WORKERS, fighters, rules

SETS = "rule_sets:\n  - {id: A, title: {vi: A, en: A}, from: 2020-01-01, to: 2025-06-30}\n"
PRAISE = "praise: {awards: [MERIT], chain: [{id: s, office: council, title: {vi: S, en: S}}]}"
ANYBODY = "when: {rank_at_most: 1}"
FAMILY = f"{{id: f, award: FAMILY, to: household, number: all, {ANYBODY}}}"
MERIT = "awards: [{id: MERIT, "

ERRORS = {
    "award_unknown": (rules(fighters().replace("FIGHTER", "FIGTHER")), "people_awards[0].award"),
    "award_not_for_people": (
        rules(fighters().replace("FIGHTER", "FLAG")), "people_awards[0].award",
    ),
    "award_not_for_units": (
        f"awards: [{{id: FIGHTER, number: 1, {ANYBODY}}}]", "awards[2].id",
    ),
    "household_position": (
        rules(FAMILY.replace("number", "position: staff, number")), "people_awards[0].position",
    ),
    "quota_size_of_people": (
        rules(fighters("{by_size: [{number: 1}]}")), "people_awards[0].number.by_size",
    ),
    "quota_base_misplaced": (
        rules(fighters("{share: {share: 1/5, of: members}}")),
        "people_awards[0].number.share.of",
    ),
    "takes_nothing_before": (
        rules(fighters(when="{takes: WORKER}"), WORKERS), "people_awards[0].when.takes",
    ),
    "condition_not_for": (
        MERIT + "when: {registered: null, rated_at_least: HTTNV}}]",
        "awards[1].when.rated_at_least",
    ),
    "own_inside_bloc": (
        rules(fighters(more=", inside: bloc, decided_by: unit")), "people_awards[0].inside",
    ),
    "never_offered": (
        rules(fighters(when="{registered: [WORKER]}")), "people_awards[0].when.registered",
    ),
    "class_unknown": (
        rules(fighters(when="{class_at_least: hihg}")), "people_awards[0].when.class_at_least",
    ),
    "fact_unknown": (
        rules(fighters(when="{fact: {id: lapse, at_most: 0}}")), "people_awards[0].when.fact.id",
    ),
    "ballot_unknown": (
        rules(fighters(when="{ballot: {rule: vote}}")), "people_awards[0].when.ballot.rule",
    ),
    "rule_set_backwards": (SETS.replace("to: 2025", "to: 2019"), "rule_sets[0].to"),
    "rule_sets_overlap": (
        SETS + "  - {id: B, title: {vi: B, en: B}, from: 2025-06-30}", "rule_sets[1].from",
    ),
    "rule_set_unknown": (
        SETS + MERIT + "in_force: {rule_set: B}}]", "awards[1].in_force.rule_set",
    ),
    "praise_without_step": (
        PRAISE.replace("office", "awards: [FLAG], office").replace("[MERIT]", "[MERIT, FLAG]"),
        "praise.awards[0]",
    ),
    "office_unknown": (PRAISE.replace("council", "counsil"), "praise.chain[0].office"),
    "offer_misplaced": (
        "stages: [{id: registration, offers: {household: [FIGHTER]}}]",
        "stages[0].offers.household[0]",
    ),
}  # fmt: skip


@pytest.mark.parametrize("code", ERRORS)
def test_finds_one_error(code: str) -> None:
    change, path = ERRORS[code]

    assert linted(change) == [("error", code, path)]


@pytest.mark.parametrize(
    ("base", "code", "at"),
    [
        ("{holders: WORKER}", "takes_nothing_before", "holders"),
        ("{fact: x}", "fact_unknown", "fact"),
    ],
)
def test_a_base_of_people_is_counted_before_they_are(base: str, code: str, at: str) -> None:
    change = rules(fighters(f"{{share: {{share: 1/5, of: {base}}}}}"), WORKERS)

    assert linted(change) == [("error", code, f"people_awards[0].number.share.of.{at}")]


def test_every_sentence_about_people_and_rule_sets_is_tried() -> None:
    written = read(FOLDER / "people.yaml").value
    assert isinstance(written, dict)
    names = list(written)
    first, last = names.index("rule_set_backwards"), names.index("praise_without_step")

    assert set(names[first : last + 1]) - set(ERRORS) == set()


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(rules(WORKERS, fighters(when="{takes: WORKER}")), id="takes"),
        pytest.param(rules(FAMILY), id="household"),
        pytest.param(rules(FAMILY.replace("FAMILY", "FIGHTER")), id="also"),
        pytest.param(SETS + MERIT + "versions: [{in_force: {rule_set: A}}]}]", id="a-version"),
        pytest.param(PRAISE, id="praise"),
    ],
)  # fmt: skip
def test_leaves_alone_what_is_right(change: str) -> None:
    assert linted(change) == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (MERIT + "in_force: {rule_set: A, to: 2025-01-01}}]", "rule_set"),
        (MERIT + "number: {share: {share: 1/5, of: holders}}}]", "holders"),
    ],
)
def test_a_shape_that_says_two_things_is_refused(change: str, said: str) -> None:
    with pytest.raises(FileRefused, match=said):
        linted(change)


def test_a_unit_that_decides_what_the_law_gives_to_others_is_warned_about() -> None:
    change = rules(fighters(more=", decided_by: unit"))
    others = change.replace("{id: FIGHTER,", "{id: FIGHTER, decided_by: [province_chair],")

    assert linted(change) == []
    assert linted(others) == [("warning", "own_not_in_law", "people_awards[0].decided_by")]


def test_ways_of_parting_people_are_read_like_those_of_units() -> None:
    ties = ", ties: [{take: all}, {criterion: IX}]"

    assert linted(rules(fighters(more=ties))) == [
        ("error", "tie_unreachable", "people_awards[0].ties[1]"),
        ("error", "criterion_unknown", "people_awards[0].ties[1].criterion"),
    ]
