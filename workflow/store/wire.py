"""A statement handed to PostgreSQL as libpq takes it: text, bytes and whole numbers as they are.

Every act asks twice, and half of what a client spends on that goes into finding out how values that
are always of the same few types are to be written and read. Waiting for the answer is `psycopg`'s,
so that it can be interrupted; all that is not fixed goes through `psycopg` altogether.
"""

from collections import OrderedDict
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count
from struct import pack
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy.engine import Dialect

OFTEN = 5
"""A statement is prepared, which takes one more round trip, when it was run so many times."""

MOST = 100
"""So many are kept prepared on one connection; the one unused for longest makes room."""

BINARY, AS_TEXT = 1, 0
TEXT, BYTES = 25, 17
"""The numbers of two types, as an array says of what it is."""

ABSENT = b"\xff\xff\xff\xff"
"""A length of -1: nothing."""

Talk = Generator[Any, Any, Any]
"""What `psycopg` waits for: it says whether it wants to read or to write."""


def _whole(raw: bytes) -> int:
    return int.from_bytes(raw, "big", signed=True)


READ: dict[int, Callable[[bytes], Any]] = {
    17: bytes,
    20: _whole,
    21: _whole,
    23: _whole,
    25: bytes.decode,
    1043: bytes.decode,
}
"""By the number of a type: bytes, whole numbers of 8, 2 and 4 bytes, text."""


class Rows:
    """What came back, read to its end."""

    def __init__(self, rows: list[tuple[Any, ...]], rowcount: int) -> None:
        self._rows = rows
        self.rowcount = rowcount

    def __iter__(self) -> Iterator[tuple[Any, ...]]:
        return iter(self._rows)

    def fetchone(self) -> tuple[Any, ...] | None:
        """Return the first row, or None."""
        return self._rows[0] if self._rows else None

    def fetchall(self) -> list[tuple[Any, ...]]:
        """Return every row."""
        return self._rows


@dataclass(slots=True)
class _Line:
    """What is known on one connection: how often statements were run, and the names they have."""

    runs: dict[str, int] = field(default_factory=dict)
    names: OrderedDict[str, bytes] = field(default_factory=OrderedDict)
    numbers: Iterator[int] = field(default_factory=count)

    def often(self, text: str) -> bool:
        """Count one run more; return whether it is time to prepare the statement."""
        self.runs[text] = runs = self.runs.pop(text, 0) + 1
        if len(self.runs) > 10 * MOST:
            del self.runs[next(iter(self.runs))]
        return runs > OFTEN


_LINES: "WeakKeyDictionary[Any, _Line]" = WeakKeyDictionary()


def dialect() -> Dialect:
    """Return PostgreSQL's dialect that writes marks as libpq wants them: `$1`."""
    from sqlalchemy.dialects.postgresql import psycopg  # noqa: PLC0415 - an extra

    made: Any = psycopg.PGDialect_psycopg
    written: Dialect = made(paramstyle="numeric_dollar")
    return written


def ask(driver: Any, text: str, given: Sequence[Any]) -> Rows:  # noqa: ANN401 - psycopg's connection
    """Run a statement with text, bytes, whole numbers and nothing, or lists of one of these.

    Raises psycopg's errors.
    """
    values, forms = [], []
    for one in given:
        if type(one) is list:
            value, form = _array(one)
        elif type(one) is int:
            value, form = b"%d" % one, AS_TEXT
        else:
            # Text goes as bytes of known length: a NUL in it is refused, and does not end it.
            value, form = one.encode() if type(one) is str else one, BINARY
        values.append(value)
        forms.append(form)
    return _rows(driver.wait(_asking(driver, text, values, forms)))


def _array(items: list[Any]) -> tuple[bytes, int]:
    """Return an array of `text`, `bytea` or of whole numbers, and in which form it is given."""
    kind = next((type(one) for one in items if one is not None), int)
    if kind is int:
        numbers = (b"NULL" if one is None else b"%d" % one for one in items)
        return b"{%b}" % b",".join(numbers), AS_TEXT
    raw = [one.encode() if type(one) is str else one for one in items]
    parts = [ABSENT if one is None else len(one).to_bytes(4, "big") + one for one in raw]
    head = pack("!iiIii", 1, None in raw, TEXT if kind is str else BYTES, len(raw), 1)
    return head + b"".join(parts), BINARY


def _asking(driver: Any, text: str, values: list[Any], forms: list[int]) -> Talk:  # noqa: ANN401 - as above
    line, known = driver.pgconn, _LINES.get(driver)
    if known is None:
        known = _LINES[driver] = _Line()
    name = known.names.get(text)
    if name is None and known.often(text):
        name = yield from _preparing(line, known, text)
    if name is None:
        line.send_query_params(text.encode(), values, None, forms, BINARY)
    else:
        known.names.move_to_end(text)
        line.send_query_prepared(name, values, forms, BINARY)
    return (yield from _answer(line))


def _preparing(line: Any, known: _Line, text: str) -> Talk:  # noqa: ANN401 - libpq's connection
    """Prepare a statement and return its name, which is never given again."""
    if len(known.names) >= MOST:
        _, unused = known.names.popitem(last=False)
        line.send_query(b"DEALLOCATE " + unused)
        yield from _answer(line)
    name = b"thidua_%d" % next(known.numbers)
    line.send_prepare(name, text.encode())
    yield from _answer(line)
    known.names[text] = name
    return name


def _answer(line: Any) -> Talk:  # noqa: ANN401 - as above
    """Return the result. Raises psycopg's error where it is one."""
    from psycopg import errors, generators, pq  # noqa: PLC0415 - an extra

    found = (yield from generators.execute(line))[-1]
    if found.status not in {pq.ExecStatus.TUPLES_OK, pq.ExecStatus.COMMAND_OK}:
        raise errors.error_from_result(found)
    return found


def _rows(found: Any) -> Rows:  # noqa: ANN401 - libpq's result
    reads = [READ[found.ftype(column)] for column in range(found.nfields)]
    get = found.get_value
    rows = [
        tuple(
            None if (raw := get(row, column)) is None else read(raw)
            for column, read in enumerate(reads)
        )
        for row in range(found.ntuples)
    ]
    return Rows(rows, found.command_tuples or 0)
