"""How a bloc gets through its stages: one meeting in each, at which its units do their acts."""

from collections.abc import Callable
from typing import Any

from definitions.schema.definition import Definition
from tests.factories import ADMIN, entries, pledge_text
from tests.province.blocs import unit_ids
from workflow.domain.model import Actor
from workflow.service.commands import Command

Acts = list[dict[str, Any]]


def meeting(year: str, stage: str, acts: Acts) -> Command:
    """Return the meeting of a stage as minutes record it: all acts of it in one transaction.

    The administrator writes them: nobody may record what is decided about their own unit.
    """
    given = {"id": stage, "meeting": "conference", "title": f"Họp {stage}", "acts": acts}
    return Command(year=year, do="hold_meeting", actor=ADMIN, given=given, id=f"{year} {stage}")


def advance(year: str, stage: str) -> Command:
    """Return what leads on from a stage."""
    return Command(year=year, do="advance", actor=_seat(unit_ids(1)[0]), id=f"{year} {stage} on")


def _seat(unit: str) -> Actor:
    return Actor(person=f"of-{unit}", seat=f"unit:{unit}")


def _act(do: str, by: str, /, **given: object) -> dict[str, Any]:
    return {"do": do, "person": f"of-{by}", "seat": f"unit:{by}", "given": given}


def _judge(unit: str, units: list[str]) -> str:
    """Return the officer who judges a unit: the head, and of the head's own the deputy."""
    return units[1] if unit == units[0] else units[0]


def _registration(units: list[str], _definition: Definition) -> Acts:
    done = [_act("register", one, collective=["FLAG"], staff=10, people=9) for one in units]
    return done + [_act("accept_registration", _judge(one, units), unit=one) for one in units]


def _pledge(units: list[str], _definition: Definition) -> Acts:
    signed = [_act("sign_pledge", one, witness="Đại diện Hội đồng") for one in units]
    return [_act("draft_pledge", units[0], **pledge_text()), *signed]


def _review(units: list[str], _definition: Definition) -> Acts:
    results = [{"target": "tasks", "value": 12}]
    reported = [_act("submit_report", one, results=results) for one in units]
    return [*reported, _act("conclude_review", units[0])]


def _scoring(units: list[str], definition: Definition) -> Acts:
    acts = []
    for number, one in enumerate(units):
        scored = entries(definition.rubric, short=number)
        judge = _judge(one, units)
        acts += [
            _act("self_score", one, entries=scored),
            _act("appraise", judge, unit=one),
            _act("record_facts", judge, unit=one, values={"lapses": 0}, source="Báo cáo"),
        ]
    return [*acts, _act("fix_ranking", units[0])]


def _nomination(units: list[str], _definition: Definition) -> Acts:
    return [_act("nominate", units[0])]


def _handover(units: list[str], _definition: Definition) -> Acts:
    return [
        _act("agree_leaders", units[0], head=units[1], deputies=[], present=units),
        _act("prepare_handover", units[0], items=["Hồ sơ khối"]),
        _act("sign_handover", units[0]),
        _act("sign_handover", units[1]),
    ]


LIVING: dict[str, Callable[[list[str], Definition], Acts]] = {
    "registration": _registration,
    "pledge": _pledge,
    "review": _review,
    "scoring": _scoring,
    "nomination": _nomination,
    "handover": _handover,
}
"""What is done in a stage of each kind."""
