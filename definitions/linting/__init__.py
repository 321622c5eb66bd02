"""Reading a definition closely: everything a year would stumble over, found before it runs."""

from collections.abc import Callable, Iterator

from definitions.linting.adoption import lint_adoption
from definitions.linting.approvals import lint_approvals
from definitions.linting.awards import lint_awards
from definitions.linting.ballots import lint_ballots
from definitions.linting.chains import lint_chains
from definitions.linting.classes import lint_classes
from definitions.linting.criteria_groups import lint_criteria_groups
from definitions.linting.dates import lint_dates
from definitions.linting.deviations import lint_deviations
from definitions.linting.documents import lint_documents
from definitions.linting.dossiers import lint_dossiers
from definitions.linting.facts import lint_facts
from definitions.linting.feeds import lint_feeds
from definitions.linting.ground import Ground
from definitions.linting.ids import lint_ids
from definitions.linting.ladders import lint_ladders
from definitions.linting.leaves import lint_leaves
from definitions.linting.names import lint_names
from definitions.linting.needs import lint_needs
from definitions.linting.objections import lint_objections
from definitions.linting.part_years import lint_part_years
from definitions.linting.people import lint_people
from definitions.linting.percents import lint_percents
from definitions.linting.periods import lint_periods
from definitions.linting.praise import lint_praise
from definitions.linting.quotas import lint_quotas
from definitions.linting.retractions import lint_retractions
from definitions.linting.roles import lint_roles
from definitions.linting.routes import lint_routes
from definitions.linting.rubrics import lint_rubrics
from definitions.linting.rule_sets import lint_rule_sets
from definitions.linting.stages import lint_stages
from definitions.linting.statuses import lint_statuses
from definitions.linting.texts import lint_texts
from definitions.nodes import Sheet
from definitions.problems import Problem
from definitions.schema.definition import Definition

Rule = Callable[[Ground], Iterator[Problem]]

RULES: tuple[Rule, ...] = (
    lint_ids,
    lint_routes,
    lint_stages,
    lint_needs,
    lint_dates,
    lint_ladders,
    lint_adoption,
    lint_rubrics,
    lint_leaves,
    lint_periods,
    lint_criteria_groups,
    lint_part_years,
    lint_classes,
    lint_percents,
    lint_chains,
    lint_names,
    lint_facts,
    lint_feeds,
    lint_awards,
    lint_people,
    lint_dossiers,
    lint_rule_sets,
    lint_praise,
    lint_quotas,
    lint_ballots,
    lint_approvals,
    lint_deviations,
    lint_roles,
    lint_texts,
    lint_retractions,
    lint_objections,
    lint_documents,
    lint_statuses,
)


def lint(definition: Definition, sheet: Sheet) -> tuple[Problem, ...]:
    """Return every problem of *definition* at its place in *sheet*."""
    ground = Ground(definition, sheet)
    return tuple(problem for rule in RULES for problem in rule(ground))
