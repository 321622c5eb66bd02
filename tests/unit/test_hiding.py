"""Secrets never stand in what is written; what is none stays readable."""

import pytest

from workflow import hiding


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("smtps://user:s3cretpw@mail.example.vn", "smtps://user:***@mail.example.vn"),
        ("https://example.vn/?token=abcdef", "https://example.vn/?token=***"),
    ],
)
def test_what_stands_as_a_password_is_hidden_whoever_wrote_it(written: str, shown: str) -> None:
    assert hiding.hidden(written) == shown


def test_the_name_of_the_product_is_no_secret_even_as_a_password() -> None:
    hiding.keep(["thidua"])

    assert hiding.hidden("thidua --dir van-ban year list") == "thidua --dir van-ban year list"
    assert "***" in hiding.hidden("postgresql://somebody:thidua@localhost/db")
