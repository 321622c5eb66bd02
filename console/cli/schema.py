"""`thidua schema`: the JSON Schema of each file that a person may write."""

import json

from console.cli.answers import Answer
from console.cli.asked import Asked
from console.cli.saying import told
from console.cli.tables import Table
from console.sentences import WrongUse
from definitions.advice import did_you_mean
from definitions.jsonschema import SCHEMAS, json_schema
from workflow.cases.schema import Case


def schema(asked: Asked, name: str | None) -> Answer:
    """Answer with a JSON Schema, or with the names of all. Raises WrongUse."""
    SCHEMAS.setdefault("case", Case)
    if name is None:
        rows = [(one, told(asked, f"schema_{one}")) for one in SCHEMAS]
        heads = [told(asked, "head_name"), told(asked, "head_what")]
        return Answer(document={"schemas": list(SCHEMAS)}, text=[Table(heads, rows)])
    if name not in SCHEMAS:
        raise WrongUse("no_such_schema", name=name, advice=did_you_mean(name, SCHEMAS))
    document = json_schema(name, asked.language)
    return Answer(document=document, text=[json.dumps(document, ensure_ascii=False, indent=2)])
