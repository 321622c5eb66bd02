"""The votes of a ballot counted again, from what each voter's event says."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

Found = Iterator[str]
ANSWERS = ("agree", "disagree", "lower", "blank")


@dataclass
class Votes:
    """The votes of one round of a ballot, as they came in."""

    cast: dict[str, Mapping[str, str]] = field(default_factory=dict)
    over: bool = False

    def take(self, kind: str, data: Mapping[str, Any]) -> Found:
        """Take the next event of the ballot; yield what is amiss with it."""
        if kind in {"vote_cast", "opinion_recorded"}:
            if self.over:
                yield "a vote after the end"
            if data["answers"] and self.cast.get(data["voter"]):
                yield f"{data['voter']} voted twice"
            self.cast[data["voter"]] = data["answers"]
        elif kind == "round_counted":
            yield from self._counted(data["round"])
            self.over = not data.get("deadlocked") and _all_settled(data)
            self.cast = {}
        elif kind in {"ballot_sealed", "ballot_voided", "deadlock_ended"}:
            self.over = True

    def _counted(self, found: Mapping[str, Any]) -> Found:
        if found["cast"] != len(self.cast):
            yield f"{found['cast']} votes counted of {len(self.cast)} cast"
        if not any(self.cast.values()):
            return  # a secret ballot tells nobody's answers
        for item in found["counted"]:
            given = Counter(answers.get(item["item"]) for answers in self.cast.values())
            if any(item[answer] != given[answer] for answer in ANSWERS):
                yield f"{item['item']}: counted otherwise than it was voted"


def _all_settled(data: Mapping[str, Any]) -> bool:
    return {one["item"] for one in data["round"]["counted"]} <= set(data["settled"])
