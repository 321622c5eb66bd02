"""`python -m tests.chaos [SECONDS] [SEED]`: exit status 0 when nothing is violated, 2 when void."""

import secrets
import sys
import tempfile
from pathlib import Path

from tests.chaos.report import report, violated, void
from tests.chaos.run import run
from tests.chaos.schedule import schedule

VOID = 2


def main(arguments: list[str]) -> int:
    """Play one run, and print its report. The folder with all logs is kept when it went wrong."""
    seconds = float(arguments[0]) if arguments and arguments[0] else 600
    named = arguments[1] if len(arguments) > 1 else ""
    seed = int(named) if named else secrets.randbelow(10**6)
    _say(f"seed {seed}: {len(schedule(seed, seconds))} faults in {seconds:.0f} s")
    with tempfile.TemporaryDirectory(prefix="thidua-chaos-") as folder:
        result = run(Path(folder), seed, seconds, _say)
    for line in report(result):
        _say(line)
    return 1 if violated(result) else VOID if void(result) else 0


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
