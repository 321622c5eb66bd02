"""Whatever another definition differs in: taken up, nothing done is lost and the year can go on."""

from hypothesis import given
from hypothesis import strategies as st

from tests.factories import ADMIN, HEAD, plain
from tests.property.profiles import SUMS
from tests.unit.domain.builders import standing_in
from tests.years import carry
from workflow.domain.adoption.state import KEY, OFFERED
from workflow.domain.scores.targets import KIND as TARGETS
from workflow.domain.stages.year import YearState

PARTS = {
    "labels": ["labels: {bloc: {vi: Cụm, en: Cluster}}"],
    "rubric": [
        "rubric: {parts: [{id: II, parts: [{id: II.1, max: 16}, {id: II.2, max: 24}]}]}",
        "rubric: {classes: [{id: high, at_least: 92}, {id: good, below: 92}]}",
        "rubric: {adjustments: [{id: B, remove: true}]}",
    ],
    "stages": [
        "stages: [{id: mid_year_review, remove: true}]",
        "stages: [{id: registration, due: {month: 3, day: 21}}]",
        "stages: [{id: pledge_signing, due: {month: 4, day: 30}, remind: [{before: 2 days}]}]",
        "stages: [{id: year_end_scoring, due: {month: 12, day: 30}}]",
        "stages: [{id: pledge_signing, witness: required}]",
        "stages: [{id: award_nomination, due: null}]",
        "stages: [{id: mid_year_review, late: {effect: points, deduct: {points: 1}}}]",
    ],
    "meetings": ["meetings: [{id: conference, absent: {effect: points, deduct: {points: 1}}}]"],
    "investigated": ["investigated: {press: both}"],
    "ranking": ["ranking: {by: percent}", "ranking: {ties: []}"],
    "awards": ["awards: [{id: FLAG, number: 2}]", "awards: [{id: SAFE, remove: true}]"],
    "succession": ["succession: {deputies: {least: 1, most: 2}}"],
    "facts": ["facts: [{id: praise, kind: count, title: {vi: Khen, en: Praise}}]"],
    "offices": ["offices: [{id: police, title: {vi: Công an, en: Police}}]"],
    "roles": ["roles: {standing_unit: {least: 1}}", "roles: {deputy: {least: 0, most: 3}}"],
    "catalogue": ["catalogue: [{id: FLAG, title: {vi: Cờ, en: Banner}}]"],
}
"""Ways in which a definition may differ, part by part."""

KINDS = ("registration", "pledge", "review", "scoring", "nomination", "handover")
OWN = frozenset({"year", KEY, OFFERED})
"""Streams in which the adoption itself is recorded."""


@st.composite
def changes(draw: st.DrawFn) -> str:
    """Return what another definition says differently: something of one part, or of several."""
    parts = draw(st.sets(st.sampled_from(sorted(PARTS)), min_size=1, max_size=4))
    return "\n".join(draw(st.sampled_from(PARTS[one])) for one in sorted(parts))


@SUMS
@given(kind=st.sampled_from(KINDS), change=changes())
def test_what_may_be_taken_up_loses_nothing_and_lets_the_year_go_on(kind: str, change: str) -> None:
    paper = standing_in(kind)
    paper.offer(plain(change))
    proposal = {"definition": "plain", "reason": "Lý do"}
    if paper.refused("propose_definition", HEAD, **proposal):
        return
    before, stages = dict(paper.streams), paper.book.load(YearState, "year").stages

    paper.do("propose_definition", HEAD, **proposal)
    paper.do("adopt_definition", ADMIN, definition="plain")

    kept = [key for key in before if key not in OWN and not key.startswith(TARGETS)]
    assert {key: paper.streams[key] for key in kept} == {key: before[key] for key in kept}
    assert paper.book.load(YearState, "year").stages[:-1] == stages[:-1]
    carry(paper, "closed")
    assert paper.book.load(YearState, "year").state == "closed"
