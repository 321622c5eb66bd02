"""An installation as text: one row per process, then one line per check."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from console.cli.asked import Asked
from console.cli.saying import told
from console.cli.tables import NOTHING, Table

if TYPE_CHECKING:
    from console.cluster.demo import Check
    from console.cluster.processes import ProcessState

HEADS = (
    "head_process",
    "head_process_state",
    "head_pid",
    "head_memory",
    "head_ran",
    "head_address",
)
MEGABYTE = 1_000_000


def cluster_text(
    asked: Asked, processes: "Sequence[ProcessState]", checks: "Sequence[Check]", folder: Path
) -> Iterator[str | Table]:
    """Yield the table of processes, what was checked, and where logs and mail lie."""
    heads = [told(asked, head) for head in HEADS]
    yield Table(heads, [_row(asked, one) for one in processes], frozenset({2, 3, 4}))
    yield ""
    for check in checks:
        finding = told(asked, check.code, **_shown(check.facts))
        yield told(asked, "check_held" if check.held else "check_failed", finding=finding)
    yield told(asked, "cluster_folder", folder=str(folder))


def _row(asked: Asked, process: "ProcessState") -> list[str]:
    return [
        process.name,
        told(asked, f"process_{process.state}"),
        str(process.pid),
        f"{process.memory / MEGABYTE:.0f} MB",
        f"{process.ran_s:.0f} s",
        process.address or NOTHING,
    ]


def _shown(facts: dict[str, object]) -> dict[str, object]:
    """Return facts with lists as one text, and an empty one as a dash."""
    return {
        name: ", ".join(map(str, fact)) or NOTHING if isinstance(fact, list) else fact
        for name, fact in facts.items()
    }
