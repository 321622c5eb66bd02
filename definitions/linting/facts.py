"""Facts: each is compared as what it is, a count, a yes or no, or one of its choices."""

from collections.abc import Iterator

from definitions.advice import did_you_mean
from definitions.linting.conditions import every_condition
from definitions.linting.ground import Ground
from definitions.problems import Path, Problem
from definitions.schema.awards import FactIs, ShareIs
from definitions.schema.facts import Fact

COMPARED = {"count": ("at_most", "at_least"), "flag": ("flag",), "choice": ("one_of",)}
"""How each kind of fact is compared."""


def lint_facts(ground: Ground) -> Iterator[Problem]:
    """Yield facts that are unknown, badly declared, or compared as what they are not."""
    known = {fact.id: fact for fact in ground.definition.facts}
    for at, fact in enumerate(ground.definition.facts):
        if bool(fact.choices) != (fact.kind == "choice"):
            yield ground.error("fact_choices", ("facts", at), fact=fact.title)
    for condition, path in every_condition(ground):
        if condition.fact:
            yield from _compared(ground, known, condition.fact, (*path, "fact"))
        if condition.share:
            yield from _shared(ground, known, condition.share, (*path, "share"))


def _compared(
    ground: Ground, known: dict[str, Fact], compared: FactIs, path: Path
) -> Iterator[Problem]:
    fact = known.get(compared.id)
    if fact is None:
        advice = did_you_mean(compared.id, known)
        yield ground.error("fact_unknown", (*path, "id"), id=compared.id, advice=advice)
        return
    fitting = COMPARED[fact.kind]
    if all(getattr(compared, way) is None for way in fitting):
        facts = {"fact": fact.title, "kind": fact.kind, "fitting": ", ".join(fitting)}
        yield ground.error("fact_compared_wrong", path, **facts)
    for at, choice in enumerate(compared.one_of or []):
        if fact.kind == "choice" and choice not in fact.choices:
            advice = did_you_mean(choice, fact.choices)
            place = (*path, "one_of", at)
            yield ground.error("choice_unknown", place, choice=choice, advice=advice)


def _shared(
    ground: Ground, known: dict[str, Fact], shared: ShareIs, path: Path
) -> Iterator[Problem]:
    for key, name in (("fact", shared.fact), ("of", shared.of)):
        if name not in known:
            advice = did_you_mean(name, known)
            yield ground.error("fact_unknown", (*path, key), id=name, advice=advice)
        elif known[name].kind != "count":
            yield ground.error("share_of_no_count", (*path, key), fact=known[name].title)
