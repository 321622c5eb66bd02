"""How many places an award has left: in its number, in that of a group, in all, under its caps."""

from collections.abc import Sequence

from workflow.domain.awards.quotas import Allotment
from workflow.domain.awards.taking import Able, Applied, Run
from workflow.domain.members.places import Place

UNLIMITED = 10**9


def left(run: Run, now: Applied, one: Allotment) -> int:
    """Return how many places of one number are left, less those that equals wait for."""
    if one.most is None or one.warns:
        return UNLIMITED
    awaited = sum(places for group, places in now.awaited if one.group in {None, group})
    return one.most - run.given_under(one) - awaited


def in_group(run: Run, now: Applied, group: str | None) -> int:
    """Return the places left in the number of one group, where each has its own."""
    own = [left(run, now, one) for one in now.allotments if one.group and one.group == group]
    return min(own, default=UNLIMITED)


def in_bloc(run: Run, now: Applied, *, number: bool = True) -> int:
    """Return the places left in the bloc: under its caps, and in its *number*."""
    over = [one for one in now.allotments if one.group is None and (one.cap or number)]
    found = [left(run, now, one) for one in over]
    return min([*found, _in_all(run, now)], default=UNLIMITED)


def _in_all(run: Run, now: Applied) -> int:
    if now.rule.in_all is None:
        return UNLIMITED
    given = len([unit for group, unit in run.taken if group == now.rule.group])
    return now.rule.in_all - given - sum(places for _, places in now.awaited)


def none_left(run: Run, now: Applied, unit: str) -> str | None:
    """Return why there is no place for one more unit, if there is none."""
    if _in_all(run, now) < 1:
        numbers = [one for one in now.allotments if one.group is None]
        ended = any(left(run, now, one) < 1 for one in numbers)
        return "number_reached" if ended else "group_full"
    ended = min(in_bloc(run, now), in_group(run, now, run.groups.get(unit))) < 1
    return "number_reached" if ended else None


def fits(run: Run, now: Applied, able: Sequence[Able]) -> bool:
    """Whether there is a place for every one of them."""
    groups = _grouped(run, able).items()
    return len(able) <= in_bloc(run, now) and all(
        len(places) <= in_group(run, now, group) for group, places in groups
    )


def by_group(run: Run, now: Applied, able: Sequence[Able]) -> list[list[Place]]:
    """Return equals group by group, where only the numbers of the groups part them."""
    groups = _grouped(run, able)
    wanted = sum(min(len(one), in_group(run, now, group)) for group, one in groups.items())
    return [*groups.values()] if wanted <= in_bloc(run, now) else []


def for_equals(run: Run, now: Applied, units: Sequence[str]) -> int:
    """Return for how many of these units there are places."""
    most = min(in_bloc(run, now), in_group(run, now, run.groups.get(units[0])))
    return max(0, min(most, len(units)))


def common_group(run: Run, units: Sequence[str]) -> str | None:
    """Return the group that all these units stand in, if it is one."""
    groups = {run.groups.get(unit) for unit in units}
    return groups.pop() if len(groups) == 1 else None


def _grouped(run: Run, able: Sequence[Able]) -> dict[str | None, list[Place]]:
    found: dict[str | None, list[Place]] = {}
    for one in able:
        found.setdefault(run.groups.get(one.place.unit), []).append(one.place)
    return found
