"""Who stayed away from a vote."""

from workflow.domain.ballots.state import Ballot


def absent_from(ballot: Ballot) -> tuple[str, ...]:
    """Return the voters who took no part: not there, no vote, no proxy, no written answer.

    Where papers were counted and nobody wrote down who was there, that is not known, and nobody is.
    """
    part = {*(ballot.present or ()), *ballot.cast, *ballot.written, *ballot.proxies}
    if not part:
        return ()
    return tuple(one for one in ballot.voters if one not in part)
