"""What is always true of a bloc year, whatever was done in it."""

from collections import Counter
from itertools import pairwise

from definitions.schema.awards import AwardRule
from workflow.domain.members import roster
from workflow.domain.members.roster import Roster
from workflow.domain.model import Book
from workflow.domain.nominations.nomination import Entry, Nomination
from workflow.domain.results.ranking import RankingState


def hold(book: Book) -> None:
    """Fail when a rule is broken in *book*."""
    _roles(book)
    ranking = book.find(RankingState, "ranking")
    if ranking:
        _ranking(book, ranking)
    nomination = book.find(Nomination, "nomination")
    if nomination:
        for entries in (nomination.proposed, nomination.decided):
            _awards(book, entries)
        assert set(nomination.decided) <= set(nomination.proposed) - set(nomination.cut)


def _roles(book: Book) -> None:
    """No role is ever held by more units than the definition has room for."""
    found = book.load(Roster, roster.KEY)
    for role, seats in book.definition.roles:
        for day in {one.start for one in found.mandates if one.role == role}:
            assert len(found.holders(role, day)) <= seats.most, (role, day, found.mandates)


def _ranking(book: Book, ranking: RankingState) -> None:
    """Every member once, in the order of what the definition ranks by; equals share a rank.

    Whoever joined may have done so after the ranking was fixed; whoever is in it may have left.
    """
    places, by = ranking.places, book.definition.ranking.by
    values = [one.points if by == "total" else one.percent for one in places]
    listed = [one.unit for one in (*places, *ranking.unranked)]
    members = book.load(Roster, roster.KEY)
    gone = {one.unit.id for one in members.former}
    assert len(listed) == len(set(listed))
    assert set(listed) <= {*members.unit_ids(), *gone}
    assert set(members.unit_ids()) - set(members.joined) <= set(listed)
    assert values == sorted(values, reverse=True)
    assert [one.rank for one in places][:1] == [1]
    for number, (one, other) in enumerate(pairwise(places), start=1):
        assert other.rank in {one.rank, number + 1}
        if other.rank == one.rank:
            assert values[number] == values[number - 1]


def _awards(book: Book, entries: tuple[Entry, ...]) -> None:
    """No award goes out more often than its rule says, and no unit gets two of one group."""
    rules: dict[str, AwardRule] = {rule.id: rule for rule in book.definition.awards}
    for award, count in Counter(entry.award for entry in entries).items():
        number = rules[award].number
        if isinstance(number, int):  # quotas worked out have a property of their own
            assert count <= number, (award, entries)
    taken = Counter((entry.unit, rules[entry.award].group or entry.award) for entry in entries)
    assert not [one for one, count in taken.items() if count > 1], entries
