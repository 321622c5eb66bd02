"""A database of another release is left alone, and named as what it is."""

from collections.abc import Callable

import pytest
from sqlalchemy import Engine, text

from workflow.store.upgrading import NEWEST, OtherTables, check, upgrade


@pytest.mark.parametrize("version", ["9999", "of-another-program"])
@pytest.mark.parametrize("way", [upgrade, check])
def test_tables_that_no_migration_knows_are_refused(
    engine: Engine, way: Callable[[Engine], None], version: str
) -> None:
    with engine.begin() as conn:
        conn.execute(text("UPDATE alembic_version SET version_num = :it"), {"it": version})

    with pytest.raises(OtherTables) as refused:
        way(engine)

    assert refused.value.facts == {"found": version, "wanted": NEWEST}
