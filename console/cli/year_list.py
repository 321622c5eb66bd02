"""`thidua year list`: every bloc year, where it stands."""

from console.cli.answers import Answer
from console.cli.asked import Asked
from console.cli.opening import stored
from console.cli.saying import told, worded
from console.cli.tables import Table
from console.sentences.naming import state_name
from workflow.service import reading
from workflow.service.reading import YearSummary


def list_years(asked: Asked) -> Answer:
    """Answer with every bloc year."""
    with stored(asked) as runtime:
        years = reading.list_years(runtime)
        books = {one.id: reading.load_book(runtime, one.id) for one in years}
    rows = [
        (
            one.id,
            one.bloc_name,
            worded(asked, state_name(books[one.id], one.state)),
            one.definition,
            str(one.events),
        )
        for one in years
    ]
    heads = ("head_year", "head_bloc", "head_state", "head_definition", "head_events")
    table = Table([told(asked, head) for head in heads], rows, frozenset({4}))
    return Answer(
        document={"years": [entry(one) for one in years]},
        text=[table if rows else told(asked, "no_years")],
    )


def entry(summary: YearSummary) -> dict[str, object]:
    """Return one bloc year as it stands in a list."""
    return {
        "id": summary.id,
        "bloc": summary.bloc,
        "bloc_name": summary.bloc_name,
        "year": summary.year,
        "state": summary.state,
        "definition": {"id": summary.definition, "hash": summary.definition_hash},
        "events": summary.events,
        "head": summary.head,
    }
