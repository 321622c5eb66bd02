"""`thidua definitions lint`: every mistake in definitions, shipped or one's own."""

from console.cli.answers import Answer
from console.cli.asked import Asked
from console.cli.saying import told
from console.sentences.faults import REFUSED, problem_entry
from definitions.catalogue import Catalogue


def lint(asked: Asked, targets: tuple[str, ...]) -> Answer:
    """Answer with what is wrong in the definitions named, or in all. Raises UnknownDefinition.

    Errors are a refusal; warnings are only told.
    """
    catalogue = Catalogue()
    named = targets or (*catalogue.layer_ids(), *catalogue.ids())
    problems = tuple(dict.fromkeys(one for name in named for one in catalogue.check(name)))
    errors = sum(one.severity == "error" for one in problems)
    counts = {"checked": len(named), "errors": errors, "warnings": len(problems) - errors}
    lines = [
        told(asked, f"lint_{one.severity}", problem=one.shown(asked.language)) for one in problems
    ]
    return Answer(
        document={**counts, "problems": [problem_entry(one) for one in problems]},
        text=[*lines, told(asked, "lint_summary", **counts)],
        status=REFUSED if errors else 0,
    )
