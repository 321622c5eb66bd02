"""Who stayed away from a vote."""

from definitions.schema.ballots import BallotRule
from workflow.domain.ballots.state import Ballot


def at_a_table(rule: BallotRule, *, sealed: bool) -> bool:
    """Whether tellers count hands or papers, so that only totals are known and not who voted."""
    return rule.method == "hands" or (rule.method == "secret" and not sealed)


def absent_from(ballot: Ballot, rule: BallotRule) -> tuple[str, ...]:
    """Return the voters who took no part: not there, no vote, no proxy, no written answer.

    Where papers were counted and nobody wrote down who was there, that is not known, and nobody is.
    """
    if ballot.present is None and at_a_table(rule, sealed=bool(ballot.trustees)):
        return ()
    part = {*(ballot.present or ()), *ballot.cast, *ballot.written, *ballot.proxies}
    return tuple(one for one in ballot.voters if one not in part)
