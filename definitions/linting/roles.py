"""Roles: seats that somebody can hold, wherever a role is given something to do."""

from collections.abc import Iterator
from itertools import chain

from definitions.advice import did_you_mean
from definitions.linting.ground import Ground
from definitions.problems import Path, Problem
from definitions.schema.seats import Seats

SEATED = frozenset({"head", "deputy", "standing_unit"})
INCOMING = {"incoming_deputy": "deputy"}


def lint_roles(ground: Ground) -> Iterator[Problem]:
    """Yield roles without seats that are given something to do, and seats that cannot be."""
    definition = ground.definition
    seats: dict[str, Seats] = dict(definition.roles)
    for path, given in _seats(ground):
        if given.least > given.most:
            yield ground.error("seats_wrong", (*path, "least"), least=given.least, most=given.most)
    if definition.succession.deputies.most > seats["deputy"].most:
        facts = {"agreed": definition.succession.deputies.most, "seats": seats["deputy"].most}
        yield ground.error("deputies_without_seats", ("succession", "deputies", "most"), **facts)
    over, under = (int(part) for part in definition.succession.quorum.split("/"))
    if over > under:
        yield ground.error("quorum_over_all", ("succession", "quorum"), quorum=f"{over}/{under}")
    yield from _rotation(ground)
    yield from _signing(ground)
    signing = set(definition.succession.signed_by)
    if signing <= set(INCOMING) and definition.succession.deputies.least == 0:
        yield ground.error("nobody_signs", ("succession", "signed_by"))
    for role, path in chain(_mentioned(ground), _of_papers(ground)):
        if role in SEATED and seats[role].most == 0:
            yield ground.error("role_without_seats", path, role=role)
    yield from _offices_deciding(ground)


def _signing(ground: Ground) -> Iterator[Problem]:
    """Yield sides that are to sign the handover twice: it is not clear who else was meant."""
    sides = ground.definition.succession.signed_by
    for at, side in enumerate(sides):
        if side in sides[:at]:
            yield ground.error("side_signs_twice", ("succession", "signed_by", at), side=side)


def _rotation(ground: Ground) -> Iterator[Problem]:
    order = ground.definition.succession.order
    for at, unit in enumerate(order):
        if unit in order[:at]:
            yield ground.error("rotation_twice", ("succession", "order", at), unit=unit)


def _offices_deciding(ground: Ground) -> Iterator[Problem]:
    """Yield offices that have the last word on a tie, and do not exist."""
    offices = [one.id for one in ground.definition.offices]
    for number, tie in enumerate(ground.definition.ranking.ties):
        for seat in tie.named:
            kind, _, office = seat.partition(":")
            if kind == "office" and office not in offices:
                path = ("ranking", "ties", number, "decision")
                advice = did_you_mean(office, offices)
                yield ground.error("office_unknown", path, id=office, advice=advice)


def _seats(ground: Ground) -> Iterator[tuple[Path, Seats]]:
    for role, given in dict(ground.definition.roles).items():
        yield ("roles", role), given
    yield ("succession", "deputies"), ground.definition.succession.deputies


def _mentioned(ground: Ground) -> Iterator[tuple[str, Path]]:
    for at, stage in enumerate(ground.definition.stages):
        yield stage.owner or "", ("stages", at, "owner")
        for number, role in enumerate(stage.appraisal.by if stage.appraisal else []):
            yield role, ("stages", at, "appraisal", "by", number)
        for number, rung in enumerate(stage.remind):
            yield rung.to, ("stages", at, "remind", number, "to")
    for number, tie in enumerate(ground.definition.ranking.ties):
        for decider in tie.named:
            yield decider, ("ranking", "ties", number, "decision")
    for number, side in enumerate(ground.definition.succession.signed_by):
        yield INCOMING.get(side, ""), ("succession", "signed_by", number)


def _of_papers(ground: Ground) -> Iterator[tuple[str, Path]]:
    for at, rule in enumerate(ground.definition.objections):
        for number, one in enumerate(rule.heard_by):
            yield one.role or "", ("objections", at, "heard_by", number, "role")
    for at, document in enumerate(ground.definition.documents):
        yield document.issuer, ("documents", at, "issuer")
        for number, signer in enumerate(document.signers):
            yield signer.role or "", ("documents", at, "signers", number, "role")
