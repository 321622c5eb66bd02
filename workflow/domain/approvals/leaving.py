"""Added signers who can act no longer: an office signs in their place, or their part goes back.

Never waived. Where the step names a `fallback`, that office signs in their place. Where it names
none, it is for whoever added them to name another or let them go; for administrators where that
person holds no office any more either.
"""

from collections.abc import Iterator
from datetime import date

from workflow.domain.approvals import counting, signers
from workflow.domain.approvals.events import SignerReturned, SignerRouted
from workflow.domain.approvals.matters import Matter
from workflow.domain.approvals.state import Signer


def unable(matter: Matter, day: date) -> Iterator[Signer]:
    """Yield the added signers in whose part nobody is able to act, and nobody has answered."""
    parts = signers.parts(matter, day) if matter.turn.signers else ()
    for one in matter.turn.signers:
        mine = [part for part in parts if part.signer == one.person]
        if not any(part.answer or part.able for part in mine):
            yield one


def for_adders(matter: Matter, day: date) -> tuple[Signer, ...]:
    """Return those of them that whoever added them is to name another for, or to let go."""
    if matter.step.fallback:
        return ()
    return tuple(one for one in unable(matter, day) if signers.holds_office(matter, one.by, day))


def handed_on(matter: Matter, day: date) -> Iterator[SignerRouted | SignerReturned]:
    """Yield what becomes of signers who can act no longer, once each."""
    step = matter.step
    if step.fallback:
        for one in unable(matter, day):
            if one.office is None:
                yield SignerRouted(step=step.id, person=one.person, office=step.fallback)
    for one in for_adders(matter, day):
        if not one.returned:
            yield SignerReturned(step=step.id, person=one.person, to=one.by)


def nobodys(matter: Matter, day: date) -> tuple[str, ...]:
    """Return the sides on which nobody is able to act, and added signers that wait for nobody."""
    stuck = counting.stuck_sides(matter, day)
    if not any(side.startswith("+") for side in stuck):
        return stuck
    adders = for_adders(matter, day)
    left = {f"+{one.place}" for one in unable(matter, day) if one not in adders}
    return tuple(side for side in stuck if not side.startswith("+") or side in left)
