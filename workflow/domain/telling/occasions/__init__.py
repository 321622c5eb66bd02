"""What people are told of: from an event to an occasion, with what may be mentioned.

`occasion` is the thing, `rules` finds it for an event; the rest goes by subject: `stages`,
`members`, `approvals`, `registrations`, `feeds`, `results`, `lines`, `dossiers`, `objections`,
`praise`.
"""

from workflow.domain.telling.occasions.approvals import step_occasion
from workflow.domain.telling.occasions.dossiers import award_dossier_occasion
from workflow.domain.telling.occasions.feeds import feed_occasion
from workflow.domain.telling.occasions.occasion import Occasion, reminded
from workflow.domain.telling.occasions.praise import praise_occasion
from workflow.domain.telling.occasions.rules import follow
from workflow.domain.telling.occasions.stages import (
    criteria_group_occasion,
    missing_units,
    period_occasion,
    stage_occasion,
)

__all__ = [
    "Occasion",
    "award_dossier_occasion",
    "criteria_group_occasion",
    "feed_occasion",
    "follow",
    "missing_units",
    "period_occasion",
    "praise_occasion",
    "reminded",
    "stage_occasion",
    "step_occasion",
]
