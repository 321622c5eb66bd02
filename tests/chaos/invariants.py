"""What must hold whatever happened: one function each, which returns what it found amiss.

Each is shown to find something in a database that somebody had their hands in, see
`test_invariants.py`; one that cannot fail proves nothing.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise
from typing import Any

from tests.chaos.evidence import Evidence
from tests.chaos.votes import Votes
from workflow.domain import history
from workflow.domain.members.roster import KEY as ROSTER
from workflow.domain.members.roster import Roster
from workflow.domain.timing import hanoi_day
from workflow.service import reading
from workflow.store.outbox import AMBIGUOUS, DONE, SENDING, SENT, message_id
from workflow.store.timers import ARMED

LEAST_SUCCESS = 0.6
OVER = frozenset({"closed", "dissolved"})
JUDGING = frozenset({
    "registration_accepted", "registration_returned", "sheet_appraised", "sheet_returned",
    "facts_recorded",
})  # fmt: skip
"""Events by which one unit judges another, never itself."""

Found = Iterator[str]


def acknowledged_is_stored(evidence: Evidence) -> Found:
    """I1: whatever a receipt says was recorded is there, with that hash."""
    stored = {(row.year_id, row.seq): row.hash.hex() for row in evidence.events}
    for ask in evidence.asks:
        for event in (ask.receipt or {}).get("events", ()):
            if stored.get((event["year"], event["seq"])) != event["hash"]:
                yield f"{ask.key}: {event['year']} {event['seq']} is not stored as acknowledged"


def stored_was_asked_for(evidence: Evidence) -> Found:
    """I2: nothing is stored that nobody asked for; every unclear answer became exactly one."""
    asked = {ask.key: ask for ask in evidence.asks}
    kept = {row.command_id: json.loads(row.answer) for row in evidence.requests}
    done = {row.command_id for row in evidence.events}
    for command in sorted(done | set(kept)):
        if _of_a_client(command) and command not in asked:
            yield f"{command}: stored, and nobody asked for it"
    for key, ask in asked.items():
        if ask.answered_s is None:
            yield f"{key}: never answered"
        elif ask.receipt is None and (key in done or key in kept):
            yield f"{key}: refused, and stored all the same"
        elif ask.receipt is not None and kept.get(key) != ask.receipt:
            yield f"{key}: the answer kept is another than the one given"


def _of_a_client(command: str) -> bool:
    return command.startswith("act-")


def chains_are_whole(evidence: Evidence) -> Found:
    """I3: the numbers of each chain run from 1 without a gap, each hash over the one before."""
    ends = {row.id: (row.seq, row.head) for row in evidence.years}
    for year, rows in _by_year(evidence.events).items():
        last, end = ends.get(year, (0, b""))
        head = history.genesis(year, json.loads(rows[0].body)["definition"])
        for number, row in enumerate(rows, start=1):
            head = history.chain(head, row.body)
            if row.seq != number or row.hash != head:
                yield f"{year}: event {row.seq} does not follow"
                break
        else:
            if (len(rows), head) != (last, end):
                yield f"{year}: ends otherwise than its row says"


def _by_year(rows: Iterable[Any]) -> dict[str, list[Any]]:
    found = defaultdict(list)
    for row in rows:
        found[row.year_id].append(row)
    return found


def states_are_folds(evidence: Evidence) -> Found:
    """I4: every state is what its history folds to, through the definition it is pinned to."""
    for verdict in evidence.verdicts:
        for one in verdict.findings:
            yield f"{verdict.year}: {one.code} {one.seq or ''} {one.stream or ''}".rstrip()


def versions_are_used_once(evidence: Evidence) -> Found:
    """I5: a stream has an event for each version, an act is one run of events, closed is closed."""
    counted = Counter((row.year_id, row.stream) for row in evidence.events)
    for row in evidence.streams:
        name = f"{row.kind}/{row.subject}" if row.subject else row.kind
        found = counted[row.year_id, name]
        if found != row.version:
            yield f"{row.year_id} {name}: version {row.version}, events {found}"
    for year, rows in _by_year(evidence.events).items():
        runs = Counter(one for one, before in _with_before(rows) if one != before)
        yield from (
            f"{year}: {one} was done {times} times" for one, times in runs.items() if times > 1
        )
        yield from _after_the_end(year, rows)


def _with_before(rows: list[Any]) -> Iterator[tuple[str, str | None]]:
    before = None
    for row in rows:
        yield row.command_id, before
        before = row.command_id


ENDS = frozenset({"year_closed", "year_dissolved"})
WORK_OF_THE_YEAR = (
    "stage_",
    "registration_",
    "pledge_",
    "report_",
    "sheet_",
    "scores_",
    "ranking_",
)
"""What events of a stage's own work are called; awards and their papers outlast the year."""


def _after_the_end(year: str, rows: list[Any]) -> Found:
    ended = False
    for row in rows:
        if ended and row.kind.startswith(WORK_OF_THE_YEAR):
            yield f"{year} {row.seq}: {row.kind} after the end"
        ended = ended or row.kind in ENDS


def notices_have_left(evidence: Evidence) -> Found:
    """I6: no notice that is due waits longer than the bound, and none is held beyond its lease.

    One in doubt is shown to a person and waits for them; one for later is not due.
    """
    for row in evidence.outbox:
        since = row.owed_at if _at_once(row) else row.next_at  # every publishing moves `next_at`
        late = evidence.now - since
        if row.status == SENDING and evidence.now - row.next_at > evidence.runtime.lease:
            yield f"{row.key}: held beyond its lease"
        elif row.status not in {*DONE, AMBIGUOUS} and late > evidence.bound:
            yield f"{row.key}: {row.status}, due since {since}"
        elif row.status == SENT and _at_once(row) and row.done_at - row.owed_at > evidence.bound:
            yield f"{row.key}: left only after {row.done_at - row.owed_at}"


def _at_once(row: Any) -> bool:  # noqa: ANN401 - a database row
    """Whether a notice is to leave as soon as it is owed: no reminder, and no hours of quiet."""
    return not row.reminder and row.quiet is None


def letters_come_once(evidence: Evidence) -> Found:
    """I7: a notice is owed once; a letter comes once, and again only for a crash while sending."""
    ours = {row.sent_as or message_id([row.key]): row for row in evidence.outbox}
    again = 0
    for name, moments in evidence.arrived.items():
        if name not in ours:
            yield f"{name}: a letter that nobody owed"
            continue
        again += len(moments) - 1
        if len(moments) > max(1, ours[name].attempt):
            yield f"{ours[name].key}: {len(moments)} letters of {ours[name].attempt} attempts"
    if again > evidence.crashes:
        yield f"{again} letters came again, after {evidence.crashes} crashes"
    for name, row in ours.items():
        if row.status == SENT and name not in evidence.arrived:
            yield f"{row.key}: marked as sent, and never arrived"


def nothing_is_forgotten(evidence: Evidence) -> Found:
    """I8: no deadline is overdue or acted on twice; every open year is somebody's move."""
    for row in evidence.timers:
        if row.status == ARMED and evidence.now - row.due > evidence.bound:
            yield f"{row.year_id} {row.name}: overdue since {row.due}"
    overdue = Counter(
        (row.year_id, json.loads(row.body)["data"].get("stage"))
        for row in evidence.events
        if row.kind == "stage_overdue"
    )
    yield from (f"{year} {stage}: overdue twice" for (year, stage), n in overdue.items() if n > 1)
    moves = {task.year for task in evidence.work}
    for row in evidence.years:
        if row.state not in OVER and row.id not in moves:
            yield f"{row.id}: nobody's move"


def votes_count_once(evidence: Evidence) -> Found:
    """I9: each voter counts once, the tally is of all votes, none comes after the end."""
    rounds: dict[tuple[str, str], Votes] = defaultdict(Votes)
    for row in evidence.events:
        votes, data = rounds[row.year_id, row.stream], json.loads(row.body)["data"]
        for one in votes.take(row.kind, data):
            yield f"{row.year_id} {row.seq}: {one}"


def nobody_judges_themselves(evidence: Evidence) -> Found:
    """I10: no unit judges what is its own, nobody approves what they asked approval for."""
    laid: dict[tuple[str, str], tuple[str, set[str]]] = {}
    for row in evidence.events:
        body = json.loads(row.body)
        if row.kind in JUDGING and body["seat"] == f"unit:{row.stream.partition('/')[2]}":
            yield f"{row.year_id} {row.seq}: {body['seat']} judged itself"
        if row.kind == "approval_requested":
            stage = body["data"]["stage"]
            _, people = laid.get((row.year_id, stage), (stage, set()))
            for step in body["data"]["steps"]:
                laid[row.year_id, step] = stage, people | {row.actor}
            laid[row.year_id, stage] = stage, people | {row.actor}
        elif row.kind in DECIDING:
            _, people = laid.get((row.year_id, body["data"]["step"]), ("", set()))
            if row.actor in people:
                yield f"{row.year_id} {row.seq}: {row.actor} decided on their own file"


DECIDING = frozenset({"step_approved", "step_rejected", "step_returned"})


def people_see_their_own(evidence: Evidence) -> Found:
    """I11: the work shown to a person, at any moment of the run, is that of seats they hold."""
    day = hanoi_day(evidence.now)
    rosters = {year.id: _roster(evidence, year.id) for year in evidence.years}
    for look in evidence.shown:
        for task in look.tasks:
            if task.seat not in rosters[task.year].seats_of(look.person, day):
                yield f"{task.year}: {look.person} was shown the work of {task.seat}"


def _roster(evidence: Evidence, year_id: str) -> Roster:
    return reading.load_book(evidence.runtime, year_id).load(Roster, ROSTER)


def heads_stay(evidence: Evidence) -> Found:
    """I12: every end of a chain that was seen is still in it; size and time never decrease."""
    stored = {(row.year_id, row.seq): row.hash.hex() for row in evidence.events}
    for seen in evidence.heads:
        if stored.get((seen.year, seen.seq)) != seen.head:
            yield f"{seen.year} {seen.seq}: seen at {seen.at_s:.0f} s, and not there any more"
    for year, rows in _by_year(evidence.events).items():
        for one, following in pairwise(rows):
            if following.recorded_at < one.recorded_at:
                yield f"{year} {following.seq}: recorded before the one it follows"


def enough_succeeded(evidence: Evidence) -> Found:
    """I13: a run in which little succeeded proves little."""
    share = success(evidence)
    if share < LEAST_SUCCESS:
        yield f"only {share:.0%} of the acts succeeded"


def success(evidence: Evidence) -> float:
    """Return which share of the acts succeeded, from 0 to 1."""
    asks = evidence.asks
    return sum(ask.succeeded for ask in asks) / len(asks) if asks else 0.0


INVARIANTS: dict[str, Callable[[Evidence], Found]] = {
    "I1": acknowledged_is_stored,
    "I2": stored_was_asked_for,
    "I3": chains_are_whole,
    "I4": states_are_folds,
    "I5": versions_are_used_once,
    "I6": notices_have_left,
    "I7": letters_come_once,
    "I8": nothing_is_forgotten,
    "I9": votes_count_once,
    "I10": nobody_judges_themselves,
    "I11": people_see_their_own,
    "I12": heads_stay,
    "I13": enough_succeeded,
}
"""By the number under which each is promised."""
