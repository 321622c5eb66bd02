"""Target 10: the hundred acts of a meeting in one commit, beside one raw statement each."""

from itertools import count

from bench.effort import Effort
from bench.measured import Found, Measured
from bench.product import HEAD, doing, open_years, runtime, sits, year_of
from bench.raw_postgres import RawRow
from bench.rounds import percentile, rate, ratio, turns
from bench.servers import Servers
from workflow.service.acts import perform
from workflow.service.commands import Command
from workflow.store.engine import connect

ACTS = 99
"""Acts of a meeting: a hundred with its own record, in whole cycles."""


def measure(servers: Servers, effort: Effort) -> Found:
    """Measure acts a second at meetings."""
    year, numbers = year_of("meeting"), count(1)
    given, raw = runtime(connect(servers.product)), RawRow(servers.raw, year)
    open_years(given, [year])

    def hold(_number: int) -> None:
        minutes = {"id": f"m{next(numbers)}", "meeting": MEETING, "title": "Hội nghị"}
        perform(
            given,
            Command(
                year=year, do="hold_meeting", actor=sits(HEAD), given={**minutes, "acts": INNER}
            ),
        )

    contenders = {
        "raw": lambda: rate(raw.act, effort.acts),
        "product": lambda: (ACTS + 1) * rate(hold, max(1, effort.meetings // effort.rounds)),
    }
    turns(contenders, 1)  # warm
    found = turns(contenders, effort.rounds)
    given.engine.dispose()
    return Found(
        targets=(
            Measured(
                id="10", name="acts a second, 100 in the one commit of a meeting", target=2.0,
                ratio=ratio(found["product"], found["raw"]),
                figures={f"{who}_per_s": percentile(each, 0.5) for who, each in found.items()},
            ),
        )
    )  # fmt: skip


MEETING = "pledge_conference"
INNER = [
    {"do": do, "person": actor.person, "seat": actor.seat, "given": values}
    for number in range(ACTS)
    for do, actor, values in [doing(number)]
]
