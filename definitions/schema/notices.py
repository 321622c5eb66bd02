"""Notices: on what, to whom, in which words. Templates mention names from a closed list."""

from collections.abc import Mapping
from typing import Literal, get_args

from pydantic import Field

from definitions.schema.record import Record, Slug, Text, Whole

Occasion = Literal[
    "year_opened",
    "stage_opened",
    "stage_reminder",
    "stage_overdue",
    "deadline_moved",
    "deadline_given",
    "deadline_lifted",
    "extension_proposed",
    "definition_proposed",
    "definition_adopted",
    "dossier_returned",
    "dossier_accepted",
    "registration_changed",
    "ranking_fixed",
    "approval_requested",
    "approval_reminder",
    "approval_expired",
    "approval_urged",
    "approval_stuck",
    "signer_gone",
    "stand_in_gone",
    "approval_returned",
    "approval_rejected",
    "approval_given",
    "nomination_returned",
    "award_dossier_reminder",
    "award_dossier_overdue",
    "award_dossier_moved",
    "award_decided",
    "award_revoked",
    "line_waits",
    "role_vacant",
    "leaders_agreed",
    "handover_signing",
    "year_closed",
    "objections_opened",
    "objections_moved",
    "objection_raised",
    "objection_carried",
    "objection_overdue",
    "objection_answered",
    "objection_moved",
    "year_dissolved",
    "approval_void",
    "praise_proposed",
    "praise_reminder",
    "praise_overdue",
    "praise_returned",
    "praise_declined",
    "praise_given",
    "praise_withdrawn",
    "praise_revoked",
    "facts_reminder",
    "facts_overdue",
    "facts_due_moved",
]
Recipient = Literal[
    "every_unit",
    "unit",
    "missing",
    "head",
    "deputy",
    "owner",
    "approver",
    "office",
    "incoming",
    "admin",
    "preparer",
]

OCCASIONS: frozenset[str] = frozenset(get_args(Occasion))

_ALWAYS = frozenset({"bloc", "year", "recipient", "unit"})
_STAGE = _ALWAYS | {"stage", "due", "missing"}
_STEP = _ALWAYS | {"stage", "step", "office", "due"}

_FILE = _ALWAYS | {"award", "office", "due"}
_OBJECTION = _ALWAYS | {"objection", "number", "objector", "due"}
_FACTS = _ALWAYS | {"fact", "office", "due"}
_PRAISE = _ALWAYS | {"number", "award", "name", "reason", "due"}

PLACEHOLDERS: Mapping[Occasion, frozenset[str]] = {
    "year_opened": _ALWAYS,
    "stage_opened": _STAGE,
    "stage_reminder": _STAGE,
    "stage_overdue": _STAGE,
    "deadline_moved": _STAGE | {"was", "reason"},
    "deadline_given": _STAGE | {"was", "reason"},
    "deadline_lifted": _STAGE | {"was", "reason"},
    "extension_proposed": _STAGE | {"until", "reason"},
    "definition_proposed": _ALWAYS | {"definition", "reason"},
    "definition_adopted": _ALWAYS | {"definition", "reason"},
    "dossier_returned": _ALWAYS | {"dossier", "comment"},
    "dossier_accepted": _ALWAYS | {"dossier"},
    "registration_changed": _ALWAYS | {"member", "what"},
    "ranking_fixed": _ALWAYS,
    "approval_requested": _STEP,
    "approval_reminder": _STEP,
    "approval_expired": _STEP,
    "approval_urged": _STEP | {"comment"},
    "approval_stuck": _STEP,
    "signer_gone": _STEP | {"person", "follows"},
    "stand_in_gone": _ALWAYS | {"person", "stand_in"},
    "approval_returned": _ALWAYS | {"stage", "comment"},
    "approval_rejected": _ALWAYS | {"stage", "comment"},
    "approval_given": _ALWAYS | {"stage"},
    "nomination_returned": _ALWAYS | {"comment"},
    "award_dossier_reminder": _FILE,
    "award_dossier_overdue": _FILE,
    "award_dossier_moved": _FILE | {"was", "reason"},
    "award_decided": _ALWAYS | {"awards"},
    "award_revoked": _ALWAYS | {"award", "name"},
    "line_waits": _ALWAYS | {"award", "name", "step", "office"},
    "role_vacant": _ALWAYS | {"role", "member", "until"},
    "leaders_agreed": _ALWAYS | {"head", "deputies"},
    "handover_signing": _ALWAYS,
    "year_closed": _ALWAYS,
    "objections_opened": _ALWAYS | {"objection", "until"},
    "objections_moved": _ALWAYS | {"objection", "until", "was", "reason"},
    "objection_raised": _OBJECTION,
    "objection_carried": _OBJECTION,
    "objection_overdue": _OBJECTION,
    "objection_answered": _OBJECTION | {"outcome", "comment"},
    "objection_moved": _OBJECTION | {"time", "was", "reason"},
    "year_dissolved": _ALWAYS | {"reason", "paper", "issuer"},
    "approval_void": _STEP | {"reason"},
    "praise_proposed": _PRAISE | {"comment"},
    "praise_reminder": _PRAISE,
    "praise_overdue": _PRAISE,
    "praise_returned": _PRAISE | {"comment"},
    "praise_declined": _PRAISE | {"comment"},
    "praise_given": _PRAISE,
    "praise_withdrawn": _PRAISE,
    "praise_revoked": _PRAISE,
    "facts_reminder": _FACTS,
    "facts_overdue": _FACTS,
    "facts_due_moved": _FACTS | {"was", "reason"},
}
"""What a template may mention in braces on each occasion; a test compares what is filled."""


class Notice(Record):
    """One kind of notice, with how it leaves.

    A `reminder` waits for its inbox's minute of the hour, goes into one mail with all others of
    that hour, and is dropped when it has become pointless. What is `urgent` passes quiet hours.
    `in_doubt` says what happens when a process died between the mail server's answer and our note
    of it. `retracts` names the notices about the same thing that this one makes untrue.
    """

    id: Slug
    on: Occasion
    to: list[Recipient]
    subject: Text
    body: Text
    reminder: bool = False
    spread: Whole = Field(default=60, ge=1, le=60, description="minutes of the hour to spread over")
    urgent: bool = False
    in_doubt: Literal["resend", "hold"] = "resend"
    retracts: list[Slug] = []
