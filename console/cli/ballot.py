"""`thidua ballot`: the keys and envelopes of a secret ballot. Nothing here is kept or sent."""

from collections.abc import Mapping, Sequence
from secrets import token_bytes
from typing import get_args

from console.cli.answers import Answer
from console.cli.asked import Asked
from console.cli.opening import stored
from console.cli.saying import told
from console.sentences import WrongUse
from workflow.domain.ballots import sealing
from workflow.domain.ballots.envelopes import about
from workflow.domain.ballots.state import KIND, Ballot
from workflow.domain.ballots.state import Answer as Vote
from workflow.domain.errors import NotFound
from workflow.service import reading


def key(asked: Asked) -> Answer:
    """Answer with a new pair of keys: one to keep to oneself, one to hand in."""
    private, public = sealing.new_key(token_bytes)
    text = [
        told(asked, "ballot_key_private", key=private),
        told(asked, "ballot_key_public", key=public),
    ]
    return Answer(document={"private": private, "public": public}, text=text)


def seal(asked: Asked, year: str, ballot: str, answers: Sequence[str]) -> Answer:
    """Answer with the envelope of a vote. Raises NotFound, WrongUse."""
    with stored(asked) as runtime:
        book = reading.load_book(runtime, year)
    found = book.find(Ballot, f"{KIND}/{ballot}")
    if found is None:
        raise NotFound("ballot", ballot, sorted(book.each(Ballot, KIND)))
    if not found.trustees:
        raise WrongUse("ballot_not_sealed", ballot=ballot)
    votes = _votes(found, dict(one.partition("=")[::2] for one in answers))
    keys = [one.key for one in found.trustees]
    name = about(book, ballot, found.round)
    sealed = sealing.seal(sealing.letters(found.left, votes), keys, name, token_bytes)
    return Answer(document={"ballot": ballot, "sealed": sealed}, text=[sealed])


def _votes(ballot: Ballot, written: Mapping[str, str]) -> dict[str, Vote]:
    known: tuple[Vote, ...] = get_args(Vote)
    items = [item.id for item in ballot.left]
    for item, answer in written.items():
        if item not in items or answer not in known:
            raise WrongUse("ballot_answer", given=f"{item}={answer}", items=items, answers=known)
    return {item: answer for item in items for answer in known if written.get(item) == answer}
