"""`thidua definitions list|show|diagram`."""

import json

import yaml

from console.cli.answers import Answer
from console.cli.asked import Asked
from console.cli.saying import told, worded
from console.cli.tables import Table
from console.cli.written import both
from console.sentences import WrongUse
from definitions.advice import did_you_mean
from definitions.catalogue import Catalogue
from definitions.drawing import mermaid, svg
from definitions.hashing import canonical, digest
from definitions.schema.definition import Definition
from definitions.schema.stages import CLOSED


def list_all(asked: Asked) -> Answer:
    """Answer with every shipped definition."""
    catalogue = Catalogue()
    found = [catalogue.load(name) for name in catalogue.ids()]
    heads = ("head_id", "head_title", "head_valid", "head_stages")
    rows = [
        (one.id, worded(asked, one.title), _valid(asked, one), str(len(one.stages)))
        for one in found
    ]
    return Answer(
        document={"definitions": [_entry(one) for one in found]},
        text=[Table([told(asked, head) for head in heads], rows, frozenset({3}))],
    )


def _valid(asked: Asked, definition: Definition) -> str:
    valid = definition.valid
    if valid.to is None:
        return told(asked, "valid_from", start=valid.start)
    return told(asked, "valid_to", start=valid.start, to=valid.to)


def _entry(definition: Definition) -> dict[str, object]:
    valid = definition.valid
    return {
        "id": definition.id,
        "title": both(definition.title),
        "valid": {
            "from": valid.start.isoformat(),
            "to": valid.to.isoformat() if valid.to else None,
        },
        "stages": [stage.id for stage in definition.stages],
    }


def show(_asked: Asked, name: str) -> Answer:
    """Answer with a definition, all its layers laid over each other.

    Raises:
        UnknownDefinition: There is none of that id.
        FileRefused: It cannot be used.
    """
    definition = Catalogue().load(name)
    data = canonical(definition)
    plain = definition.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    text = yaml.safe_dump(plain, allow_unicode=True, sort_keys=False, width=100)
    document = {"id": definition.id, "hash": digest(data), "definition": json.loads(data)}
    return Answer(document=document, text=[f"# sha256 {digest(data)}", text.rstrip()])


def diagram(asked: Asked, name: str, *, form: str | None, state: str | None) -> Answer:
    """Answer with a picture of the year. Raises UnknownDefinition, FileRefused, WrongUse."""
    definition = Catalogue().load(name)
    known = [*(stage.id for stage in definition.stages), CLOSED]
    if state is not None and state not in known:
        raise WrongUse("no_such_state", state=state, advice=did_you_mean(state, known))
    drawn = (svg if form == "svg" else mermaid)(definition, asked.language, state)
    document = {"id": definition.id, "form": form or "mermaid", "text": drawn}
    return Answer(document=document, text=[drawn.rstrip("\n")])
