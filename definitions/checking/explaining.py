"""Telling a person what a model complains of, in words that say what to write instead."""

import re
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from definitions.advice import nearest
from definitions.checking.complaints import Complaint
from definitions.checking.known_keys import key_hint, known_keys
from definitions.checking.unions import WRONG_TYPES
from definitions.findings import error
from definitions.nodes import Sheet
from definitions.problems import Problem
from definitions.schema.ballots import SHARE
from definitions.schema.calendars import SCOPE
from definitions.schema.record import CODE, PATH, SLUG
from definitions.schema.succession import QUORUM
from definitions.wording import Phrase, knows

LONGEST = 60
SLUG_LIKE = re.compile(SLUG)
CHOICE = re.compile(r"'([^']*)'|\b(True|False|[0-9]+)\b")
UNKNOWN_KEY = frozenset({"extra_forbidden", "unexpected_keyword_argument"})
PATTERNS = {
    SLUG: "bad_slug",
    CODE: "bad_code",
    PATH: "bad_path",
    SHARE: "bad_share",
    QUORUM: "bad_share",
    SCOPE: "bad_scope",
}
TELLING = {
    "one_whole_number": "not_whole_number",
    "one_number": "not_number",
    "one_boolean": "not_true_false",
    "one_date": "not_a_date",
    "one_time": "not_a_time",
    "one_moment": "not_a_moment",
    "one_list": "not_list",
    "one_mapping": "not_mapping",
}
DATED = frozenset({"one_date", "one_moment"})
DAY_LIKE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:\Z|[T ][0-9]{2}:[0-9]{2})")
"""What is written like a day and yet is none: there is no such day in the year, or no such hour."""

BOUNDS = {
    "greater_than": ("out_of_range_gt", "gt"),
    "greater_than_equal": ("out_of_range_ge", "ge"),
    "less_than": ("out_of_range_lt", "lt"),
    "less_than_equal": ("out_of_range_le", "le"),
}

Told = tuple[str, dict[str, object]]


def explained(complaint: Complaint, sheet: Sheet, model: type[Any]) -> Problem:
    """Return the problem that *complaint* is, at its place in *sheet*."""
    path = complaint.path
    if complaint.kind in UNKNOWN_KEY:
        code, facts = _unknown(complaint, known_keys(model, complaint.steps[:-1]))
        return error(code, sheet.key_mark(path), path, **facts)
    code, facts = told(complaint)
    if code == "missing_key":
        facts["hint"] = key_hint(model, complaint.steps[:-1], str(facts["key"]))
    return error(code, sheet.mark(path), path, **facts)


def told(complaint: Complaint) -> Told:
    """Return the sentence of a complaint, with its facts."""
    if complaint.kind in SPECIAL:
        return SPECIAL[complaint.kind](complaint)
    if complaint.kind in BOUNDS:
        code, bound = BOUNDS[complaint.kind]
        return code, {"value": _short(complaint.found), "bound": complaint.facts[bound]}
    if (noun := WRONG_TYPES.get(complaint.kind)) in TELLING:
        if noun in DATED and DAY_LIKE.match(str(complaint.found)):
            return "no_date", {"value": _short(complaint.found)}
        return TELLING[noun], {"found": _noun(complaint.found)}
    if knows(complaint.kind):
        return complaint.kind, dict(complaint.facts)
    return "shape_other", {"value": _short(complaint.found)}


def _unknown(complaint: Complaint, known: list[str]) -> Told:
    key = str(complaint.path[-1])
    if complaint.found is None and not SLUG_LIKE.fullmatch(key):
        return "comma_unquoted", {"key": key}
    return "unknown_key", {"key": key, "advice": nearest(key, known)}


def _missing(complaint: Complaint) -> Told:
    return "missing_key", {"key": str(complaint.path[-1])}


def _no_tag(complaint: Complaint) -> Told:
    return "missing_key", {"key": str(complaint.facts["discriminator"]).strip("'")}


def _not_text(complaint: Complaint) -> Told:
    found = complaint.found
    if isinstance(found, bool | int | Decimal):
        return "quote_it", {"found": _noun(found), "value": _short(found)}
    return "not_text", {"found": _noun(found)}


def _not_allowed(complaint: Complaint) -> Told:
    allowed, value = _choices(complaint.facts), _short(complaint.found)
    return "not_allowed", {"value": value, "allowed": allowed, "advice": nearest(value, allowed)}


def _bad_tag(complaint: Complaint) -> Told:
    allowed, value = _choices(complaint.facts), str(complaint.facts["tag"])
    return "not_allowed", {"value": value, "allowed": allowed, "advice": nearest(value, allowed)}


def _bad_pattern(complaint: Complaint) -> Told:
    pattern = str(complaint.facts["pattern"])
    return PATTERNS.get(pattern, "shape_other"), {"value": _short(complaint.found)}


def _text_too_short(complaint: Complaint) -> Told:
    least = complaint.facts["min_length"]
    return ("text_empty", {}) if least == 1 else ("text_too_short", {"least": least})


def _text_too_long(complaint: Complaint) -> Told:
    return "text_too_long", {"most": complaint.facts["max_length"]}


def _list_too_short(complaint: Complaint) -> Told:
    if isinstance(complaint.found, str):  # the bounds of a name are told like those of a list
        return _text_too_short(complaint)
    return "list_too_short", {"least": complaint.facts["min_length"]}


def _list_too_long(complaint: Complaint) -> Told:
    if isinstance(complaint.found, str):
        return _text_too_long(complaint)
    return "list_too_long", {"most": complaint.facts["max_length"]}


def _not_finite(complaint: Complaint) -> Told:
    return "not_finite", {"value": _short(complaint.found)}


def _not_exact(_complaint: Complaint) -> Told:
    return "not_exact", {}


def _any_of(complaint: Complaint) -> Told:
    expected = complaint.facts["expected"]
    nouns = list(_nouns(expected)) if isinstance(expected, tuple) else []
    phrase = nouns[0]
    for noun in nouns[1:]:
        phrase = Phrase("or", {"first": phrase, "second": noun})
    return "not_any_of", {"expected": phrase, "found": _noun(complaint.found)}


SPECIAL: dict[str, Callable[[Complaint], Told]] = {
    "missing": _missing,
    "union_tag_not_found": _no_tag,
    "union_tag_invalid": _bad_tag,
    "string_type": _not_text,
    "literal_error": _not_allowed,
    "enum": _not_allowed,
    "string_pattern_mismatch": _bad_pattern,
    "string_too_short": _text_too_short,
    "string_too_long": _text_too_long,
    "too_short": _list_too_short,
    "too_long": _list_too_long,
    "finite_number": _not_finite,
    "int_parsing_size": _not_finite,
    "multiple_of": _not_exact,
    "not_any_of": _any_of,
}


def _nouns(expected: tuple[Complaint, ...]) -> Iterator[Phrase]:
    """Yield each kind of value that would fit once, all names that may be chosen together."""
    for code in dict.fromkeys(WRONG_TYPES[one.kind] for one in expected):
        fitting = [one for one in expected if WRONG_TYPES[one.kind] == code]
        allowed = dict.fromkeys(name for one in fitting for name in _choices(one.facts))
        alone = code == "one_of_these" and len(allowed) == 1
        yield Phrase("one_word" if alone else code, {"allowed": [*allowed]})


def _choices(facts: Mapping[str, object]) -> list[str]:
    expected = str(facts.get("expected_tags", facts.get("expected", "")))
    return [text or bare.lower() for text, bare in CHOICE.findall(expected)]


def _noun(value: object) -> Phrase:
    """Return what *value* is, as a noun for a sentence."""
    if isinstance(value, dict):
        return Phrase("a_mapping")
    if isinstance(value, list):
        return Phrase("a_list")
    if value is None:
        return Phrase("a_nothing")
    if isinstance(value, bool):
        return Phrase("a_boolean", {"value": _short(value)})
    return Phrase(
        "a_number" if isinstance(value, int | float | Decimal) else "a_text",
        {"value": _short(value)},
    )


def _short(value: object) -> str:
    """Return *value* as it may have been written, cut where it is long."""
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
