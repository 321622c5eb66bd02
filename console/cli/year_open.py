"""`thidua year open`: the first year of a bloc, from a file."""

from dataclasses import replace
from pathlib import Path

from console.cli.answers import Answer
from console.cli.asked import Asked
from console.cli.opening import prepared, settings_of, where
from console.cli.saying import told
from console.cli.year_do import receipt_document
from workflow.cases.loading import load
from workflow.cases.running import opening
from workflow.service import years


def open_year(asked: Asked, file: str) -> Answer:
    """Open the first year of a case file; its acts are left to people.

    Raises:
        FileRefused: The file cannot be used.
        Refused: The year is open already.
    """
    case = load(Path(file))
    wanted, first = opening(case), case.steps[0]
    settings = settings_of(asked)
    with prepared(asked, settings) as runtime:
        parts = replace(runtime, catalogue=case.catalogue)
        at = min(first.at, runtime.clock.now())
        receipt = years.open_year(parts, wanted, first.actor, at=at)
    facts = {"year": wanted.id, "bloc": wanted.bloc_name, "units": len(wanted.units)}
    return Answer(
        document={"opened": {"year": wanted.id, **receipt_document(receipt)}},
        text=[
            told(asked, "year_is_open", **facts),
            told(asked, "next_why", year=wanted.id, where=where(settings)),
        ],
    )
