"""What people might give an act: sensible things, and things that nobody should."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from definitions.catalogue import Catalogue
from definitions.schema.definition import Definition
from definitions.schema.rubric import Criterion, Rubric
from tests.factories import full
from workflow.domain.scores.scoring import most

Given = dict[str, Any]

UNITS = st.sampled_from(["an", "an", "binh", "binh", "chau", "chau", "nowhere", ""])
WORDS = st.sampled_from(
    ["Lý do", "Theo biên bản", "Tie\u0302\u0301ng", "{unit} {0}", "\x00", "", "\ud800", "x" * 4001]
)
DAYS = st.sampled_from(["2022-02-29", "2025-01-02", "2025-06-30", "9999-12-31", "0001-01-01", 5])
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3) | WORDS,
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(st.text(max_size=3), inside),
    max_leaves=4,
)
FILES = st.fixed_dictionaries(
    {
        "name": st.sampled_from(["a.pdf", "b.mp4"]),
        "size": st.sampled_from([0, 1, 2**24]),
        "sha256": st.sampled_from(["0a" * 32, "no"]),
    }
)
"""Files that may prove an entry."""
AMOUNTS = st.sampled_from(
    ["0", "1", "12", "0.5", "3.25", "-0", "0E-30", "1E+2", "1000000000000", "-1", "1e99", "NaN", 7]
)


def sensible(leaf: Criterion) -> st.SearchStrategy[Decimal | None]:
    """Return entries that a sheet may hold for *leaf*."""
    limit = most(leaf)
    if leaf.score and leaf.score.pass_fail:
        amounts = st.sampled_from([Decimal(0), Decimal(1)])
    elif leaf.score and leaf.score.manual:
        amounts = st.integers(0, int(leaf.max)).map(Decimal)
    else:
        top = int(limit if limit is not None else 2 * full(leaf))
        amounts = st.sampled_from([full(leaf)]) | st.decimals(0, top, places=2)
    return (amounts | st.none()) if leaf.may_be_unassigned else amounts


def entries(rubric: Rubric) -> st.SearchStrategy[dict[str, Decimal | None]]:
    """Return sheets that may be handed in."""
    return st.fixed_dictionaries({leaf.id: sensible(leaf) for leaf in rubric.leaves()})


def good_entries(rubric: Rubric) -> st.SearchStrategy[dict[str, Decimal | None]]:
    """Return sheets that are worth an award."""
    best: dict[str, Decimal | None] = {leaf.id: full(leaf) for leaf in rubric.leaves()}
    first = next(leaf for leaf in rubric.leaves() if leaf.score and leaf.score.manual)
    return st.integers(0, 3).map(lambda short: {**best, first.id: full(first) - short})


def times(rubric: Rubric) -> st.SearchStrategy[dict[str, Decimal]]:
    """Return how often the adjustments apply."""
    often = st.integers(0, 60).map(lambda tenths: Decimal(tenths) / 10)
    return st.fixed_dictionaries({}, optional={one.id: often for one in rubric.adjustments})


def acts(definition: Definition) -> dict[str, st.SearchStrategy[Given]]:
    """Return, for every act, what people might give it."""
    reasons = _of(reason=WORDS)
    return {
        "advance": _of() | _of(leaving=_stages(definition)),
        "suspend": reasons,
        "resume": reasons,
        **_people(definition),
        **_deadlines(definition),
        **_members(definition),
        **_work(definition),
        **_scores(definition),
        **_ballots(definition),
        **_awards(definition),
        **_ends(definition),
        **_approvals(definition),
        **_papers(definition),
    }


def _people(definition: Definition) -> dict[str, st.SearchStrategy[Given]]:
    names = st.sampled_from(["of-an", "of-chau", "new", ""])
    people = _of(id=names, name=WORDS) | _of(id=names, name=WORDS, email=WORDS)
    roles = st.sampled_from(["head", "deputy", "standing_unit", "king"])
    kinds = [meeting.id for meeting in definition.meetings]
    return {
        "seat_person": _of(person=people, seat=seats(definition), start=DAYS)
        | _of(person=people, seat=seats(definition)),
        "give_mandate": _of(role=roles, unit=UNITS, start=DAYS)
        | _of(role=roles, unit=UNITS, start=DAYS, end=DAYS),
        "unseat_person": _of(person=names, seat=seats(definition), end=DAYS),
        "end_mandate": _of(role=roles, unit=UNITS, end=DAYS),
        "hold_meeting": _of(
            id=st.sampled_from(["m1", "m2", "a/b", ""]),
            meeting=st.sampled_from([*kinds, "party"]),
            title=WORDS,
            present=st.lists(UNITS, max_size=4),
            acts=st.lists(_inner(definition), max_size=2),
        ),
    }


def _inner(definition: Definition) -> st.SearchStrategy[Given]:
    seated = st.sampled_from(["an", "binh", "chau"]).map(
        lambda unit: {"person": f"of-{unit}", "seat": f"unit:{unit}"}
    )
    asked = st.one_of(
        *(st.tuples(st.just(name), given) for name, given in _work(definition).items())
    )
    return st.tuples(seated, asked).map(lambda one: {**one[0], "do": one[1][0], "given": one[1][1]})


def _work(definition: Definition) -> dict[str, st.SearchStrategy[Given]]:
    stage = definition.stage_of("registration")
    offers = stage.offers if stage else None
    awards = st.lists(_sampled([*(offers.collective if offers else []), "NONE"]), max_size=3)
    rubric, counts = definition.rubric, st.integers(-1, 12)
    returned = _of(unit=UNITS, comment=WORDS)
    facts = _sampled([*(fact.id for fact in definition.facts), "none"])
    values = st.sampled_from([0, 1, -1, True, False, "x", 10**18, 2.5, None])
    names = st.sampled_from(["q1", "q2", "q3"])
    measures = WORDS | st.sampled_from([{"kind": "percent"}, {"kind": "count", "most": 10**6}])
    target = _of(id=names, title=WORDS, value=AMOUNTS, measure=measures, sure=st.booleans())
    targets = st.lists(target | _of(id=names, title=WORDS), max_size=2)
    corrections = _of(criterion=_criteria(rubric), to=AMOUNTS | st.none(), reason=WORDS)
    return {
        "register": _of(collective=awards, staff=counts, people=counts),
        "amend_registration": _of(collective=awards, staff=counts, people=counts, reason=WORDS),
        "withdraw_registration": _of(reason=WORDS),
        "accept_registration": _of(unit=UNITS),
        "return_registration": returned,
        "draft_pledge": _of(themes=st.lists(_of(title=WORDS), max_size=1), targets=targets),
        "sign_pledge": _of(witness=WORDS) | _of(text_hash=WORDS),
        "propose_praise": _of(id=names, unit=UNITS, reason=WORDS)
        | _of(id=names, unit=UNITS, reason=WORDS, event_on=st.just("2025-03-20")),
        "withdraw_praise": _of(id=names),
        "answer_praise": _of(
            id=names, answer=st.sampled_from(["give", "decline", "return"]), comment=WORDS
        ),
        "decide_praise": _of(id=names, number=WORDS)
        | _of(id=names, verdict=st.sampled_from(["decline", "return"]), comment=WORDS),
        "submit_report": _of(
            results=st.lists(_of(target=st.just("tasks") | names, value=AMOUNTS), max_size=2)
        ),
        "conclude_review": _of() | _of(remarks=WORDS),
        "self_score": _of(entries=entries(rubric), times=times(rubric)) | _of(
            entries=st.dictionaries(_criteria(rubric), AMOUNTS, max_size=3)
        ),
        "return_sheet": returned,
        "appraise": _of(unit=UNITS)
        | _of(unit=UNITS, corrections=st.lists(corrections, max_size=2)),
        "record_facts": _of(
            unit=UNITS, values=st.dictionaries(facts, values, max_size=2), source=WORDS
        ),
        "report_facts": _of(
            values=st.dictionaries(UNITS, st.dictionaries(facts, values, max_size=1), max_size=2),
            rest=st.dictionaries(facts, values, max_size=2), source=WORDS,
        ),
        "decide_tie": _of(order=st.lists(UNITS, min_size=2, max_size=3), reason=WORDS),
        "fix_ranking": _of(order=st.lists(UNITS, max_size=4), reason=WORDS) | _of(),
    }  # fmt: skip


def _scores(definition: Definition) -> dict[str, st.SearchStrategy[Given]]:
    rubric, names = definition.rubric, st.sampled_from(["q1", "q2", "q3"])
    return {
        "save_entries": _of(
            entries=st.dictionaries(_criteria(rubric), AMOUNTS | st.none(), max_size=2)
        )
        | _of(evidence=st.dictionaries(_criteria(rubric), st.lists(WORDS, max_size=2), max_size=2))
        | _of(files=st.dictionaries(_criteria(rubric), st.lists(FILES, max_size=2), max_size=2)),
        "set_targets": _of(
            unit=UNITS, values=st.dictionaries(_criteria(rubric), AMOUNTS | st.none(), max_size=2)
        ),
        "group_units": _of(groups=st.dictionaries(UNITS, names, max_size=2)),
        "import_scores": _of(
            unit=UNITS,
            entries=st.dictionaries(_criteria(rubric), AMOUNTS, max_size=2),
            source=WORDS,
        ),
        "explain_sheet": _of(explanation=WORDS),
        "close_scores": _of(),
        "reopen_scores": _of(reason=WORDS),
        "publish_scores": _of(confirm=WORDS) | _of(confirm=WORDS, paper=WORDS),
    }


def _deadlines(definition: Definition) -> dict[str, st.SearchStrategy[Given]]:
    stage, days = _stages(definition), st.sampled_from(["2025-01-02", "2025-06-30", "2026-12-31"])
    return {
        "propose_extension": _of(stage=stage, until=days, reason=WORDS),
        "confirm_extension": _of(stage=stage),
        "decline_extension": _of(stage=stage, reason=WORDS),
        "permit_late": _of(unit=UNITS, stage=stage, reason=WORDS),
        **_adopting(definition),
    }


def _adopting(definition: Definition) -> dict[str, st.SearchStrategy[Given]]:
    folder = definition.id.rpartition("/")[0]
    beside = [name for name in Catalogue().ids() if name.startswith(f"{folder}/")]
    named = st.sampled_from([*beside, definition.id, "no/such", ""])
    return {
        "propose_definition": _of(definition=named, reason=WORDS),
        "adopt_definition": _of(definition=named),
        "decline_definition": _of(definition=named, reason=WORDS),
    }


def _members(_definition: Definition) -> dict[str, st.SearchStrategy[Given]]:
    days = st.sampled_from(["2025-01-01", "2025-01-02", "2026-12-31"])
    new = st.sampled_from(["chau", "moi"]).map(lambda one: {"id": one, "name": f"Sở {one}"})
    hows = st.sampled_from(["leave", "merge", "split"])
    languages = st.sampled_from(["vi", "en"])
    paper = _of(number=WORDS, on=days, issuer=WORDS)
    carried = st.lists(_of(unit=UNITS) | _of(unit=UNITS, to=st.just("khoi-2")), max_size=2)
    return {
        "dissolve": _of(reason=WORDS, paper=paper, carried=carried),
        "admit_unit": _of(unit=new, start=days, paper=WORDS),
        "withdraw_unit": _of(
            unit=UNITS, how=hows, end=days, paper=WORDS, successors=st.lists(UNITS, max_size=2)
        ),
        "rename_unit": _of(unit=UNITS, name=WORDS, paper=WORDS),
        "choose_channels": _of() | _of(gathered=st.booleans(), language=languages),
        "decline_leadership": _of(reason=WORDS),
    }


def _ballots(definition: Definition) -> dict[str, st.SearchStrategy[Given]]:
    ballots = st.sampled_from(["b1", "b2"])
    rules = _sampled([*(rule.id for rule in definition.ballots), "none"])
    answers = st.dictionaries(
        UNITS, st.sampled_from(["agree", "disagree", "lower", "blank"]), max_size=3
    )
    items = st.lists(UNITS.map(lambda one: {"id": one, "unit": one}), min_size=1, max_size=2)
    numbers = st.integers(0, 5)
    return {
        "open_ballot": _of(ballot=ballots, rule=rules, items=items)
        | _of(ballot=ballots, rule=rules, items=items,
              staff=st.dictionaries(UNITS, numbers, max_size=2)),
        "give_proxy": _of(ballot=ballots, to=UNITS, paper=WORDS),
        "cast_vote": _of(ballot=ballots, answers=answers),
        "record_opinion": _of(ballot=ballots, voter=UNITS, answers=answers, paper=WORDS),
        "close_ballot": _of(ballot=ballots),
        "open_envelopes": _of(ballot=ballots, keys=st.just({"of-an": "00"})),
        "record_count": _of(
            ballot=ballots, handed_out=numbers, cast=numbers, paper=WORDS,
            counts=st.just({"an": {"agree": 3}}), tellers=st.just(["of-chau", "of-binh"]),
        ),
        "end_deadlock": _of(ballot=ballots, chosen=st.lists(UNITS, max_size=1), reason=WORDS),
        "ask_void": _of(ballot=ballots, reason=WORDS),
        "confirm_void": _of(ballot=ballots),
        "destroy_envelopes": _of(ballot=ballots, reason=WORDS),
    }  # fmt: skip


def _awards(definition: Definition) -> dict[str, st.SearchStrategy[Given]]:
    award = _sampled([*(rule.id for rule in definition.awards), "NONE"])
    named = _of(unit=UNITS, award=award)
    days, papers = st.sampled_from(["2025-01-02", "2026-12-31"]), WORDS
    grounds = st.sampled_from(["discipline", "inspection", "complaint", "hearsay"])
    held = st.lists(_of(what=award, year=st.integers(2020, 2026), source=WORDS), max_size=2)
    return {
        "record_honours": _of(unit=UNITS, held=held),
        "hold_award": _of(unit=UNITS, award=award, ground=grounds, source=WORDS, since=days),
        "release_hold": _of(
            unit=UNITS, award=award, conclusion=st.sampled_from(["no_breach", "breach"]),
            paper=papers,
        ),
        "part_equals": _of(award=award, order=st.lists(UNITS, max_size=3), reason=WORDS),
        "propose_next": _of(award=award),
        "decide_released": _of(
            unit=UNITS, award=award, verdict=st.sampled_from(["approve", "cut"]), reason=WORDS
        ),
        "ask_revocation": _of(unit=UNITS, award=award, reason=WORDS, paper=papers),
        "confirm_revocation": named,
        "propose_people": _of(
            minutes=WORDS,
            people=st.lists(
                _of(id=st.sampled_from(["p", "q"]), name=WORDS, awards=st.lists(award, max_size=2)),
                max_size=2,
            ),
        ),
        "decide_own": _of(
            award=award, subjects=st.lists(st.sampled_from(["p", "q"]), max_size=2), number=WORDS,
            signed_on=days,
        ),
        "receive_dossier": _of(received_on=days) | _of(received_on=days, awards=st.lists(award)),
    }  # fmt: skip


def _approvals(definition: Definition) -> dict[str, st.SearchStrategy[Given]]:
    steps = [step for stage in definition.stages for step in stage.approvals]
    step = _sampled([*(one.id for one in steps), "none"])
    people = _sampled([*(f"of-{one.office}" for one in steps), "of-an", "nobody"])
    places = st.sampled_from(["before", "beside", "after"])
    capacities = st.sampled_from(["direct", "KT", "TUQ"])
    back = _sampled(["preparer", *(one.id for one in steps)])
    days = st.sampled_from(["2025-01-02", "2025-06-30", "2025-12-31"])
    return {
        "request_approval": _of(stage=_stages(definition)),
        "approve_step": _of(step=step) | _of(step=step, capacity=capacities),
        "reject_step": _of(step=step, reason=WORDS),
        "return_step": _of(step=step, comment=WORDS, to=back),
        "withdraw_decision": _of(step=step),
        "transfer_step": _of(step=step, to=people, reason=WORDS),
        "delegate_step": _of(step=step, to=people),
        "give_opinion": _of(step=step, opinion=WORDS),
        "add_signer": _of(step=step, person=people, place=places),
        "remove_signer": _of(step=step, person=people),
        "urge_step": _of(step=step),
        "comment_step": _of(step=step, comment=WORDS),
        "set_stand_in": _of(id=WORDS, stand_in=people, start=days, end=days),
        "switch_stand_in": _of(id=WORDS, active=st.booleans()),
    }


def _ends(definition: Definition) -> dict[str, st.SearchStrategy[Given]]:
    awards = [*(rule.id for rule in definition.awards), "NONE"]
    left = st.lists(_of(award=_sampled(awards), unit=UNITS, reason=WORDS), max_size=2)
    steps = definition.stage_of("nomination")
    ids = [*(step.id for step in (steps.approvals if steps else [])), "none"]
    verdicts = st.sampled_from(["approve", "approve", "return", "burn"])
    definitions = st.sampled_from([definition.id, "plain", "no/such", ""])
    return {
        "nominate": _of(left_out=left),
        "withdraw_nomination": _of(reason=WORDS),
        "decide_step": _of(step=_sampled(ids), verdict=verdicts, cut=left, comment=WORDS),
        "agree_leaders": _of(
            head=UNITS, deputies=st.lists(UNITS, max_size=2), present=st.lists(UNITS, max_size=4)
        )
        | _of(head=UNITS, standing_unit=UNITS, present=st.just(["an", "binh", "chau"])),
        "prepare_handover": _of(items=st.lists(WORDS, max_size=2))
        | _of(items=st.just(["Con dấu"]), next_definition=definitions),
        "sign_handover": _of(),
    }


def _papers(definition: Definition) -> dict[str, st.SearchStrategy[Given]]:
    ids = st.sampled_from(["kn-1", "kn-2", "Kn", ""])
    rules = _sampled([*(rule.id for rule in definition.objections), "none"])
    about = st.sampled_from(["score", "class", "rank", "ballot", "nomination", "king"])
    kinds = st.none() | _sampled([*(rule.id for rule in definition.documents), "none"])
    corrections = st.none() | st.sampled_from(["results", "ballot", "nomination", "none"])
    change = _of(criterion=_criteria(definition.rubric), to=AMOUNTS | st.none(), reason=WORDS)
    channels = _sampled([*(one.id for one in definition.legal_channels), "none"])
    return {
        "record_document": _of(number=WORDS, title=WORDS, on=DAYS)
        | _of(number=WORDS, title=WORDS, on=DAYS, document=kinds, supersedes=st.none() | WORDS),
        "sign_document": _of(number=WORDS, capacity=st.sampled_from(["direct", "TM", "TL"])),
        "raise_objection": _of(
            id=ids, rule=rules, about=about, statement=WORDS, unit=st.none() | UNITS
        ),
        "carry_objection": _of(id=ids),
        "withdraw_objection": _of(id=ids),
        "answer_objection": _of(
            id=ids,
            outcome=st.sampled_from(["upheld", "rejected"]),
            reason=WORDS,
            correction=corrections,
        ),
        "correct_results": _of(
            objection=ids, unit=UNITS, corrections=st.lists(change, max_size=2), reason=WORDS
        ),
        "record_complaint": _of(id=ids, channel=channels, unit=UNITS, paper=WORDS, received=DAYS),
        "conclude_complaint": _of(
            id=ids, conclusion=st.sampled_from(["upheld", "rejected"]), paper=WORDS
        ),
    }


def spoilt(given: Given) -> st.SearchStrategy[Mapping[str, Any]]:
    """Return *given* with one thing wrong: something missing, unknown, or of another shape."""
    keys = _sampled([*given, "unknown"])
    return st.one_of(
        keys.map(lambda key: {name: one for name, one in given.items() if name != key}),
        st.tuples(keys, ANYTHING).map(lambda pair: {**given, pair[0]: pair[1]}),
    )


def seats(definition: Definition) -> st.SearchStrategy[str]:
    """Return seats that there are, and seats that there are not."""
    offices = [f"office:{office.id}" for office in definition.offices]
    members = ["unit:an", "unit:binh", "unit:chau"]
    return _sampled([*members, *members, *offices, "admin", "overseer", "unit:nowhere", "system"])


def _stages(definition: Definition) -> st.SearchStrategy[str]:
    return _sampled([*(stage.id for stage in definition.stages), "none"])


def _criteria(rubric: Rubric) -> st.SearchStrategy[str]:
    known = [*(leaf.id for leaf in rubric.leaves()), *(one.id for one in rubric.adjustments)]
    return _sampled([*known, "none"])


def _of(**given: st.SearchStrategy[Any]) -> st.SearchStrategy[Given]:
    return st.fixed_dictionaries(given)


def _sampled(names: list[str]) -> st.SearchStrategy[str]:
    return st.sampled_from(names)
