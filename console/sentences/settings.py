"""A setting that cannot be, said in words."""

from pydantic import ValidationError

from console.sentences.faults import WrongUse
from definitions.checking import reason_of


def setting_wrong(wrong: ValidationError) -> WrongUse:
    """Return which variable of the environment is wrong, and why."""
    (first, *_) = wrong.errors()[0]["loc"]
    reason, remedy = reason_of(wrong)
    name = f"THIDUA_{first}".upper()
    return WrongUse("settings_wrong", name=name, reason=reason, remedy=remedy)
