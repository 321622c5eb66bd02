"""Target 11: sixteen clients. Apart they are as fast as four; in each other's way none is lost.

`python -m bench.crowd URL NUMBER` is a client with bloc years of its own; told to, it acts in those
that all share.
"""

import sys

import psycopg

from bench.client import serve
from bench.clients import Client, clients, together
from bench.effort import Effort
from bench.measured import Found, Measured
from bench.product import acting, open_years, runtime, year_of
from bench.rounds import percentile, ratio, turns
from bench.servers import Servers, plain
from workflow.domain.errors import Refused, StaleStream
from workflow.store.engine import connect

FEW = 4
OWN = 4
SHARED = [year_of(f"shared-{number}") for number in range(4)]
COUNTED = """
SELECT count(DISTINCT command_id),
       count(*) - (SELECT sum(seq) FROM years WHERE id LIKE 'shared-%')
FROM events WHERE year_id LIKE 'shared-%'
"""


def measure(servers: Servers, effort: Effort) -> Found:
    """Measure acts a second of many clients, then let them race and count what the races left."""
    given = runtime(connect(servers.product))
    open_years(given, SHARED)
    given.engine.dispose()
    each = [(servers.product, str(number)) for number in range(effort.crowd)]
    with clients("bench.crowd", each) as crowd:
        together(crowd, effort.seconds)  # warm
        found = turns(
            {
                "few": lambda: together(crowd[:FEW], effort.seconds).per_s,
                "many": lambda: together(crowd, effort.seconds).per_s,
            },
            effort.rounds,
        )
        lost = _races(servers, crowd, effort)
    return Found(
        targets=(
            Measured(
                id="11a", name=f"acts a second, {effort.crowd} clients to {FEW}", target=1.0,
                ratio=ratio(found["many"], found["few"]),
                figures={f"{who}_per_s": percentile(each, 0.5) for who, each in found.items()},
            ),
            lost,
        )
    )  # fmt: skip


def _races(servers: Servers, crowd: list[Client], effort: Effort) -> Measured:
    """Let all act in the same few years; every act that was acknowledged must be in the history."""
    before, _ = _counted(servers)
    done = together(crowd, effort.rounds * effort.seconds, which="shared")
    after, gaps = _counted(servers)
    acknowledged = done.tried - done.refused.total()
    return Measured(
        id="11b", name="acts lost or doubled in races (count)", target=0, sense="exactly",
        ratio=abs(after - before - acknowledged) + abs(gaps),
        figures={"acknowledged": acknowledged, "lost_races": done.refused["StaleStream"],
                 "refused_by_rule": done.refused["Refused"]},
    )  # fmt: skip


def _counted(servers: Servers) -> tuple[int, int]:
    with psycopg.connect(plain(servers.product)) as conn:
        row = conn.execute(COUNTED).fetchone()
    return (int(row[0]), int(row[1])) if row else (0, 0)


def main(url: str, number: str) -> None:
    """Serve orders to act apart, or in each other's way."""
    given = runtime(connect(url))
    own = [year_of(f"crowd-{number}-{which}") for which in range(OWN)]
    open_years(given, own)
    serve(acting(given, own), (Refused, StaleStream), shared=acting(given, SHARED))


if __name__ == "__main__":
    main(*sys.argv[1:])
