"""Notices: on what, to whom, in which words. Templates mention names from a closed list."""

from collections.abc import Mapping
from typing import Literal, get_args

from definitions.schema.record import Record, Slug, Text

Occasion = Literal[
    "year_opened",
    "stage_opened",
    "stage_reminder",
    "stage_overdue",
    "dossier_returned",
    "dossier_accepted",
    "ranking_fixed",
    "approval_requested",
    "approval_reminder",
    "approval_expired",
    "nomination_returned",
    "award_decided",
    "leaders_agreed",
    "handover_signing",
    "year_closed",
]
Recipient = Literal[
    "every_unit", "unit", "missing", "head", "deputy", "owner", "approver", "office", "incoming"
]

OCCASIONS: frozenset[str] = frozenset(get_args(Occasion))

_ALWAYS = frozenset({"bloc", "year", "recipient", "unit"})
_STAGE = _ALWAYS | {"stage", "due", "missing"}
_STEP = _ALWAYS | {"step", "office", "due"}

PLACEHOLDERS: Mapping[Occasion, frozenset[str]] = {
    "year_opened": _ALWAYS,
    "stage_opened": _STAGE,
    "stage_reminder": _STAGE,
    "stage_overdue": _STAGE,
    "dossier_returned": _ALWAYS | {"dossier", "comment"},
    "dossier_accepted": _ALWAYS | {"dossier"},
    "ranking_fixed": _ALWAYS,
    "approval_requested": _STEP,
    "approval_reminder": _STEP,
    "approval_expired": _STEP,
    "nomination_returned": _ALWAYS | {"comment"},
    "award_decided": _ALWAYS | {"awards"},
    "leaders_agreed": _ALWAYS | {"head", "deputies"},
    "handover_signing": _ALWAYS,
    "year_closed": _ALWAYS,
}
"""What a template may mention in braces on each occasion; a test compares what is filled."""


class Notice(Record):
    """One kind of notice."""

    id: Slug
    on: Occasion
    to: list[Recipient]
    subject: Text
    body: Text
