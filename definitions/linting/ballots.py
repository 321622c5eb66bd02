"""Ballots: every kind can be run by voters there are, and elects whom the succession asks for."""

from collections.abc import Iterator

from definitions.advice import did_you_mean
from definitions.linting.ground import Ground
from definitions.problems import Path, Problem
from definitions.schema.ballots import BallotRule, Officer
from definitions.schema.seats import Seats

Mention = tuple[str, Path]
HIDDEN_AMONG = 3
"""Of fewer voters the totals of a secret ballot alone say who voted how."""


def lint_ballots(ground: Ground) -> Iterator[Problem]:
    """Yield what a ballot, or an election of leaders, would stumble over."""
    for at, rule in enumerate(ground.definition.ballots):
        path = ("ballots", at)
        yield from _officers(ground, rule, path)
        yield from _voters(ground, rule, path)
        yield from _lower(ground, rule, path)
        yield from _limits(ground, rule, path)
        yield from _secret(ground, rule, path)
        yield from _of_staff(ground, rule, path)
    yield from _named(ground)
    yield from _in_circle(ground)
    yield from _elected(ground)
    yield from _about_many(ground)


def _officers(ground: Ground, rule: BallotRule, path: Path) -> Iterator[Problem]:
    """Yield offices that do not exist, and officers in roles that nobody can hold."""
    offices = [one.id for one in ground.definition.offices]
    voting = Officer(office=rule.voters.office) if rule.voters.office else None
    for key, officer in (("run_by", rule.run_by), ("deadlock", rule.deadlock), ("voters", voting)):
        if officer and officer.office and officer.office not in offices:
            advice = did_you_mean(officer.office, offices)
            place = (*path, key, "office")
            yield ground.error("office_unknown", place, id=officer.office, advice=advice)
        if officer and officer.role and not getattr(ground.definition.roles, officer.role).most:
            yield ground.error("role_without_seats", (*path, key, "role"), role=officer.role)


def _most(ground: Ground, rule: BallotRule) -> int | None:
    """Return how many may vote at most; None where the definition does not say."""
    if rule.voters.roles:
        seats: dict[str, Seats] = dict(ground.definition.roles)
        return sum(seats[role].most for role in set(rule.voters.roles))
    offices = {one.id: one.holders for one in ground.definition.offices}
    return offices.get(rule.voters.office or "")


def _voters(ground: Ground, rule: BallotRule, path: Path) -> Iterator[Problem]:
    most = _most(ground, rule)
    if most == 0:
        yield ground.error("ballot_without_voters", (*path, "voters"), ballot=rule.title)
    elif rule.method == "secret" and most is not None and most < HIDDEN_AMONG:
        facts = {"ballot": rule.title, "most": most, "least": HIDDEN_AMONG}
        yield ground.error("ballot_secret_of_few", (*path, "voters"), **facts)


def _lower(ground: Ground, rule: BallotRule, path: Path) -> Iterator[Problem]:
    known = [one.id for one in ground.definition.catalogue]
    for award, lower in rule.lower.items():
        for name in dict.fromkeys((award, lower)):
            if name not in known:
                advice = did_you_mean(name, known)
                yield ground.error("award_unknown", (*path, "lower", award), id=name, advice=advice)
        if award == lower:
            yield ground.error("ballot_lower_is_same", (*path, "lower", award), award=award)


def _limits(ground: Ground, rule: BallotRule, path: Path) -> Iterator[Problem]:
    """Yield numbers that cannot hold together."""
    over, under = (int(part) for part in rule.quorum.split("/"))
    if over > under:
        yield ground.error("quorum_over_all", (*path, "quorum"), quorum=rule.quorum)
    for way, allowed in (("written", rule.written), ("proxy", rule.proxies_most)):
        if way in rule.quorum_with and not allowed:
            key = "written" if way == "written" else "proxies_most"
            yield ground.error("ballot_quorum_of_nobody", (*path, "quorum_with"), way=key)
    if rule.seats and rule.choose_most and rule.choose_most > rule.seats:
        facts = {"ballot": rule.title, "chosen": rule.choose_most, "seats": rule.seats}
        yield ground.error("ballot_chooses_more", (*path, "choose_most"), **facts)


def _secret(ground: Ground, rule: BallotRule, path: Path) -> Iterator[Problem]:
    if rule.method == "secret" and rule.own_unit != "votes":
        yield ground.warning("ballot_own_unit_unseen", (*path, "own_unit"), ballot=rule.title)


def _of_staff(ground: Ground, rule: BallotRule, path: Path) -> Iterator[Problem]:
    """Yield what names voters where all staff vote, who are a number; and who else runs it."""
    if rule.run_by and rule.run_by.unit and rule.voters.staff != "unit":
        yield ground.error("ballot_run_by_unit", (*path, "run_by", "unit"), ballot=rule.title)
    if rule.voters.staff is None:
        return
    by_name = {
        "method": rule.method not in {"hands", "secret"},
        "written": rule.written,
        "proxies_most": rule.proxies_most > 0,
        "own_unit": rule.own_unit != "votes",
        "absent": rule.absent.effect != "nothing",
    }
    for key in [key for key, named in by_name.items() if named]:
        yield ground.error("ballot_of_staff_by_name", (*path, key), ballot=rule.title, key=key)


def _about_many(ground: Ground) -> Iterator[Problem]:
    """Yield votes of the staff of one unit where one vote is to be about several units."""
    alone = {rule.id: rule for rule in ground.definition.ballots if rule.voters.staff == "unit"}
    for name, path in _mentions(ground):
        if name in alone and path[-1] != "after":
            yield ground.error("ballot_of_one_unit", path, ballot=alone[name].title)


def _named(ground: Ground) -> Iterator[Problem]:
    known = [rule.id for rule in ground.definition.ballots]
    for name, path in _mentions(ground):
        if name not in known:
            advice = did_you_mean(name, known)
            yield ground.error("ballot_unknown", path, id=name, advice=advice)


def _mentions(ground: Ground) -> Iterator[Mention]:
    for at, rule in enumerate(ground.definition.ballots):
        if rule.after:
            yield rule.after, ("ballots", at, "after")
    for at, tie in enumerate(ground.definition.ranking.ties):
        if isinstance(tie.ballot, str):
            yield tie.ballot, ("ranking", "ties", at, "ballot")
    if elected := ground.definition.succession.elected:
        yield elected.head, ("succession", "elected", "head")
        if elected.deputies:
            yield elected.deputies, ("succession", "elected", "deputies")


def _in_circle(ground: Ground) -> Iterator[Problem]:
    """Yield, once each, ballots that wait for each other, so that none can ever begin."""
    after = {rule.id: rule.after for rule in ground.definition.ballots}
    told: set[str] = set()
    for at, rule in enumerate(ground.definition.ballots):
        chain, step = [rule.id], rule.after
        while step and step not in chain:
            chain.append(step)
            step = after.get(step)
        if step == rule.id and rule.id not in told:
            told.update(chain)
            shown = " → ".join([*chain, rule.id])
            yield ground.error("ballots_in_circle", ("ballots", at, "after"), chain=shown)


def _elected(ground: Ground) -> Iterator[Problem]:
    """Yield elections of leaders that fill another number of seats than there are to fill."""
    succession = ground.definition.succession
    seats = {rule.id: rule.seats for rule in ground.definition.ballots}
    if succession.elected is None:
        return
    if seats.get(succession.elected.head, 1) != 1:
        yield ground.error("ballot_head_seats", ("succession", "elected", "head"))
    number = seats.get(succession.elected.deputies or "", succession.deputies.most)
    if number is None or not succession.deputies.least <= number <= succession.deputies.most:
        facts = {"least": succession.deputies.least, "most": succession.deputies.most}
        yield ground.error("ballot_deputy_seats", ("succession", "elected", "deputies"), **facts)
