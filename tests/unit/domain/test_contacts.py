"""How people wish to be told: chosen by each, by an administrator for others, e-mail otherwise."""

from typing import Any

import pytest

from tests.factories import ADMIN, HEAD, MEMBER, holds
from tests.years import Paper
from workflow.domain.members import contacts
from workflow.domain.members.contacts import CHAT_QUIET, Way, ways
from workflow.domain.members.roster import Person
from workflow.domain.model import Actor

MAIL = Way(channel="email", address="of-chau@example.vn")
TELEGRAM = {"channel": "telegram", "to": "123456"}
ZALO = {"channel": "zalo", "to": "84901234567"}
HOOK = {"channel": "webhook", "to": "https://hook.example.vn/x"}
CHAU = Person(id="of-chau", name="Châu", email="of-chau@example.vn")
NOBODY = Person(id="of-chau", name="Châu")


@pytest.fixture
def paper() -> Paper:
    return Paper()


def chosen(paper: Paper, by: Actor = MEMBER, **given: Any) -> tuple[Way, ...]:  # noqa: ANN401 - of the act
    paper.do("choose_channels", by, **given)
    return ways(CHAU, contacts.reach_of(paper.book, "of-chau"))


def test_whoever_chose_nothing_is_told_by_mail(paper: Paper) -> None:
    assert ways(CHAU, contacts.reach_of(paper.book, "of-chau")) == (MAIL,)


def test_each_channel_that_was_chosen_is_a_way(paper: Paper) -> None:
    found = chosen(paper, channels=["telegram", "email"], contacts=[TELEGRAM])

    assert found == (Way(channel="telegram", address="123456", quiet=CHAT_QUIET), MAIL)


def test_an_address_of_their_own_goes_before_that_of_the_roster(paper: Paper) -> None:
    own = {"channel": "email", "to": "chau@coquan.gov.vn"}

    assert chosen(paper, contacts=[own]) == (Way(channel="email", address="chau@coquan.gov.vn"),)


def test_the_next_choice_replaces_the_last(paper: Paper) -> None:
    chosen(paper, channels=["telegram"], contacts=[TELEGRAM])

    assert chosen(paper) == (MAIL,)


def test_quiet_hours_are_kept_as_chosen(paper: Paper) -> None:
    found = chosen(paper, quiet_from="22:00", quiet_to="06:30")

    assert [one.quiet for one in found] == ["22:00-06:30"]


def test_nobody_without_an_address_is_told_in_some_way() -> None:
    assert ways(NOBODY, None) == ()


@pytest.mark.parametrize("by", [HEAD, holds("board")])
def test_nobody_chooses_for_another(paper: Paper, by: Actor) -> None:
    assert paper.refused("choose_channels", by, person="of-chau") == ["CHANNELS_OF_ANOTHER"]


def test_an_administrator_chooses_for_others(paper: Paper) -> None:
    given = {"person": "of-chau", "channels": ["webhook"], "contacts": [HOOK]}

    found = chosen(paper, ADMIN, **given)

    assert found == (Way(channel="webhook", address="https://hook.example.vn/x"),)


@pytest.mark.parametrize("by", [MEMBER, holds("board")])
def test_everybody_chooses_for_themselves(paper: Paper, by: Actor) -> None:
    assert paper.refused("choose_channels", by, channels=["zalo"], contacts=[ZALO]) == []


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"channels": ["zalo"]}, "CONTACT_MISSING"),
        ({"quiet_from": "22:00"}, "QUIET_HOURS_HALF"),
        ({"channels": ["webhook"], "contacts": [HOOK]}, "WEBHOOK_BY_ADMIN"),
        ({"contacts": [{"channel": "telegram", "to": "@an"}]}, "CONTACT_WRONG"),
        ({"contacts": [{"channel": "zalo", "to": "an"}]}, "CONTACT_WRONG"),
        ({"contacts": [{"channel": "email", "to": "an@x.vn, b@x.vn"}]}, "CONTACT_WRONG"),
        ({"contacts": [{"channel": "email", "to": "<an@x.vn>"}]}, "CONTACT_WRONG"),
    ],
)
def test_what_cannot_be_used_is_refused(paper: Paper, given: dict[str, object], code: str) -> None:
    assert paper.refused("choose_channels", MEMBER, **given) == [code]


@pytest.mark.parametrize(
    "to", ["http://x.vn/", "https://user@x.vn/", "https://", "ftp://x.vn", "https://x.vn/#a"]
)
def test_a_webhook_is_an_https_url_and_no_more(paper: Paper, to: str) -> None:
    given = {"person": "of-chau", "contacts": [{"channel": "webhook", "to": to}]}

    assert paper.refused("choose_channels", ADMIN, **given) == ["CONTACT_WRONG"]


def test_whoever_is_not_on_the_roster_cannot_be_reached(paper: Paper) -> None:
    assert paper.refused("choose_channels", ADMIN, person="nobody") == ["NOT_ON_ROSTER"]
