"""`thidua year open`: the first years of blocs, from files; of a whole province in one act."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from console.cli.answers import Answer
from console.cli.asked import Asked
from console.cli.opening import prepared, settings_of, where
from console.cli.saying import told
from console.cli.year_do import receipt_document
from definitions.catalogue import Catalogue
from workflow.cases.loading import load
from workflow.cases.running import opening
from workflow.service import years


def open_year(asked: Asked, files: Sequence[str]) -> Answer:
    """Open the first year of each case file, all or none; their acts are left to people.

    Raises:
        FileRefused: A file cannot be used.
        Refused: A year is open already.
    """
    cases = [load(Path(file)) for file in files]
    wanted = [opening(case) for case in cases]
    settings = settings_of(asked)
    with prepared(asked, settings) as runtime:
        folders = sorted({Path(file).absolute().parent for file in files})
        catalogue = cases[0].catalogue if len(cases) == 1 else Catalogue(*folders)
        parts = replace(runtime, catalogue=catalogue)
        at = min(runtime.clock.now(), *(case.steps[0].at for case in cases))
        receipt = years.open_years(parts, wanted, cases[0].steps[0].actor, at=at)
    opened = [
        told(asked, "year_is_open", year=one.id, bloc=one.bloc_name, units=len(one.units))
        for one in wanted
    ]
    return Answer(
        document={
            "opened": {
                "year": wanted[0].id,
                "years": [one.id for one in wanted],
                **receipt_document(receipt),
            }
        },
        text=[*opened, told(asked, "next_why", year=wanted[0].id, where=where(settings))],
    )
