"""The family of refusals: each says what happened, by a stable code, with its facts."""

from definitions.problems import Problem
from workflow.domain.errors import GivenWrong, HistoryBroken, NotFound, Refused, Unmet


def test_a_refusal_carries_every_unmet_condition() -> None:
    refusal = Refused([Unmet(code="A"), Unmet(code="B")])

    assert ([one.code for one in refusal.unmet], refusal.facts) == (
        ["A", "B"],
        {"count": 2, "codes": ["A", "B"]},
    )


def test_what_was_given_wrong_is_named_with_its_path() -> None:
    wrong = Problem(
        code="bad_span", severity="error", file="given", line=1, column=1,
        path="staff", vi="Sai", en="Wrong",
    )  # fmt: skip

    assert GivenWrong("register", [wrong]).facts == {"act": "register", "mistakes": ["staff: Sai"]}


def test_what_was_not_found_comes_with_the_names_that_are_known() -> None:
    missing = NotFound("act", "vanish", ["advance"])

    assert (missing.facts, missing.known) == ({"what": "act", "name": "vanish"}, ("advance",))


def test_a_broken_history_says_in_which_way() -> None:
    broken = HistoryBroken("NO_SUCH_MOVE", state="a")

    assert (broken.code, broken.facts) == ("no_such_move", {"state": "a"})
