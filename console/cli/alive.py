"""`thidua alive`: whether a worker has lately shown that it takes work, for whoever restarts it."""

from console.cli.answers import Answer
from console.cli.asked import Asked
from console.cli.opening import stored
from console.cli.saying import told
from workflow.service import heartbeats

SILENT = 1


def alive(asked: Asked, name: str | None, within: int) -> Answer:
    """Answer with the age of a worker's last sign of life: status 1 when it is silent.

    Without a name, the worker heard last counts. Ages are by the clock of this machine.
    """
    with stored(asked) as runtime:
        ages = heartbeats.ages(runtime)
    found = {one: age for one, age in ages.items() if name in {None, one}}
    shown, age = min(found.items(), key=lambda one: one[1], default=(name or "worker", None))
    well = age is not None and age <= within
    document = {"name": shown, "alive": well, "age_s": age, "within_s": within}
    return Answer(
        document=document, text=[_said(asked, shown, age, within)], status=0 if well else SILENT
    )


def _said(asked: Asked, name: str, age: float | None, within: int) -> str:
    if age is None:
        return told(asked, "alive_never", name=name)
    facts = {"name": name, "ago": str(round(age)), "within": str(within)}
    if age <= within:
        return told(asked, "alive_yes", **facts)
    return told(asked, "alive_no", **facts)
