"""A secret ballot: every vote counts, and nothing that is kept links a voter to a choice."""

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, inspect, text

from definitions.catalogue import Catalogue
from tests.factories import FOLDER, HEAD, NAMES, sits
from tests.years import Lived, opened
from workflow.domain.ballots import sealing
from workflow.domain.ballots.state import Ballot
from workflow.domain.errors import Refused
from workflow.runtime import CountedIds, Runtime, SimulatedClock
from workflow.service.acts import perform
from workflow.service.commands import Receipt
from workflow.service.verifying import verify

RULE = {
    "id": "vote", "title": {"vi": "Bầu kín", "en": "Secret"}, "method": "secret",
    "voters": {"units": True}, "threshold": {"at_least": "2/3"}, "seats": 1, "rounds": 2,
    "deadlock": {"role": "deputy"},
}  # fmt: skip
numbers = count(1)


def random(size: int) -> bytes:
    """Return bytes that no other call returned."""
    return next(numbers).to_bytes(size, "big")


@dataclass
class Secret:
    """A year in which a secret ballot is open, and the keys that its trustees keep."""

    lived: Lived
    private: dict[str, str] = field(default_factory=dict)
    public: list[str] = field(default_factory=list)

    @property
    def state(self) -> Ballot:
        """The ballot as it is stored."""
        found = self.lived.stream("ballot/b")
        assert isinstance(found, Ballot)
        return found

    def sealed(self, answers: dict[str, Any], turn: int = 1) -> str:
        """Return an envelope as a voter's own machine makes it."""
        paper = sealing.letters(self.state.left, answers)
        return sealing.seal(paper, self.public, f"{self.lived.id}|b|{turn}", random)

    def vote(self, voter: str, turn: int = 1, **answers: str) -> str:
        """Let a unit vote; return its envelope."""
        sealed = self.sealed(answers, turn)
        self.lived.do("cast_vote", sits(voter), ballot="b", sealed=sealed)
        return sealed

    def refused(self, what: str, by: str, **given: Any) -> list[str]:  # noqa: ANN401 - of the act
        """Return why an act is refused."""
        with pytest.raises(Refused) as refused:
            self.lived.do(what, sits(by), ballot="b", **given)
        return [one.code for one in refused.value.unmet]

    def count(self) -> None:
        """Close the round, bring the keys, and count."""
        self.lived.do("close_ballot", HEAD, ballot="b")
        self.lived.do("open_envelopes", HEAD, ballot="b", keys=self.private)


@pytest.fixture
def secret(engine: Engine, clock: SimulatedClock, tmp_path: Path) -> Secret:
    """A secret ballot about `an` and `binh`, whose keys two people keep."""
    above = f"id: secret\nkind: definition\nextends: plain\nballots: {json.dumps([RULE])}\n"
    (tmp_path / "secret.yaml").write_text(above)
    catalogue = Catalogue(FOLDER, tmp_path)
    runtime = Runtime(engine=engine, catalogue=catalogue, clock=clock, ids=CountedIds("id"))
    held = Secret(opened(runtime, catalogue.load("secret")))
    trustees = []
    for person in ("of-binh", "of-chau"):
        held.private[person], public = sealing.new_key(random)
        held.public.append(public)
        trustees.append({"person": person, "key": public})
    items = [{"id": one, "unit": one} for one in ("an", "binh")]
    held.lived.do("open_ballot", HEAD, ballot="b", rule="vote", items=items, trustees=trustees)
    return held


def everything(engine: Engine) -> str:
    """Return every row of every table, as text."""
    with engine.connect() as conn:
        names = inspect(conn).get_table_names()
        rows = [
            [bytes(value) if isinstance(value, memoryview) else value for value in row]
            for name in names
            for row in conn.execute(text(f'SELECT * FROM "{name}"'))  # noqa: S608 - our own tables
        ]
    return repr(rows)


def test_votes_are_counted_and_kept_by_nobodys_name(secret: Secret) -> None:
    for voter in NAMES[:3]:
        secret.vote(voter, an="agree", binh="disagree")
    secret.vote("dong", an="disagree", binh="agree")
    secret.count()

    counted = {one.item: (one.agree, one.disagree) for one in secret.state.rounds[0].counted}
    assert counted == {"an": (3, 1), "binh": (1, 3)}
    assert secret.state.settled == {"an": "passed", "binh": "failed"}
    assert verify(secret.lived.runtime, secret.lived.id).findings == ()


def test_no_envelope_is_left_beside_a_name(secret: Secret, engine: Engine) -> None:
    mine = secret.vote("chau", an="agree")
    for voter in ("an", "binh", "dong"):
        secret.vote(voter, an="disagree")
    assert mine in everything(engine)  # as a letter lies in the box, until it is closed
    secret.lived.do("close_ballot", HEAD, ballot="b")

    with engine.connect() as conn:
        places = conn.scalars(text("SELECT place FROM envelopes")).all()
    assert sorted(places) == list(secret.state.envelopes)
    assert not set(places) & set(NAMES)


def test_what_is_kept_of_a_command_says_nothing_of_its_envelope(
    secret: Secret, engine: Engine
) -> None:
    command = secret.lived.command("cast_vote", sits("chau"), ballot="b", sealed="")
    one, other = secret.sealed({"an": "agree"}), secret.sealed({"an": "disagree"})
    first = perform(secret.lived.runtime, _with(command, one))
    again = perform(secret.lived.runtime, _with(command, other))

    assert again == first  # a click that was repeated, sealed anew: the first one counts
    with engine.connect() as conn:
        assert conn.scalars(text("SELECT sealed FROM envelopes")).all() == [one]
        bodies = b"".join(bytes(one) for one in conn.scalars(text("SELECT body FROM events")))
    assert sealing.digest(one).encode() not in bodies


def _with(command: Any, sealed: str) -> Any:  # noqa: ANN401 - a Command
    return type(command)(
        year=command.year, do=command.do, actor=command.actor, id="click",
        given={"ballot": "b", "sealed": sealed},
    )  # fmt: skip


def test_keys_are_kept_nowhere(secret: Secret, engine: Engine) -> None:
    for voter in NAMES[:4]:
        secret.vote(voter, an="agree")
    secret.count()

    kept = everything(engine)
    assert all(private not in kept for private in secret.private.values())


def test_an_envelope_may_be_replaced_until_the_close(secret: Secret) -> None:
    for voter in NAMES[:4]:
        secret.vote(voter, an="disagree")
    for voter in NAMES[:3]:
        secret.vote(voter, an="agree")
    secret.count()

    assert (secret.state.rounds[0].counted[0].agree, secret.state.rounds[0].cast) == (3, 4)


def test_no_trustee_opens_it_alone(secret: Secret) -> None:
    for voter in NAMES[:4]:
        secret.vote(voter, an="agree")
    secret.lived.do("close_ballot", HEAD, ballot="b")
    mine = dict([*secret.private.items()][:1])

    assert secret.refused("open_envelopes", "an", keys=mine) == ["KEY_MISSING", "KEY_WRONG"]
    swapped = dict(zip(secret.private, reversed(secret.private.values()), strict=True))
    assert secret.refused("open_envelopes", "an", keys=swapped) == ["KEY_WRONG", "KEY_WRONG"]


def test_a_box_that_was_changed_after_sealing_is_not_counted(
    secret: Secret, engine: Engine
) -> None:
    for voter in NAMES[:4]:
        secret.vote(voter, an="agree")
    secret.lived.do("close_ballot", HEAD, ballot="b")
    with engine.begin() as conn:
        lying = conn.scalars(text("SELECT place FROM envelopes")).first()
        conn.execute(text("DELETE FROM envelopes WHERE place = :place"), {"place": lying})

    assert secret.refused("open_envelopes", "an", keys=secret.private) == ["BOX_CHANGED"]


def test_another_voters_envelope_is_no_vote(secret: Secret) -> None:
    copied = secret.vote("chau", an="agree")

    assert secret.refused("cast_vote", "dong", sealed=copied) == ["ENVELOPE_COPIED"]
    assert "dong" not in secret.state.cast


@pytest.mark.parametrize(
    "sealed", ["", "00", "zz", "z" * 196, "AB" * 98, "00" * 97, "00" * 98 + "0"]
)
def test_what_is_no_envelope_is_refused(secret: Secret, sealed: str) -> None:
    assert secret.refused("cast_vote", "chau", sealed=sealed) == ["ENVELOPE_WRONG"]


def test_noise_of_the_right_size_is_a_spoiled_ballot(secret: Secret) -> None:
    for voter in NAMES[:3]:
        secret.vote(voter, an="agree")
    secret.lived.do("cast_vote", sits("dong"), ballot="b", sealed="07" * 98)
    secret.count()

    assert (secret.state.rounds[0].cast, secret.state.rounds[0].spoiled) == (4, 1)


def test_an_envelope_of_the_round_before_counts_no_more(secret: Secret) -> None:
    for voter in NAMES[:4]:
        secret.vote(voter, an="agree", binh="agree")
    secret.count()
    assert (secret.state.round, secret.state.status) == (2, "open")  # both: one seat
    for voter in NAMES[:3]:
        secret.vote(voter, turn=2, an="agree", binh="disagree")
    secret.vote("dong", turn=1, an="disagree", binh="agree")
    secret.count()

    assert secret.state.rounds[1].spoiled == 1
    assert secret.state.settled == {"an": "passed", "binh": "failed"}


def test_the_plain_ballots_lie_in_no_order_of_voting(secret: Secret, engine: Engine) -> None:
    for voter, answer in zip(NAMES[:4], ("disagree", "agree", "blank", "agree"), strict=True):
        secret.vote(voter, an=answer)
    secret.count()

    with engine.connect() as conn:
        bodies = [bytes(one) for one in conn.scalars(text("SELECT body FROM events"))]
    (counted,) = [json.loads(one) for one in bodies if b'"round_counted"' in one]
    assert counted["data"]["papers"] == ["ab", "ab", "bb", "db"]


def test_destroying_empties_the_box_for_good(secret: Secret, engine: Engine) -> None:
    for voter in NAMES[:3]:
        secret.vote(voter, an="agree", binh="disagree")
    secret.count()
    secret.lived.do("destroy_envelopes", HEAD, ballot="b", reason="hết thời hạn khiếu nại")

    with engine.connect() as conn:
        assert conn.scalar(text("SELECT count(*) FROM envelopes")) == 0
    assert secret.state.settled == {"an": "passed", "binh": "failed"}
    assert verify(secret.lived.runtime, secret.lived.id).findings == ()


def test_two_clicks_of_one_voter_are_two_answers(secret: Secret) -> None:
    envelopes = [secret.sealed({"an": "agree"}) for _ in range(4)]

    def click(sealed: str) -> None:
        secret.lived.do("cast_vote", sits("chau"), ballot="b", sealed=sealed)

    with ThreadPoolExecutor(4) as clicking:
        answers = [clicking.submit(click, one) for one in envelopes]
    assert [one.exception() for one in answers] == [None] * 4
    assert secret.state.cast == ("chau",)


def test_a_ballot_that_agrees_to_nothing_there_is_is_spoiled(secret: Secret) -> None:
    for voter in NAMES[:3]:
        secret.vote(voter, an="agree")
    secret.vote("dong", an="lower")
    secret.count()

    assert secret.state.rounds[0].spoiled == 1


def test_keys_brought_at_a_meeting_are_kept_nowhere_either(secret: Secret) -> None:
    for voter in NAMES[:3]:
        secret.vote(voter, an="agree", binh="disagree")
    secret.lived.do("close_ballot", HEAD, ballot="b")
    meeting = next(iter(secret.lived.book.definition.meetings)).id

    def held(keys: dict[str, str]) -> Receipt:
        given = {"ballot": "b", "keys": keys}
        act = {"do": "open_envelopes", "person": "of-an", "seat": "unit:an", "given": given}
        command = secret.lived.command(
            "hold_meeting", HEAD, id="m", meeting=meeting, title="Kiểm phiếu", acts=[act]
        )
        return perform(secret.lived.runtime, replace(command, id="once"))

    first = held(secret.private)
    assert held({}) == first  # the same command: what it is known by says nothing of the keys
