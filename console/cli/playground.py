"""The folder that a demo plays in: known by a mark, and swept only where the mark is."""

import shutil
from pathlib import Path

from console.cli.opening import make_folder
from console.sentences import WrongUse

MARK = ".thidua-demo"
OURS = ("thidua.sqlite", "thidua.sqlite-wal", "thidua.sqlite-shm")
MAIL = "mail"


def sweep(folder: Path) -> None:
    """Make *folder* ready for a fresh run.

    Raises:
        WrongUse: It holds what no demo put there, or cannot be written to.
    """
    if folder.is_dir() and any(folder.iterdir()) and not (folder / MARK).exists():
        raise WrongUse("folder_not_ours", folder=str(folder))
    make_folder(folder)
    (folder / MARK).write_text("thidua demo\n", "utf-8")
    for name in OURS:
        (folder / name).unlink(missing_ok=True)
    if (folder / MAIL).exists():
        shutil.rmtree(folder / MAIL)
