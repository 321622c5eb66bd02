"""A mail as bytes: no text gets into a header, the page is escaped, links only open pages."""

import email
import re
from dataclasses import replace
from email.message import EmailMessage
from email.policy import default
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import tasks.senders.composing as module
from definitions.catalogue import Catalogue
from tasks.senders.composing import compose, named_address, page
from tests.tasks.test_smtp import FROM, NOTICE
from workflow.runtime import CannotSend, Entry, Mail

SITE = "https://thidua.example.vn"
TWO = replace(
    NOTICE,
    entries=(Entry(text="Một", link=f"{SITE}/years/a/2025"), Entry(text="Hai <b>")),
    refers_to="<0123@thidua>",
)
NASTY = st.text(
    st.characters(exclude_categories=["Cs"]) | st.sampled_from("\r\n\0\x0b\x85\u2028<>\"',:;@=?")
)
HEADERS = {
    "From", "To", "Subject", "Date", "Message-ID", "In-Reply-To", "References",
    "Auto-Submitted", "MIME-Version", "Content-Type",
}  # fmt: skip


def read(mail: Mail, *, readable: bool = False) -> EmailMessage:
    content = compose(mail, named_address(FROM), readable=readable).as_bytes()
    return email.message_from_bytes(content, policy=default)


class Page(HTMLParser):
    """What stands on a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str | None] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep a tag, and where it leads."""
        self.tags.append(tag)
        self.links += [value for name, value in attrs if name in {"href", "src", "action"}]

    def handle_data(self, data: str) -> None:
        """Keep text."""
        self.text += data


@given(name=NASTY, subject=NASTY, body=NASTY, text=NASTY, refers=NASTY)
def test_no_text_adds_a_header_or_a_recipient(
    name: str, subject: str, body: str, text: str, refers: str
) -> None:
    mail = replace(
        TWO, name=name, subject=subject, body=body, entries=(Entry(text=text),), refers_to=refers
    )
    content = compose(mail, named_address(FROM)).as_bytes()

    head = content.partition(b"\r\n\r\n")[0]
    names = re.findall(rb"(?m)^([A-Za-z-]+):", head)
    assert {one.decode() for one in names} <= HEADERS
    assert len(names) == len(set(names))
    message = email.message_from_bytes(content, policy=default)
    assert [one.addr_spec for one in message["To"].addresses] == ["an@example.vn"]


@given(NASTY)
def test_an_address_is_one_address_or_none(written: str) -> None:
    try:
        message = read(replace(NOTICE, address=written))
    except CannotSend as refused:
        assert refused.final  # noqa: PT017 - either is right
        return
    assert len(message["To"].addresses) == 1


@given(text=NASTY, subject=NASTY)
def test_what_people_wrote_is_text_on_the_page(text: str, subject: str) -> None:
    shown = Page(page(replace(TWO, subject=subject, entries=(Entry(text=text),))))

    assert set(shown.tags) <= {"html", "head", "meta", "title", "body", "main", "h1", "p"}
    assert shown.links == []


def test_text_and_page_say_the_same() -> None:
    message = read(replace(TWO, body=f"- Một\n  {SITE}/years/a/2025\n\n- Hai <b>"))
    plain, html = (part.get_content() for part in message.iter_parts())

    shown = Page(html)
    for words in ("Một", "Hai <b>"):
        assert words in plain
        assert words in shown.text
    assert shown.links == [f"{SITE}/years/a/2025"]


@pytest.mark.parametrize("readable", [True, False])
def test_the_same_mail_is_the_same_bytes(*, readable: bool) -> None:
    sender = named_address(FROM)
    first, second = (compose(TWO, sender, readable=readable).as_bytes() for _ in range(2))

    assert first == second


def test_a_correction_names_what_it_corrects() -> None:
    message = read(TWO)

    assert (message["In-Reply-To"], message["References"]) == ("<0123@thidua>", "<0123@thidua>")


def test_one_thing_has_no_list() -> None:
    shown = Page(page(replace(TWO, entries=TWO.entries[:1])))

    assert "li" not in shown.tags
    assert shown.links == [f"{SITE}/years/a/2025"]


def test_no_template_holds_anything_that_acts() -> None:
    """A link is opened by programs that nobody asked: for a preview, or to look for viruses."""
    templates = list((Path(module.__file__).parent / "templates").iterdir())

    assert templates
    for one in templates:
        found = Page(one.read_text("utf-8"))
        assert set(found.tags).isdisjoint({"form", "button", "input", "script", "iframe", "img"})
        assert found.links == ["{{ entry.link }}"] * len(found.links)


def test_no_definition_puts_a_link_of_its_own_into_a_notice() -> None:
    catalogue = Catalogue()
    words = [
        getattr(text, language)
        for name in catalogue.ids()
        for notice in catalogue.load(name).notices
        for text in (notice.subject, notice.body)
        for language in ("vi", "en")
    ]

    assert words
    assert not any("://" in one or "href" in one for one in words)
