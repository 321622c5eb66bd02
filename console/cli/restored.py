"""`thidua restored`: what a restored backup leaves in doubt, and the decision about it."""

from typing import Any

from console.cli.answers import Answer
from console.cli.asked import Asked
from console.cli.opening import stored
from console.cli.saying import told, worded
from console.cli.tables import Table
from console.sentences.moments import iso
from workflow.runtime import Runtime
from workflow.service import restoring

HEADS = ("restored_owed", "restored_year", "restored_notice", "restored_person")
REFUSED = 1


def restored(asked: Asked, confirm: restoring.Choice | None) -> Answer:
    """Answer with what may have gone out already; with *confirm*, decide about it.

    Raises:
        NothingHeld: There is nothing to confirm.
    """
    with stored(asked) as runtime:
        rows, to_come = restoring.held_back(runtime), restoring.to_come(runtime)
        document: dict[str, Any] = {
            "held": restoring.held(runtime) is not None,
            "to_come": to_come,
            "notices": [
                {
                    "id": row.id, "year": row.year_id, "notice": row.notice, "person": row.person,
                    "owed_at": iso(row.owed_at),
                }
                for row in rows
            ],
        }  # fmt: skip
        if confirm:
            return _confirmed(asked, runtime, confirm, document)
    if not document["held"]:
        return Answer(document=document, text=[told(asked, "restored_nothing")])
    cells = [(worded(asked, row.owed_at), row.year_id, row.notice, row.person) for row in rows]
    text: list[str | Table] = [told(asked, "restored_held", count=len(rows))]
    if cells:
        text.append(Table([told(asked, head) for head in HEADS], cells))
    if to_come:
        text.append(told(asked, "restored_to_come", count=to_come))
    text.append(told(asked, "restored_choose"))
    return Answer(document=document, text=text, status=REFUSED)


def _confirmed(
    asked: Asked, runtime: Runtime, choice: restoring.Choice, before: dict[str, Any]
) -> Answer:
    epoch, count = restoring.confirm(runtime, choice)
    document = {**before, "held": False, "choice": choice, "count": count, "epoch": epoch}
    said = told(asked, f"restored_{choice}", count=count, epoch=str(epoch))
    return Answer(document=document, text=[said])
