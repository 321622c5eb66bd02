"""`thidua retry`: what was stopped after too many tries is tried again."""

from console.cli.answers import Answer
from console.cli.asked import Asked
from console.cli.opening import stored
from console.cli.saying import told
from workflow.service import trying


def retry(asked: Asked, *, year: str, name: str) -> Answer:
    """Let a deadline or other work of a bloc year be tried again. Raises NotFound."""
    with stored(asked) as runtime:
        trying.try_again(runtime, year, name)
    document = {"year": year, "name": name}
    return Answer(document=document, text=[told(asked, "retried", **document)])
