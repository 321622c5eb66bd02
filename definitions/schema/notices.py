"""Notices: on what, to whom, in which words. Templates mention names from a closed list."""

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

PLACEHOLDERS: frozenset[str] = frozenset(
    {"bloc", "year", "stage", "due", "unit", "award", "awards", "head", "deputies", "comment",
     "step", "office", "missing", "recipient", "dossier"}
)  # fmt: skip
"""What a template may mention in braces: {bloc}, {due} and so on."""


class Notice(Record):
    """One kind of notice."""

    id: Slug
    on: Occasion
    to: list[Recipient]
    subject: Text
    body: Text
