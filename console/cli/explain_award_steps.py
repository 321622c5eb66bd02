"""What each office did with one line of the nomination, who of a council cut it, and why."""

from collections.abc import Iterator, Sequence
from typing import Any

from workflow.domain.nominations.nomination import Entry
from workflow.service.reading import EventLine

Json = dict[str, Any]
Cuts = dict[tuple[str, str], tuple[EventLine, str]]
"""Who wants a line cut in a step, with the event and the reason."""


def steps_of(history: Sequence[EventLine], entry: Entry) -> Iterator[Json]:
    """Yield what each office did with a line, by what was recorded after the proposal.

    Each of a council who wants it cut is told with a reason of their own; whether that was enough
    to cut it, the step says.
    """
    mine: Json = {"award": entry.award, "unit": entry.unit, "subject": entry.subject}
    cuts: Cuts = {}
    for event in history:
        match event.kind:
            case "step_approved":
                _said(cuts, event, mine)
            case "decision_withdrawn":
                cuts.pop((event.data["step"], event.actor), None)
            case "step_returned":
                cuts.clear()
            case "step_decided":
                yield from _decided(event, mine, cuts)
            case "late_decided" if _same(event.data, mine):
                yield _late(event, mine)


def _said(cuts: Cuts, event: EventLine, mine: Json) -> None:
    for one in event.data.get("cut") or []:
        if _same(one, mine):
            cuts[event.data["step"], event.actor] = (event, one["reason"])


def _decided(event: EventLine, mine: Json, cuts: Cuts) -> Iterator[Json]:
    data = event.data
    cut = [one for one in data.get("cut") or [] if _same(one, mine)]
    stands = any(_same(one, mine) for one in data.get("entries") or [])
    did = "cut" if cut else "cut_by_too_few"
    said = [told for (step, _), told in cuts.items() if step == data["step"]]
    for by, reason in said if cut or stands else []:
        yield _about(by) | {"did": did, "reason": reason}
    if cut and not said:
        yield _about(event) | {"did": "cut", "reason": cut[0]["reason"]}
    if stands:
        yield (
            _about(event)
            | _paper(event, mine)
            | {
                "did": data["writes"],
                "reason": data.get("comment"),
            }
        )


def _late(event: EventLine, mine: Json) -> Json:
    data = event.data
    did = "cut" if data["verdict"] == "cut" else data["writes"]
    return _about(event) | _paper(event, mine) | {"did": did, "reason": data.get("reason")}


def _about(event: EventLine) -> Json:
    return {"step": event.data.get("step"), "person": event.actor, "at": event.at}


def _paper(event: EventLine, mine: Json) -> Json:
    votes = [one for one in event.data.get("votes") or [] if _same(one, mine)]
    names = ("number", "signed_on")
    return {name: event.data.get(name) for name in names} | {"votes": votes}


def _same(one: Json, mine: Json) -> bool:
    return all(one.get(name) == mine[name] for name in mine)
