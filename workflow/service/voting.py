"""Secret ballots: what lies in the box beside the history, in the transaction of the act."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial

from sqlalchemy import Connection

from workflow.domain.ballots import sealing
from workflow.domain.ballots.box import KIND as BOX
from workflow.domain.ballots.box import Box
from workflow.domain.ballots.casting import CastVote, key
from workflow.domain.ballots.closing import CloseBallot
from workflow.domain.ballots.envelopes import OpenEnvelopes
from workflow.domain.ballots.events import BallotSealed, BallotVoided, EnvelopesDestroyed, VoteCast
from workflow.domain.ballots.state import Ballot
from workflow.domain.errors import Refused, Unmet
from workflow.domain.model import Draft
from workflow.service.desk import Desk, Page
from workflow.store import envelopes


def lay_box(desk: Desk, page: Page, given: object) -> None:
    """Lay the box beside the book where an act looks into it."""
    if not isinstance(given, CloseBallot | OpenEnvelopes):
        return
    ballot = page.book.find(Ballot, key(given.ballot))
    if ballot is not None and ballot.trustees:
        lying = envelopes.of(desk.conn, page.row.id, given.ballot, ballot.round)
        page.streams.put(f"{BOX}/{given.ballot}", Box(lying))


def beside(
    page: Page, given: object, drafts: Iterable[Draft]
) -> Iterator[Callable[[Connection], None]]:
    """Yield what is to be done to the box together with what the act records.

    That is: put a vote in, take the names off, or empty it. To be done once, with the writing; it
    raises Refused when an envelope is a copy of another voter's.
    """
    for draft in drafts:
        name = draft.stream.partition("/")[2]
        match draft.event:
            case VoteCast() if isinstance(given, CastVote) and given.sealed is not None:
                yield _putting(page, given, draft.event.voter)
            case BallotSealed():
                yield _unnaming(page, name)
            case EnvelopesDestroyed() | BallotVoided():
                yield partial(envelopes.destroy, year_id=page.row.id, ballot=name)


def _putting(page: Page, given: CastVote, voter: str) -> Callable[[Connection], None]:
    round_ = page.book.load(Ballot, key(given.ballot)).round

    def put(conn: Connection) -> None:
        box = (page.row.id, given.ballot, round_)
        if not envelopes.put(conn, *box, voter, given.sealed or ""):
            facts: dict[str, object] = {"ballot": given.ballot}
            raise Refused([Unmet(code="ENVELOPE_COPIED", facts=facts, who=(voter,))])

    return put


def _unnaming(page: Page, ballot: str) -> Callable[[Connection], None]:
    round_ = page.book.load(Ballot, key(ballot)).round
    named = [(sealing.digest(one), one) for one in Box.of(page.book, ballot).envelopes]
    return lambda conn: envelopes.unname(conn, page.row.id, ballot, round_, named)
