"""What went wrong, said to a person: unmet conditions and faults as documents and as lines."""

from console.sentences.conditions import Condition, conditions, refusal
from console.sentences.faults import STATUSES, WrongUse, document, status, told

__all__ = [
    "STATUSES",
    "Condition",
    "WrongUse",
    "conditions",
    "document",
    "refusal",
    "status",
    "told",
]
