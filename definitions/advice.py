"""Did you mean: the nearest of the names that would have been right."""

from collections.abc import Iterable
from difflib import get_close_matches

from definitions.wording import Phrase

FEW = 12
NONE = Phrase("advice_none")


def did_you_mean(wrong: str, known: Iterable[str]) -> Phrase:
    """Return the nearest known name as advice, or all of them when they are few, or nothing."""
    names = sorted(set(known))
    if near := get_close_matches(wrong, names, n=1):
        return Phrase("advice_did_you_mean", {"name": near[0]})
    if 0 < len(names) <= FEW:
        return Phrase("advice_known", {"known": names})
    return NONE


def nearest(wrong: str, known: Iterable[str]) -> Phrase:
    """Return the nearest known name as advice, or nothing."""
    near = get_close_matches(wrong, sorted(set(known)), n=1)
    return Phrase("advice_did_you_mean", {"name": near[0]}) if near else NONE
