"""Text from anywhere: what cannot be kept is refused where it comes in, with a reason."""

import re
from dataclasses import replace

import pytest

from tests.factories import ADMIN, HEAD, MEMBER, opening, plainest
from tests.years import Lived, opened, register
from workflow.domain.errors import GivenWrong, Refused
from workflow.domain.model import Actor
from workflow.runtime import Runtime
from workflow.service.acts import perform
from workflow.service.giving import shaped
from workflow.service.opening import OpenYear
from workflow.service.reading import history, list_years
from workflow.service.verifying import verify
from workflow.service.years import open_year


@pytest.fixture
def lived(runtime: Runtime) -> Lived:
    """A year in which `chau` has registered."""
    lived = opened(runtime)
    register(lived, "chau")
    return lived


@pytest.mark.parametrize(
    "comment", ["", "  \n", "a\x00b", "a\x1bb", "a\u202eb", "half\ud800", "x" * 4001]
)
def test_a_reason_says_something_that_can_be_read(lived: Lived, comment: str) -> None:
    with pytest.raises(GivenWrong):
        lived.do("return_registration", HEAD, unit="chau", comment=comment)


@pytest.mark.parametrize("comment", ["Hai\ndòng\t.", "Khối\u00a0trưởng", "👍🏽", "x" * 4000])
def test_a_reason_is_kept_as_it_was_written(lived: Lived, comment: str) -> None:
    lived.do("return_registration", HEAD, unit="chau", comment=comment)

    assert lived.stream("registration/chau").comment == comment


@pytest.mark.parametrize("email", ["a\nb@x.vn", "a\r\nBcc: b@x.vn", "\x00"])
def test_an_address_stands_on_one_line(lived: Lived, email: str) -> None:
    with pytest.raises(GivenWrong):
        lived.do(
            "seat_person", ADMIN, person={"id": "p", "name": "P", "email": email}, seat="admin"
        )


@pytest.mark.parametrize(
    "command_id", ["a\x00b", "half\ud800", "two\nlines", "x\u2028y", "é" * 301]
)
def test_a_command_id_that_cannot_be_kept_is_refused(lived: Lived, command_id: str) -> None:
    with pytest.raises(GivenWrong):
        perform(lived.runtime, replace(lived.command("register", HEAD), id=command_id))


@pytest.mark.parametrize(
    "actor",
    [Actor(person="half\ud800", seat="unit:an"), Actor(person="of-an", seat="unit:\ud800")],
    ids=["person", "seat"],
)
def test_an_actor_that_cannot_be_named_is_refused(lived: Lived, actor: Actor) -> None:
    with pytest.raises(GivenWrong):
        perform(lived.runtime, lived.command("register", actor))


def test_a_year_that_cannot_be_named_is_refused(lived: Lived) -> None:
    with pytest.raises(GivenWrong):
        perform(lived.runtime, replace(lived.command("register", HEAD), year="bloc/\ud800"))


def test_a_command_id_written_decomposed_is_the_same_id(lived: Lived) -> None:
    command = replace(lived.command("register", HEAD), id="đăng-ký-é")

    first = perform(lived.runtime, command)

    assert perform(lived.runtime, replace(command, id="đăng-ký-e\u0301")) == first


@pytest.mark.parametrize("staff", [10**30, -1, "1e9999", True, 1.5])
def test_a_number_that_cannot_be_true_is_refused(lived: Lived, staff: object) -> None:
    with pytest.raises(GivenWrong):
        lived.do("register", HEAD, staff=staff)


@pytest.mark.parametrize("value", ["1E+999999", "1E-999999", "NaN", "0." + "0" * 5000 + "1", 0, -1])
def test_a_target_that_cannot_be_computed_with_is_refused(lived: Lived, value: object) -> None:
    target = {"id": "t", "title": "t", "value": value, "measure": {"kind": "count", "most": 10**12}}

    with pytest.raises(GivenWrong):
        lived.do("draft_pledge", HEAD, themes=[{"title": "Thi đua"}], targets=[target])


def test_nothing_of_what_was_refused_is_in_the_history(lived: Lived) -> None:
    before = history(lived.runtime, lived.id)

    with pytest.raises(GivenWrong):
        perform(lived.runtime, replace(lived.command("register", MEMBER), id="\x00"))

    assert history(lived.runtime, lived.id) == before


def test_a_history_with_every_kind_of_letter_proves_itself(lived: Lived) -> None:
    lived.do("return_registration", HEAD, unit="chau", comment='Đề nghị: “bổ sung” 👍🏽 \\ " \t ü')

    assert verify(lived.runtime, lived.id).findings == ()


def refused_as(lived: Lived, **given: object) -> list[str]:
    with pytest.raises(GivenWrong) as wrong:
        lived.do("register", MEMBER, **given)
    return [one.code for one in wrong.value.problems]


def test_what_is_nested_without_end_is_refused_in_words(lived: Lived) -> None:
    nested: object = "x"
    for _ in range(100_000):
        nested = [nested]

    assert refused_as(lived, collective=nested) == ["given_too_deep"]


def test_a_number_of_thousands_of_digits_is_refused_in_words(lived: Lived) -> None:
    assert refused_as(lived, staff=10**5000) == ["given_too_large"]


def _wrongly(wanted: OpenYear, name: str) -> list[OpenYear]:
    unit, person = wanted.units[0], wanted.people[0]
    return [
        replace(wanted, bloc_name=name),
        replace(wanted, units=(replace(unit, name=name), *wanted.units[1:])),
        replace(wanted, people=(replace(person, name=name), *wanted.people[1:])),
        replace(wanted, people=(replace(person, email=name), *wanted.people[1:])),
    ]


@pytest.mark.parametrize("name", ["", "x" * 301, "Đại diện\r\nBcc: x@y.z", "a\x00b", "a\u202eb"])
@pytest.mark.parametrize("where", range(4), ids=["bloc", "unit", "person", "email"])
def test_no_year_opens_with_a_name_that_could_never_be_read_again(
    runtime: Runtime, where: int, name: str
) -> None:
    wanted = _wrongly(opening(plainest()), name)[where]

    with pytest.raises(GivenWrong):
        open_year(runtime, wanted, ADMIN)

    assert list_years(runtime) == []


def test_no_year_opens_with_somebody_whom_no_mail_could_reach(runtime: Runtime) -> None:
    wanted = opening(plainest())
    people = (replace(wanted.people[0], email="a@b.vn, d@e.vn"), *wanted.people[1:])

    with pytest.raises(Refused) as refused:
        open_year(runtime, replace(wanted, people=people), ADMIN)

    assert [one.code for one in refused.value.unmet] == ["CONTACT_WRONG"]


@pytest.mark.parametrize("staff", [float("inf"), float("nan"), "9" * 5000, 1.5, "1e5"])
def test_a_number_that_cannot_be_used_is_refused_in_words_of_both_languages(staff: object) -> None:
    with pytest.raises(GivenWrong) as refused:
        shaped("register", {"staff": staff})

    (problem,) = refused.value.problems
    assert not re.search(r"[Ii]nput|parse|definition", problem.vi + problem.en)


@pytest.mark.parametrize(("name", "code"), [("", "text_empty"), ("x" * 301, "text_too_long")])
def test_a_name_is_a_text_and_no_list(name: str, code: str) -> None:
    with pytest.raises(GivenWrong) as refused:
        shaped("seat_person", {"person": {"id": "p", "name": name}, "seat": "admin"})

    assert [one.code for one in refused.value.problems] == [code]
