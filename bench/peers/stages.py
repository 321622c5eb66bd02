"""The six stages that every peer goes through, and the facts that it keeps of an act."""

STAGES = ("registration", "pledge", "review", "scoring", "nomination", "handover")
BY = "of-unit-1"
FACTS = {
    "unit": "unit-2",
    "comment": "Bổ sung số liệu",
    "collective": ["T-CO-CP"],
    "staff": 10,
    "people": 9,
}
