"""Other engines at the same work: one human act of a six-stage process with its history kept.

Each runs the way its own documentation shows, on the same PostgreSQL, in an environment of its own
(`.venv-bench`), one commit an act. None writes a chained event, an outbox row or a command id.
"""

import hashlib
import os
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bench.measured import Peer

ROOT = Path(__file__).parents[2]
LOCK = ROOT / "requirements" / "bench.txt"
PLACE = ROOT / ".venv-bench"
PYTHON = PLACE / "bin" / "python"
STAMP = PLACE / ".ready"
UV = Path(sys.executable).with_name("uv")


@dataclass(frozen=True, kw_only=True)
class Contender:
    """A peer: what it is called, what it is installed as, and the module that is its client."""

    name: str
    distribution: str
    module: str


PEERS = (
    Contender(name="SpiffWorkflow", distribution="spiffworkflow", module="bench.peers.spiff"),
    Contender(name="django-fsm-2", distribution="django-fsm-2", module="bench.peers.fsm"),
    Contender(
        name="python-statemachine",
        distribution="python-statemachine",
        module="bench.peers.machines",
    ),
    Contender(name="Viewflow", distribution="django-viewflow", module="bench.peers.flows"),
)


def environment() -> str | None:
    """Install the peers where they are not installed yet; return why that failed, if it did."""
    wanted = hashlib.sha256(LOCK.read_bytes()).hexdigest()
    if STAMP.exists() and STAMP.read_text() == wanted:
        return None
    own = {name: value for name, value in os.environ.items() if name != "VIRTUAL_ENV"}
    commands: tuple[list[str | Path], ...] = (
        [UV, "venv", "--quiet", "--clear", "--python", sys.executable, PLACE],
        [UV, "pip", "sync", "--quiet", "--python", PYTHON, "--require-hashes", LOCK],
    )
    for command in commands:
        if (why := _failing(command, own)) is not None:
            return why
    STAMP.write_text(wanted)
    return None


def _failing(command: list[str | Path], env: dict[str, str]) -> str | None:
    try:
        done = subprocess.run(  # noqa: S603 - our own lock, by our own uv
            command, capture_output=True, text=True, check=False, env=env, timeout=300
        )
    except (OSError, subprocess.TimeoutExpired) as failed:
        return str(failed)
    return done.stderr.strip()[-300:] if done.returncode else None


@cache
def versions() -> dict[str, str]:
    """Return the version of every peer, as its environment says."""
    names = [peer.distribution for peer in PEERS]
    asked = f"from importlib.metadata import version as v\nfor n in {names}: print(n, v(n))"
    said = subprocess.run(  # noqa: S603 - our own environment
        [PYTHON, "-c", asked], capture_output=True, text=True, check=True
    )
    return dict(line.split() for line in said.stdout.splitlines())


def missing(peer: Contender, why: str) -> Peer:
    """Return the row of a peer that could not be measured."""
    return Peer(name=peer.name, missing=why)


def prepare(peer: Contender, url: str) -> str | None:
    """Let a peer make its tables; return why that failed, if it did."""
    done = subprocess.run(  # noqa: S603 - our own modules
        [PYTHON, "-m", peer.module, url],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    return done.stderr.strip()[-300:] if done.returncode else None
