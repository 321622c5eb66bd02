"""Loading and playing a case on a database of its own."""

from pathlib import Path

from sqlalchemy import Engine

import cases
from workflow.cases.loading import Loaded, load
from workflow.cases.running import clock_for, play
from workflow.runtime import Runtime

HERE = Path(__file__).parent
SOURCES = sorted(Path(str(cases.__file__)).parent.glob("*.yaml"))
SIXTH = HERE / "sixth" / "case.yaml"
WRONG = HERE / "wrong" / "case.yaml"


def runtime_for(engine: Engine, *loaded: Loaded) -> Runtime:
    """Return the parts, with a clock that stands where the cases begin."""
    return Runtime(engine=engine, catalogue=loaded[0].catalogue, clock=clock_for(*loaded))


def played(engine: Engine, *files: Path) -> tuple[Runtime, list[Loaded]]:
    """Play the cases in *files* to their end."""
    loaded = [load(file) for file in files]
    runtime = runtime_for(engine, *loaded)
    for _ in play(runtime, *loaded):
        pass
    return runtime, loaded
