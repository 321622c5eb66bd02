"""What every picture of a year shows: its stages in order, and the ways between them, in words."""

from collections.abc import Iterator
from dataclasses import dataclass

from definitions.describing import demanded, when, who
from definitions.schema.definition import Definition
from definitions.schema.stages import CLOSED, Route, Stage
from definitions.wording import say


@dataclass(frozen=True, kw_only=True)
class Box:
    """One stage, or the closed year, as it is drawn."""

    id: str
    title: str
    note: str
    here: bool


@dataclass(frozen=True, kw_only=True)
class Arrow:
    """A way from one box to another, with the condition it is taken on."""

    source: int
    target: int
    label: str

    @property
    def straight(self) -> bool:
        """Whether it leads to the very next box."""
        return self.target == self.source + 1


@dataclass(frozen=True, kw_only=True)
class Plan:
    """A whole picture; its last box is the closed year."""

    title: str
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]
    language: str


def planned(definition: Definition, language: str, state: str | None) -> Plan:
    """Return what to draw of *definition*, with *state* as where the year is."""
    boxes = [_box(definition, at, state, language) for at in range(len(definition.stages))]
    closed = say("drawing_closed", {}, language)
    return Plan(
        title=say("drawing_title", {"title": definition.title}, language),
        boxes=(*boxes, Box(id=CLOSED, title=closed, note="", here=state == CLOSED)),
        arrows=tuple(_arrows(definition, language)),
        language=language,
    )


def _box(definition: Definition, at: int, state: str | None, language: str) -> Box:
    stage = definition.stages[at]
    numbered = {"number": at + 1, "title": stage.title}
    return Box(
        id=stage.id,
        title=say("drawing_stage", numbered, language),
        note=_note(definition, stage, language),
        here=stage.id == state,
    )


def _note(definition: Definition, stage: Stage, language: str) -> str:
    owner = who(definition, stage.owner, language)
    if stage.due is None:
        return say("drawing_no_due", {"owner": owner}, language)
    return say("drawing_due", {"owner": owner, "due": when(stage.due, language)}, language)


def _arrows(definition: Definition, language: str) -> Iterator[Arrow]:
    places = {stage.id: at for at, stage in enumerate(definition.stages)}
    places[CLOSED] = len(definition.stages)
    for at, stage in enumerate(definition.stages):
        for route in stage.next:
            label = _label(definition, route, len(stage.next), language)
            yield Arrow(source=at, target=places[route.to], label=label)
        if not stage.next:
            yield Arrow(source=at, target=at + 1, label="")


def _label(definition: Definition, route: Route, ways: int, language: str) -> str:
    if route.when is None:
        return say("drawing_otherwise", {}, language) if ways > 1 else ""
    return say("drawing_if", {"condition": demanded(definition, route.when, language)}, language)
