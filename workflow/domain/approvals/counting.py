"""When a step has enough: side by side, each by its own rule, in whole numbers."""

from collections.abc import Sequence
from datetime import date
from typing import Literal

from definitions.schema.approvals import Needs
from workflow.domain.approvals.matters import Line, Matter
from workflow.domain.approvals.signers import Part, parts, routed_to
from workflow.domain.awards.proposal import LeftOut, LeftOuts

Standing = Literal["passed", "failed", "waiting", "stuck"]


def side_standing(needs: Needs, found: Sequence[Part]) -> Standing:
    """Return how one side stands.

    Whoever is barred does not count among all, but lowers no number: `2` stays 2. A side that can
    no longer be met fails where people are against, and is stuck where nobody is able to act.
    """
    yes, no = (
        sum(part.weight for part in found if part.answer and part.answer.verdict == verdict)
        for verdict in ("approve", "reject")
    )
    may = sum(part.weight for part in found if part.able)
    if isinstance(needs, str):
        if no:
            return "failed"
        if may:
            return "waiting"
        return "passed" if yes else "stuck"
    if yes >= needs:
        return "passed"
    if yes + may >= needs:
        return "waiting"
    return "failed" if no and yes + may + no >= needs else "stuck"


def added_standing(found: Sequence[Part]) -> Standing:
    """Return how the added signers of one place stand: each must approve, or who is in their place.

    Where an office is, anybody of it will do.
    """
    places = dict.fromkeys(part.signer for part in found)
    each = [[part for part in found if part.signer == one] for one in places]
    answers = [next((one.answer for one in parts if one.answer), None) for parts in each]
    if any(one and one.verdict == "reject" for one in answers):
        return "failed"
    if None not in answers:
        return "passed"
    able = all(any(one.answer or one.able for one in parts) for parts in each)
    return "waiting" if able else "stuck"


def standing(matter: Matter, day: date) -> Standing:
    """Return how the whole step stands on a day. The order of its answers makes no difference."""
    found = standings(matter, day).values()
    for one in ("failed", "stuck", "waiting"):
        if one in found:
            return one
    return "passed"


def standings(matter: Matter, day: date) -> dict[str, Standing]:
    """Return how each side stands, by its office, and the added signers, by their place."""
    now = parts(matter, day)
    found = {
        side.office: side_standing(
            _needs(matter, side.office, side.needs),
            [part for part in now if part.side == side.office],
        )
        for side in matter.step.sides
    }
    for place in ("before", "beside", "after"):
        added = [part for part in now if part.place == place]
        if added:
            found[f"+{place}"] = added_standing(added)
    return found


def _needs(matter: Matter, side: str, needs: Needs) -> Needs:
    """Return what a side needs; of an office that decides in its place, one where a number was."""
    return 1 if routed_to(matter, side) and not isinstance(needs, str) else needs


def cut(matter: Matter, day: date) -> LeftOuts:
    """Return the lines that a step cuts: those that as many cut as it takes to approve them.

    Of a side that is as many as it needs, by weight, or everybody who approves where all must; an
    added signer, whose approval is needed alone, cuts alone. Each line is told once.
    """
    found = [one for one in parts(matter, day) if one.answer and one.answer.verdict == "approve"]
    lines = {line: one for part in found for line, one in _cut_by(part).items()}
    return tuple(one for line, one in lines.items() if _is_cut(matter, found, line))


def _cut_by(part: Part) -> dict[Line, LeftOut]:
    said = part.answer.cut if part.answer else ()
    return {(one.award, one.unit, one.subject): one for one in said}


def _is_cut(matter: Matter, approving: Sequence[Part], line: Line) -> bool:
    against = [part for part in approving if line in _cut_by(part)]
    if any(part.side is None for part in against):
        return True
    for side in matter.step.sides:
        needs = _needs(matter, side.office, side.needs)
        mine = [part for part in against if part.side == side.office]
        every = sum(part.side == side.office for part in approving)
        enough = every if isinstance(needs, str) else needs
        count = len(mine) if isinstance(needs, str) else sum(part.weight for part in mine)
        if mine and count >= enough:
            return True
    return False


def stuck_sides(matter: Matter, day: date) -> tuple[str, ...]:
    """Return the sides on which nobody is able to act, added signers among them."""
    return tuple(side for side, one in standings(matter, day).items() if one == "stuck")


def open_parts(matter: Matter, day: date) -> tuple[Part, ...]:
    """Return the parts that somebody may act in now.

    Signers added before the offices go first; those added after them last.
    """
    now = standings(matter, day)
    return tuple(
        part
        for part in parts(matter, day)
        if part.able and part.delegation is None
        if now[part.side or f"+{part.place}"] in {"waiting", "stuck"} and _its_turn(part, now)
    )


def _its_turn(part: Part, now: dict[str, Standing]) -> bool:
    if part.place == "before":
        return True
    first = now.get("+before", "passed") == "passed"
    rest = [one for name, one in now.items() if name not in {"+before", "+after"}]
    return first and (part.place != "after" or all(one == "passed" for one in rest))
