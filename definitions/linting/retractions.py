"""Notices: what they retract is there, and no reminder claims to be urgent."""

from collections.abc import Iterator

from definitions.advice import did_you_mean
from definitions.linting.ground import Ground
from definitions.problems import Problem


def lint_retractions(ground: Ground) -> Iterator[Problem]:
    """Yield what notices retract and the definition does not send, and contradictions."""
    known = [notice.id for notice in ground.definition.notices]
    for at, notice in enumerate(ground.definition.notices):
        for number, name in enumerate(notice.retracts):
            if name not in known:
                path = ("notices", at, "retracts", number)
                yield ground.error(
                    "notice_unknown", path, id=name, advice=did_you_mean(name, known)
                )
        if notice.reminder and notice.urgent:
            yield ground.error("reminder_urgent", ("notices", at, "urgent"), notice=notice.id)
