"""Dossiers of awards: each is due once, and with an office that sees the award."""

from collections.abc import Iterator

from definitions.linting.ground import Ground
from definitions.problems import Path, Problem
from definitions.schema.awards import AwardRule
from definitions.schema.dossiers import DossierRule
from definitions.schema.people import PeopleRule
from definitions.schema.rule_sets import InForce

Ruled = tuple[AwardRule | PeopleRule, str, DossierRule, Path]
"""A rule that says when a dossier is due, its award, what it says, and where."""


def lint_dossiers(ground: Ground) -> Iterator[Problem]:
    """Yield dossiers that no office would receive, and those ruled in two ways at once."""
    seen: list[tuple[str, InForce | None, DossierRule, str]] = []
    for rule, award, dossier, path in dossiers(ground):
        if isinstance(rule, PeopleRule) and rule.decided_by == "unit":
            facts = {"rule": rule.id, "award": award}
            yield ground.error("dossier_without_offices", path, **facts)
        elif dossier.office and dossier.office not in _offices(ground, award):
            title = ground.definition.office_title(dossier.office)
            yield ground.error(
                "dossier_never_received", (*path, "office"), office=title, award=award
            )
        for other, force, said, before in seen:
            if (other, force) == (award, rule.in_force) and said != dossier:
                yield ground.error("dossier_said_twice", path, award=award, before=before)
        seen.append((award, rule.in_force, dossier, rule.id))


def dossiers(ground: Ground) -> Iterator[Ruled]:
    """Yield every rule that says by when the dossier of its award is due, and where it does."""
    for at, rule in enumerate(ground.definition.awards):
        if rule.dossier:
            yield rule, rule.id, rule.dossier, ("awards", at, "dossier")
    for at, of_people in enumerate(ground.definition.people_awards):
        if of_people.dossier:
            path: Path = ("people_awards", at, "dossier")
            yield of_people, of_people.award, of_people.dossier, path


def _offices(ground: Ground, award: str) -> set[str]:
    """Return the offices that may receive a dossier of that award: those of its steps.

    An office that does not exist is told elsewhere.
    """
    stage = ground.definition.stage_of("nomination")
    chain = stage.approvals if stage else []
    found = {one.office for one in chain if one.awards is None or award in one.awards}
    known = {one.id for one in ground.definition.offices}
    named = {one.office for _, _, one, _ in dossiers(ground) if one.office}
    return found | (named - known)
