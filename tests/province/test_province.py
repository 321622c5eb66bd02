"""The year of a small province; `make province` lives that of 700 blocs."""

from pathlib import Path

import pytest

from tests.databases import Databases, lent
from tests.province.report import amiss, report
from tests.province.run import run

BLOCS = 20


@pytest.mark.timeout(300)
def test_every_unit_is_reminded_by_every_letter_once(databases: Databases, tmp_path: Path) -> None:
    told: list[int] = []
    with lent(databases, databases.fresh) as url:
        result = run(tmp_path, url, BLOCS, lambda done, _total, _what: told.append(done))

    assert amiss(result) == [], "\n".join(report(result))
    assert (result.blocs, result.units, len(result.letters)) == (20, 163, 489)
    assert told == list(range(1, len(told) + 1))
