"""Target 8: what a process keeps of bloc years in which nothing happens, and how large it grows.

`python -m bench.idle URL BLOC YEARS ACTS` does so many acts, each in the next of so many years.
"""

import gc
import json
import sys
from itertools import islice
from pathlib import Path

from bench.clients import Client
from bench.effort import Effort
from bench.measured import Found, Measured
from bench.opening import IDLE, idle_years
from bench.product import acting, open_years, runtime
from bench.servers import Servers
from workflow.store.engine import connect

FEW = 10
FLAT = 1.05
"""The most that a flat peak may differ: allocators do not answer alike twice."""


def measure(servers: Servers, effort: Effort) -> Found:
    """Compare two processes that do as many acts, in few bloc years and in many."""
    given = runtime(connect(servers.product))
    open_years(given, list(islice(idle_years("few"), FEW)))
    given.engine.dispose()
    each = [
        Client("bench.idle", servers.product, bloc, str(years), str(effort.years))
        for bloc, years in (("few", FEW), (IDLE, effort.years))
    ]
    few, many = (client.answer() for client in each)
    for client in each:
        client.stop()
    idle = effort.years // 2
    return Found(
        targets=(
            Measured(
                id="8a", name="objects held for each idle bloc year (count)", target=0,
                sense="exactly", ratio=max(0, many["grown_blocks"]) // idle,
                figures={"blocks_grown": many["grown_blocks"], "idle_years": idle},
            ),
            Measured(
                id="8b", name="peak memory of a process, many bloc years to few", target=FLAT,
                sense="at_most", ratio=many["peak_kb"] / few["peak_kb"],
                figures={"few_years": FEW, "many_years": effort.years,
                         "few_kb": few["peak_kb"], "many_kb": many["peak_kb"]},
            ),
        )
    )  # fmt: skip


def main(url: str, bloc: str, years: str, acts: str) -> None:
    """Act, and say how much more was held after the second half than after the first."""
    act = acting(runtime(connect(url)), list(islice(idle_years(bloc), int(years))))
    held = []
    for number in range(int(acts)):
        if number == int(acts) // 2:
            held.append(_blocks())
        act(number)
    grown = _blocks() - held[0]
    sys.stdout.write(json.dumps({"grown_blocks": grown, "peak_kb": _peak_kb()}) + "\n")


def _blocks() -> int:
    gc.collect()
    return sys.getallocatedblocks()


def _peak_kb() -> int:
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))


if __name__ == "__main__":
    main(*sys.argv[1:])
