"""Several processes note at once, in a file that is shortened meanwhile: no line is lost."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

from tasks.witness import LONG, FileWitness

WRITERS, LINES = 4, 150


def test_no_line_is_lost_while_the_file_is_shortened(tmp_path: Path) -> None:
    """Each line is of an installation of its own, so that none is made up for by a later one."""
    start = Barrier(WRITERS, timeout=20)

    def work(writer: int) -> None:
        witness = FileWitness(tmp_path)
        start.wait()
        for line in range(LINES):
            witness.note(f"a-long-name-of-an-installation-{writer}-{line}", line)

    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(work, range(WRITERS)))

    found = FileWitness(tmp_path).seen()
    assert len(str(found)) > 2 * LONG  # so it was shortened again and again
    assert len(found) == WRITERS * LINES
