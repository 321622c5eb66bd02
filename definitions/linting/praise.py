"""Commendation off the cycle: its awards exist, each has an office that signs, steps can end."""

from collections.abc import Iterator
from typing import get_args

from definitions.advice import did_you_mean
from definitions.linting.approvals import lint_step
from definitions.linting.ground import Ground
from definitions.problems import Problem
from definitions.schema.praise import Praising, Round


def lint_praise(ground: Ground) -> Iterator[Problem]:
    """Yield what is wrong with the rules of praise."""
    if rules := ground.definition.praise:
        if (before := rules.before_event) and set(before.but) >= set(get_args(Round)):
            yield ground.error("before_event_never", ("praise", "before_event", "except"))
        yield from _awards(ground, rules)
        yield from _steps(ground, rules)


def _awards(ground: Ground, rules: Praising) -> Iterator[Problem]:
    catalogue = [one.id for one in ground.definition.catalogue]
    for at, award in enumerate(rules.awards):
        path = ("praise", "awards", at)
        if award not in catalogue:
            advice = did_you_mean(award, catalogue)
            yield ground.error("award_unknown", path, id=award, advice=advice)
        elif not rules.steps_of(award):
            yield ground.error("praise_without_step", path, award=award)


def _steps(ground: Ground, rules: Praising) -> Iterator[Problem]:
    for at, step in enumerate(rules.chain):
        place = ("praise", "chain", at)
        signs = any(rules.steps_of(award)[-1:] == [step] for award in rules.awards)
        yield from lint_step(ground, rules.chain, step, place, last=signs)
        for number, award in enumerate(step.awards or []):
            if award not in rules.awards:
                advice = did_you_mean(award, rules.awards)
                where = (*place, "awards", number)
                yield ground.error("award_unknown", where, id=award, advice=advice)
