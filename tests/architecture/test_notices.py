"""What a notice may mention is what the rules fill in on its occasion: no more, and no less."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from definitions.schema.notices import PLACEHOLDERS
from tests.factories import ADMIN, DECREE, DEPUTY, HEAD, holds, pin, plain, sits
from tests.unit.domain.approving import CHAIN
from tests.unit.domain.test_objections import ONE, RESULTS
from tests.years import LIVING, Paper, carry, decided, live, register, score, standing_before
from workflow.domain.approvals import standins
from workflow.domain.approvals import state as approvals
from workflow.domain.approvals.events import SignerReturned, SignerRouted, StepExpired, StepStuck
from workflow.domain.eligibility import feeds
from workflow.domain.eligibility.feeds import FeedOverdue, FeedsDue
from workflow.domain.model import Actor, Draft
from workflow.domain.nominations import owed_dossiers
from workflow.domain.nominations.owed_dossiers import DossierOverdue, DossiersDue
from workflow.domain.objections import state as objections
from workflow.domain.objections.events import ObjectionMoved, ObjectionOverdue, WindowMoved
from workflow.domain.praise import state as praises
from workflow.domain.praise.events import PraiseOverdue
from workflow.domain.stages import year
from workflow.domain.stages.moving import DeadlineMoved
from workflow.domain.telling import occasions
from workflow.domain.telling.occasions import Occasion
from workflow.domain.telling.recipients import owed

COMMENT = "Thiếu số liệu"


@dataclass
class Told(Paper):
    """A year on paper that keeps what could be mentioned on each occasion."""

    mentioned: dict[str, set[frozenset[str]]] = field(default_factory=lambda: defaultdict(set))

    def do(self, what: str, by: Actor, **given: object) -> list[Draft]:
        drafts = super().do(what, by, **given)
        for draft in drafts:
            self.follow(draft, by)
        return drafts

    def happens(self, draft: Draft) -> None:
        self.fold(draft.stream, draft.event)
        self.follow(draft, HEAD)

    def follow(self, draft: Draft, by: Actor) -> None:
        for occasion in occasions.follow(self.book, draft, self.call(by)):
            self.tell(occasion)

    def tell(self, occasion: Occasion) -> None:
        for one in owed(self.book, occasion, self.now):
            self.mentioned[occasion.on].add(frozenset(one.facts))


def _lived() -> Told:
    """Return a year in which everything happened that people are told of."""
    told = Told()
    told.follow(Draft(stream=year.KEY, event=_opened(told)), HEAD)
    _stage_told(told)
    register(told, "chau")
    told.do("return_registration", HEAD, unit="chau", comment=COMMENT)
    carry(told, "scoring")
    score(told, "chau")
    told.do("return_sheet", HEAD, unit="chau", comment=COMMENT)
    carry(told, "nomination")
    told.do("nominate", HEAD)
    _step_told(told)
    told.do("decide_step", holds("board"), step="appraise", verdict="return", comment=COMMENT)
    live(told, standing_before(told)[0])
    decided(told)
    told.do("advance", HEAD)
    carry(told, "closed")
    _laid_before_offices(told)
    _objected(told)
    _praised(told)
    _amended(told)
    _beside_the_list(told)
    _reported(told)
    _filed(told)
    return told


def _beside_the_list(told: Told) -> None:
    """Let a line go by itself, be decided and be taken back; and let the head leave."""
    other = Told(mentioned=told.mentioned)
    carry(other, "nomination")
    other.do("nominate", HEAD)
    line = {"unit": "an", "award": "FLAG"}
    hold = {"ground": "complaint", "source": COMMENT, "since": other.now.date()}
    other.do("hold_award", holds("council"), **line, **hold)
    decided(other)
    other.do("release_hold", holds("board"), **line, conclusion="no_breach", paper="12")
    for office in ("board", "council", "chair"):
        other.do("decide_released", holds(office), **line)
    other.do("ask_revocation", holds("chair"), **line, reason=COMMENT, paper="9")
    other.do("confirm_revocation", ADMIN, **line)
    other.do("withdraw_unit", ADMIN, unit="an", how="leave", end=other.now.date(), paper="3")


REPORTED = """
facts:
  - {id: lapses, reported_by: {office: board}, due: {month: 12, day: 9}, remind: [{before: 1 days}]}
"""


def _reported(told: Told) -> None:
    """Let a fact that an office reports be reminded of, be over time, and move."""
    other = Told(definition=plain(REPORTED), mentioned=told.mentioned)
    due = {"lapses": other.now}
    other.happens(Draft(stream=feeds.KEY, event=FeedsDue(cause="opening", dues=due)))
    (fact,) = other.definition.facts
    other.tell(occasions.feed_occasion(other.book, "facts_reminder", fact))
    other.happens(Draft(stream=feeds.KEY, event=FeedOverdue(fact=fact.id, due=other.now)))
    moved = FeedsDue(cause="calendar", dues=due, was=due, reason=COMMENT)
    other.happens(Draft(stream=feeds.KEY, event=moved))


FILED = "awards: [{id: MERIT, dossier: {due: {month: 6, day: 30, year: next}}}]"


def _filed(told: Told) -> None:
    """Let the file of an award be reminded of, moved, and be over time."""
    other = Told(definition=plain(FILED), mentioned=told.mentioned)
    carry(other, "nomination")
    other.do("nominate", HEAD)
    other.tell(occasions.award_dossier_occasion(other.book, "award_dossier_reminder", "MERIT"))
    moved = DossiersDue(
        cause="calendar", dues={"MERIT": other.now}, was={"MERIT": other.now}, reason=COMMENT
    )
    other.happens(Draft(stream=owed_dossiers.KEY, event=moved))
    overdue = DossierOverdue(award="MERIT", due=other.now)
    other.happens(Draft(stream=owed_dossiers.KEY, event=overdue))


def _amended(told: Told) -> None:
    """Let a unit register otherwise than before."""
    running = "stages: [{id: registration, running: {until: {month: 9, day: 30}}}]"
    other = Told(definition=plain(running), mentioned=told.mentioned)
    register(other, "chau")
    other.do("amend_registration", sits("chau"), reason=COMMENT)


PRAISE = """
praise:
  awards: [MERIT]
  answer: {within: 5 days}
  chain: [{id: sign, office: chair, title: {vi: Ký, en: Signature}}]
"""


def _praised(told: Told) -> None:
    """Let praise be proposed, returned, withdrawn, declined, given and taken back."""
    other = Told(definition=plain(PRAISE), mentioned=told.mentioned)
    number, chair = iter("12345"), holds("chair")

    def propose() -> dict[str, str]:
        one = {"id": f"q{next(number)}"}
        given = {"unit": "chau", "reason": COMMENT, "award": "MERIT", "achievement": one["id"]}
        other.do("propose_praise", HEAD, **one, **given)
        return one

    other.do("answer_praise", DEPUTY, **propose(), answer="return", comment=COMMENT)
    other.do("answer_praise", DEPUTY, **propose(), answer="decline", comment=COMMENT)
    other.do("withdraw_praise", HEAD, **propose())
    late = propose()
    other.happens(Draft(stream=praises.KEY, event=PraiseOverdue(**late)))
    other.tell(occasions.praise_occasion(other.book, "praise_reminder", late["id"]))
    given = propose()
    other.do("answer_praise", DEPUTY, **given)
    other.do("decide_praise", chair, **given, number="5")
    line = {"praise": given["id"], "unit": "chau", "award": "MERIT"}
    other.do("ask_revocation", chair, **line, reason=COMMENT, paper="9")
    other.do("confirm_revocation", ADMIN, **line)


def _objected(told: Told) -> None:
    """Let a unit object, be carried on, be late and be answered."""
    other = Told(definition=plain(RESULTS), mentioned=told.mentioned)
    carry(other, "scoring")
    LIVING["scoring"](other)
    other.do("raise_objection", sits("chau"), **ONE)
    other.do("answer_objection", sits("binh"), id="kn-1", outcome="rejected", reason=COMMENT)
    other.do("carry_objection", sits("chau"), id="kn-1")
    other.happens(Draft(stream=objections.KEY, event=ObjectionOverdue(id="kn-1")))
    move: dict[str, Any] = {"cause": "calendar", "was": other.now, "reason": COMMENT}
    window = WindowMoved(rule="results", of=None, until=other.now, **move)
    other.happens(Draft(stream=objections.KEY, event=window))
    for time in ("answer", "again"):
        answer = ObjectionMoved(id="kn-1", time=time, due=other.now, **move)
        other.happens(Draft(stream=objections.KEY, event=answer))


def _laid_before_offices(told: Told) -> None:
    """Let everything happen as well that happens to the approval of a registration."""
    other = Told(definition=plain(CHAIN.format(look="", vote="")), mentioned=told.mentioned)
    register(other, "dong")
    for verb, given in (
        ("return_step", {"comment": COMMENT}),
        ("reject_step", {"reason": COMMENT}),
    ):
        other.do("request_approval", HEAD, stage="registration")
        other.do(verb, holds("board"), step="look", **given)
    other.do("request_approval", HEAD, stage="registration")
    other.do("urge_step", HEAD, step="look", comment=COMMENT)
    other.happens(Draft(stream=approvals.KEY, event=StepStuck(step="look", sides=("board",))))
    other.do("add_signer", holds("board"), step="look", person="of-council")
    for gone in (
        SignerReturned(step="look", person="of-council", to="of-board"),
        SignerRouted(step="look", person="of-council", office="chair"),
    ):
        other.happens(Draft(stream=approvals.KEY, event=gone))
    other.do("remove_signer", holds("board"), step="look", person="of-council")
    rule = {"id": "r", "stand_in": "of-council", "start": "2025-01-01", "end": "2025-12-31"}
    other.do("set_stand_in", holds("board"), **rule)
    left = standins.StandInGone(id="r", person="of-board", stand_in="of-council")
    other.happens(Draft(stream=standins.KEY, event=left))
    for step, office in (("look", "board"), ("vote", "council"), ("sign", "chair")):
        other.do("approve_step", holds(office), step=step)
    ended = Told(definition=plain(CHAIN.format(look="", vote="")), mentioned=told.mentioned)
    register(ended, "dong")
    ended.do("request_approval", HEAD, stage="registration")
    ended.do("dissolve", ADMIN, reason=COMMENT, paper=DECREE)


def _opened(told: Told) -> year.YearOpened:
    book = told.book
    return year.YearOpened(
        bloc=book.bloc,
        bloc_name=book.bloc_name,
        year=book.year,
        definition=book.definition.id,
        definition_hash=pin(book.definition).hash,
    )


def _stage_told(told: Told) -> None:
    event = year.StageOverdue(stage="registration", due=told.now)
    told.happens(Draft(stream=year.KEY, event=event))
    until = {"stage": "registration", "until": "2025-03-21", "reason": COMMENT}
    told.do("propose_extension", HEAD, **until)
    told.do("confirm_extension", ADMIN, stage="registration")
    told.offer(plain("title: {vi: Mới, en: New}"))
    told.do("propose_definition", HEAD, definition="plain", reason=COMMENT)
    told.do("adopt_definition", ADMIN, definition="plain")
    for was, due in ((told.now, None), (None, told.now)):
        moved = DeadlineMoved(
            stage="registration", cause="definition", was=was, due=due, reason=COMMENT
        )
        told.happens(Draft(stream=year.KEY, event=moved))
    told.tell(occasions.stage_occasion(told.book, "stage_reminder", "registration", at=told.now))


def _step_told(told: Told) -> None:
    told.happens(Draft(stream=approvals.KEY, event=StepExpired(step="appraise")))
    told.tell(occasions.step_occasion(told.book, "approval_reminder", "appraise"))


def test_every_occasion_fills_exactly_what_may_be_mentioned() -> None:
    assert _lived().mentioned == {on: {names} for on, names in PLACEHOLDERS.items()}
