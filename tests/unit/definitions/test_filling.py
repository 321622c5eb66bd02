"""Templates: names in braces are filled, and values are written as each language writes them."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from definitions.errors import UnknownPlaceholder
from definitions.filling import fill, placeholders, stray_braces
from definitions.schema.record import Text
from definitions.schema.timing import Span

MARCH = date(2018, 3, 27)


@pytest.mark.parametrize(
    ("value", "vi", "en"),
    [
        pytest.param("x", "x", "x", id="text"),
        pytest.param(7, "7", "7", id="whole"),
        pytest.param(Decimal("87.50"), "87,5", "87.5", id="decimal"),
        pytest.param(Decimal("1E+3"), "1000", "1000", id="exponent"),
        pytest.param(Decimal("-0.0"), "0", "0", id="negative-zero"),
        pytest.param(MARCH, "27/03/2018", "27 March 2018", id="date"),
        pytest.param(
            datetime(2018, 3, 27, 10, tzinfo=UTC),
            "17:00 27/03/2018",
            "17:00 27 March 2018",
            id="moment",
        ),
        pytest.param(None, "chưa ghi nhận", "not recorded", id="nothing"),
        pytest.param(True, "có", "yes", id="true"),
        pytest.param(["a", Decimal("1.5")], "a, 1,5", "a, 1.5", id="list"),
        pytest.param(frozenset({"b", "a"}), "a, b", "a, b", id="set"),
        pytest.param(Text(vi="Khối", en="Bloc"), "Khối", "Bloc", id="bilingual"),
        pytest.param(
            Span(10, "working_days"), "10 ngày làm việc", "10 working days", id="working-days"
        ),
        pytest.param(Span(1, "days"), "1 ngày", "1 day", id="one-day"),
    ],
)
def test_values_are_written_as_each_language_does(value: object, vi: str, en: str) -> None:
    assert (fill("{it}", {"it": value}, "vi"), fill("{it}", {"it": value}, "en")) == (vi, en)


@pytest.mark.parametrize(
    ("template", "filled"),
    [
        ("{a} and {a}", "x and x"),
        ("{{a}} {a}", "{a} x"),
        ("{{{a}}}", "{x}"),
        ("{A} {0} {a.b} {a!r}", "{A} {0} {a.b} {a!r}"),
    ],
)
def test_only_plain_names_are_filled(template: str, filled: str) -> None:
    assert fill(template, {"a": "x"}, "vi") == filled


def test_a_filled_value_is_not_filled_again() -> None:
    assert fill("{a}", {"a": "{b}", "b": "x"}, "vi") == "{b}"


def test_an_unknown_name_is_refused() -> None:
    with pytest.raises(UnknownPlaceholder) as refusal:
        fill("{a}", {}, "vi")
    assert refusal.value.facts["name"] == "a"


def test_the_names_of_a_template_are_known() -> None:
    assert placeholders("{a} {{b}} {c_d}") == {"a", "c_d"}


@pytest.mark.parametrize(("template", "stray"), [("{a", True), ("{A}", True), ("{{a}} {b}", False)])
def test_braces_that_stand_alone_are_seen(template: str, stray: bool) -> None:  # noqa: FBT001
    assert stray_braces(template) is stray
