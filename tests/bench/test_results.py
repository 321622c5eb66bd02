"""What the last whole run found is kept in one shape, and the pages say the same."""

import json
from pathlib import Path
from typing import Any

import pytest

from bench.__main__ import NUMBERS
from bench.markdown import README, SPEED, page_with
from bench.measured import Measured
from bench.peers import PEERS
from bench.report import FILE, document
from bench.why import WHY

RESULTS: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
IDS = ("1", "2", "3a", "3b", "4a", "4b", "5", "6a", "6b", "7a", "7b", "8a", "8b", "9a", "9b", "10",
       "11a", "11b", "17", "18a", "18b", "s1a", "s1b", "s1c", "s1d", "s1e", "s1f")  # fmt: skip


def _measured(one: dict[str, Any]) -> Measured:
    return Measured(**{key: value for key, value in one.items() if key not in {"held", "why"}})


def test_every_target_is_there_in_order() -> None:
    assert tuple(one["id"] for one in RESULTS["targets"]) == IDS
    assert {name.rstrip("abcdef") for name in IDS} == set(NUMBERS)


def test_held_is_what_the_figures_say() -> None:
    assert [one["id"] for one in RESULTS["targets"] if _measured(one).held != one["held"]] == []


def test_what_is_not_held_says_why() -> None:
    without = [one["id"] for one in RESULTS["targets"] if not one["held"] and not one.get("why")]

    assert without == []
    assert tuple(WHY) == IDS


def test_results_name_the_machine_and_the_versions_but_no_host() -> None:
    assert {"cpus", "python", "postgresql"} <= RESULTS["machine"].keys()
    assert {"celery", "psycopg", "sqlalchemy", "transitions"} <= RESULTS["versions"].keys()
    assert not {"host", "node", "hostname"} & RESULTS["machine"].keys()


def test_at_least_two_peers_were_measured_and_the_others_say_why_not() -> None:
    assert [peer["name"] for peer in RESULTS["peers"]] == [peer.name for peer in PEERS]
    measured = [peer for peer in RESULTS["peers"] if peer["paces"]]
    assert len(measured) >= 2
    assert all(peer["missing"] for peer in RESULTS["peers"] if not peer["paces"])
    assert all([pace["clients"] for pace in peer["paces"]] == [1, 4] for peer in measured)


@pytest.mark.parametrize("page", [README, SPEED], ids=["readme", "speed"])
def test_the_pages_say_what_was_measured(page: Path) -> None:
    assert page.read_text(encoding="utf-8") == page_with(page, RESULTS)


@pytest.mark.parametrize(
    ("sense", "ratio", "held"),
    [
        ("at_least", 0.5, True),
        ("at_least", 0.4994, False),
        ("at_most", 0.5, True),
        ("at_most", 0.5006, False),
        ("exactly", 0.5, True),
        ("exactly", 0.501, False),
    ],
)
def test_a_target_is_held_as_it_is_written_down(sense: Any, ratio: float, held: bool) -> None:  # noqa: ANN401, FBT001 - as the table says
    one = Measured(id="1", name="acts", ratio=ratio, target=0.5, sense=sense)

    assert one.held is held
    kept: Any = document([one], [], {})["targets"]
    assert kept[0]["held"] is held
