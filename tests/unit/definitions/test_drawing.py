"""Pictures of a year: everything is on them, nothing breaks them, and they are the same again."""

from xml.etree import ElementTree as ET

import pytest

from definitions.drawing import mermaid, svg
from tests.unit.definitions.factories import small

BRANCHED = """
    stages:
      - id: scoring
        next: [{to: handover, when: {facts: recorded}}, {to: nomination}]
"""
NAMESPACE = "{http://www.w3.org/2000/svg}"


def texts(picture: str) -> list[str]:
    return ["".join(one.itertext()) for one in ET.fromstring(picture).iter(f"{NAMESPACE}text")]  # noqa: S314 - our own


def paths(picture: str) -> int:
    return len(list(ET.fromstring(picture).iterfind(f"{NAMESPACE}path")))  # noqa: S314 - our own


def test_the_svg_says_each_stage_its_owner_and_when_it_is_due() -> None:
    assert texts(svg(small(), "vi"))[:4] == [
        "1. Đăng ký", "Khối trưởng · hạn 17:00 ngày 15/03", "2. Ký giao ước",
        "Khối trưởng · hạn ngày 31/03",
    ]  # fmt: skip


def test_the_svg_shows_where_the_year_is() -> None:
    assert "● The year is here" in texts(svg(small(), "en", state="review"))


def test_the_svg_draws_every_way() -> None:
    assert (paths(svg(small(), "vi")), paths(svg(small(BRANCHED), "vi"))) == (6, 7)


def test_the_svg_says_what_decides_between_ways() -> None:
    assert "If every fact is recorded → 6. Handover" in texts(svg(small(BRANCHED), "en"))


def test_the_svg_is_told_to_those_who_do_not_see_it() -> None:
    root = ET.fromstring(svg(small(), "en"))  # noqa: S314 - our own
    title = root.find(f"{NAMESPACE}title")
    assert title is not None
    assert title.text == "Small bloc: the stages of the year"
    assert root.get("role") == "img"


@pytest.mark.parametrize("language", ["vi", "en"])
def test_nothing_written_by_a_person_breaks_the_svg(language: str) -> None:
    hostile = "stages: [{id: review, title: {vi: '<b>&\"]]>', en: '<script>'}}]"
    assert any("<" in text for text in texts(svg(small(hostile), language)))


def test_a_long_title_breaks_into_lines() -> None:
    long = f"stages: [{{id: review, title: {{vi: {'chữ ' * 40}, en: x}}}}]"
    assert max(map(len, texts(svg(small(long), "vi")))) < 50


def test_the_mermaid_diagram_holds_every_way_and_escapes_words() -> None:
    hostile = "stages: [{id: review, title: {vi: 'a \"b\"; c: #d', en: x}}]"
    diagram = mermaid(small(hostile), "vi", state="review")
    assert "s3_review --> s4_scoring" in diagram
    assert "class s3_review here" in diagram
    assert "a #quot;b#quot;#59; c#58; #35;d" in diagram


def test_pictures_are_the_same_each_time() -> None:
    assert (svg(small(), "vi"), mermaid(small(), "vi")) == (
        svg(small(), "vi"),
        mermaid(small(), "vi"),
    )
