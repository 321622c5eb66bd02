"""Mail as files: one `.eml` per notice, which any mail program opens. The default."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import get_ident

from tasks.senders.composing import compose, named_address
from workflow.domain.timing import hanoi_day
from workflow.runtime import CannotSend, Mail

SHORT = 12
LONGEST = 80


class MailFolder:
    """Writes notices under `<folder>/<bloc>/<year>/`; one that is repeated replaces itself.

    With *flushing* a notice counts as sent once the disk has it, so that a power cut loses none.
    """

    def __init__(self, folder: Path, sender: str, *, flushing: bool = True) -> None:
        self._folder = folder
        self._sender = named_address(sender)
        self._flushing = flushing

    def send(self, mail: Mail) -> str:
        """Write *mail* as a file; return its path in the folder. Raises CannotSend."""
        content = compose(mail, self._sender, readable=True).as_bytes()
        inside = Path(*map(plain, mail.folder.split("/"))) / file_name(mail)
        try:
            self._write(self._folder / inside, content)
        except OSError as failed:
            answer = f"{inside}: {failed.strerror or failed}"
            raise CannotSend(answer, final=False) from failed
        return inside.as_posix()

    def _write(self, path: Path, content: bytes) -> None:
        """Write under another name and rename: a file is whole, or is not there."""
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_name(f".{path.name}.{os.getpid()}-{get_ident()}")
        with unfinished.open("wb") as file:
            file.write(content)
            file.flush()
            if self._flushing:
                os.fsync(file.fileno())
        unfinished.replace(path)
        if self._flushing:
            with _opened(path.parent) as folder:
                os.fsync(folder)  # the new name


def file_name(mail: Mail) -> str:
    """Return `<date>-<recipient>-<id>.eml`: sorted by day, and the same for the same notice."""
    short = plain(mail.message_id)[:SHORT]
    return f"{hanoi_day(mail.date)}-{plain(mail.address.partition('@')[0])}-{short}.eml"


def plain(text: str) -> str:
    """Return *text* as a file name that leads nowhere else: letters, digits, dash, inner dots."""
    return re.sub(r"[^\w.]+", "-", text).strip("-.")[:LONGEST] or "-"


@contextmanager
def _opened(folder: Path) -> Iterator[int]:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield descriptor
    finally:
        os.close(descriptor)
