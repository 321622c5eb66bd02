"""What happens when a deadline's moment has come: events, notices, or nothing, with the reason.

By what a timer is about: `stages` and steps, `scores`, `papers`, `answers`; `rungs` is what they
share.
"""

from workflow.domain.model import Call
from workflow.service.desk import Desk, Page
from workflow.service.ringing import answers, papers, scores, stages
from workflow.service.ringing.rungs import Handlers
from workflow.store.timers import TimerRow

HANDLERS: Handlers = {
    **stages.HANDLERS,
    **scores.HANDLERS,
    **papers.HANDLERS,
    **answers.HANDLERS,
}
"""Every kind of timer, by what its name begins with and its rung, and who acts on it."""


def ring(desk: Desk, page: Page, row: TimerRow, call: Call) -> str | None:
    """Act on a timer that was claimed; return why nothing was done, if nothing was.

    Raises:
        KeyError: Nobody knows what such a timer is for.
    """
    rung = "remind" if "/remind/" in row.name else row.name.rpartition("/")[2]
    handler = HANDLERS[row.name.partition("/")[0], rung]
    return handler(desk, page, row, row.about.partition("/")[2], call)  # an id may hold a slash
