"""Rules in words: when, who and what for, as a person would say it aloud."""

from definitions.filling import MONTHS
from definitions.schema.definition import Definition
from definitions.schema.needs import Need
from definitions.schema.timing import DateRule
from definitions.wording import say


def when(rule: DateRule, language: str) -> str:
    """Return a rule for a date in words: 17:00 ngày 15/3, trước ngày 1/4 năm sau."""
    if rule.after_entry:
        return say("when_after_entry", {"span": rule.after_entry}, language)
    code = "when_by" if rule.inclusive else "when_before"
    words = say(code, {"day": _day(rule, language)}, language)
    if rule.time:
        words = say("when_at", {"time": f"{rule.time:%H:%M}", "day": words}, language)
    if rule.year != "this":
        words = say(f"when_{rule.year}_year", {"day": words}, language)
    return words


def who(definition: Definition, role: str | None, language: str) -> str:
    """Return the bloc's own word for *role*."""
    labels = dict(definition.labels)
    if role is None:
        return say("who_nobody", {}, language)
    return str(labels[role].of(language)) if role in labels else say(f"who_{role}", {}, language)


def demanded(definition: Definition, need: Need, language: str) -> str:
    """Return what *need* asks for: mọi đơn vị đã đăng ký."""
    if need.meeting:
        titles = {meeting.id: meeting.title for meeting in definition.meetings}
        return say("need_meeting", {"meeting": titles.get(need.meeting, need.meeting)}, language)
    if need.document:
        kinds = {rule.id: rule.title for rule in definition.documents}
        facts = {"document": kinds.get(need.document, need.document)}
        return say("need_document", facts, language)
    return say(f"need_{need.name}_{need.demanded}", {}, language)


def _day(rule: DateRule, language: str) -> str:
    month, day = rule.month or 1, rule.day or 1
    return f"{day} {MONTHS[month - 1]}" if language == "en" else f"{day:02}/{month:02}"
