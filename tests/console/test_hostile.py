"""Whatever is asked wrongly is answered in one line, in the language asked for; no traceback."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from console.sentences import told as say_fault
from tests.console.asking import SIXTH, WRONG, YEAR, Told, ask, started
from workflow import tracing

NOBODY = ["--person", "hieu-truong-1"]
DO = ["year", "do", YEAR, "register", *NOBODY]

WRONG_USE: dict[str, Sequence[object]] = {
    "command_missing": [],
    "no_such_command": ["yeer"],
    "no_such_option": ["year", "list", "--jsonn"],
    "missing_parameter": ["year", "show"],
    "option_misused": ["year", "list", "--dir"],
    "too_many_arguments": ["year", "list", "more"],
    "bad_choice": ["year", "list", "--lang", "fr"],
    "bad_value": ["serve", "--port", "eighty"],
    "not_found": ["year", "show", "nowhere/2024"],
    "unknown_definition": ["definitions", "show", "blocs/nowhere"],
    "no_such_state": ["definitions", "diagram", "blocs/nam-dinh/hai-hau-2022", "--state", "x"],
    "no_such_schema": ["schema", "definitoin"],
    "file_refused": ["run", "/nowhere/case.yaml"],
    "json_wrong": [*DO, "--given", "{"],
    "json_not_mapping": [*DO, "--given", "[1]"],
    "system_refused": [*DO, "--given", "@/nowhere/given.json"],
    "no_such_day": [*DO, "--at", "30/02/2024"],
    "date_form": [*DO, "--at", "yesterday"],
    "expect_form": [*DO, "--expect", "roster"],
    "given_wrong": [*DO, "--given", '{"staff": "many"}'],
    "database_address": ["year", "list", "--database", "not a database"],
    "database_unreachable": ["year", "list", "--database", "sqlite:////etc/passwd"],
    "no_database": ["year", "list", "--dir", "/nowhere"],
}

MORE: list[Sequence[object]] = [
    ["history", "verify", "nowhere/1"],
    ["history", "show", "nowhere/1", "--raw"],
    ["year", "do", YEAR, "fly", *NOBODY],
    ["year", "do", YEAR, "register", "--person", "nobody"],
    ["work", "--person", "nobody"],
    ["year", "open", "/nowhere.yaml"],
    ["year", "open", "/"],
    ["run", "/etc/passwd"],
    ["definitions", "lint", "/nowhere.yaml"],
    ["definitions", "lint", "blocs/nowhere"],
    ["year", "list", "--database", "oracle://x/y"],
    ["year", "list", "--database", "sqlite:////proc"],
    ["demo", "--dir", "/proc/thidua"],
    [*DO, "--given", "@/"],
    [*DO, "--given", "@"],
    [*DO, "--given", ""],
    [*DO, "--given", "NaN"],
    [*DO, "--given", '{"staff": NaN}'],
    [*DO, "--given", "[" * 100_000],
    [*DO, "--given", '{"staff": ' + "9" * 5000 + "}"],
    [*DO, "--given", "null"],
    [*DO, "--at", "00/13/0000"],
    [*DO, "--at", "27/03/2024 25:00"],
    [*DO, "--at", "9999-99-99T99:99"],
    [*DO, "--at", "\udcff"],
    [*DO, "--expect", "roster=²"],
    [*DO, "--expect", "=1"],
    ["year", "show", "\udcff/2024"],
    ["year", "show", "x" * 5000],
    ["year", "show", "--", "--json"],
    ["serve", "--port", "99999999"],
    ["notices", "show", "99999999999"],
]

WITH_A_MISTAKE = [
    WRONG_USE["file_refused"], WRONG_USE["given_wrong"],
    ["year", "open", "/nowhere.yaml"], ["year", "open", "/"], ["run", "/etc/passwd"],
]  # fmt: skip
"""Where a second line says what is wrong within a file or an input."""


@pytest.mark.parametrize("code", WRONG_USE)
def test_a_mistake_has_its_code_and_its_sentence_in_both_languages(code: str, folder: Path) -> None:
    told = ask("--json", "--dir", folder, *WRONG_USE[code])

    error = told.document["error"]
    assert (told.status, error["code"]) == (2, code)
    assert error["vi"]
    assert error["en"]
    assert error["vi"] != error["en"]


@pytest.mark.parametrize("arguments", [*WRONG_USE.values(), *MORE], ids=repr)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_mistake_is_no_traceback(
    arguments: Sequence[object], language: str, folder: Path
) -> None:
    told = ask("--lang", language, "--dir", folder, *arguments)

    assert told.status in {1, 2}
    assert not {word for word in ("Traceback", "THIDUA_DEBUG") if word in told.err + told.out}
    if told.status == 2:
        assert lines_of(told) == (2 if arguments in WITH_A_MISTAKE else 1)


def lines_of(told: Told) -> int:
    return len([line for line in told.err.splitlines() if line.strip()])


def test_a_wrong_case_lists_all_its_mistakes_with_their_places(tmp_path: Path) -> None:
    told = ask("run", WRONG, "--dir", tmp_path / "x")
    document = ask("run", WRONG, "--dir", tmp_path / "x", "--json").document

    problems = document["error"]["problems"]
    assert told.status == 2
    assert len(problems) > 5
    for one in problems:
        assert f"{one['file']}:{one['line']}:{one['column']}: " in told.err
    assert not (tmp_path / "x").exists()


def test_a_folder_that_no_demo_made_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("dear")

    told = ask("run", SIXTH, "--dir", tmp_path, "--json")

    assert (told.status, told.document["error"]["code"]) == (2, "folder_not_ours")
    assert [one.name for one in tmp_path.iterdir()] == ["letter.txt"]


def test_a_database_of_others_is_not_played_in(folder: Path, tmp_path: Path) -> None:
    case = tmp_path / "case.yaml"
    text = SIXTH.read_text("utf-8").replace("school-cluster-3", "another-cluster")
    case.write_text(text, "utf-8")
    definition = SIXTH.with_name("school-cluster-2024.yaml")
    (tmp_path / definition.name).write_bytes(definition.read_bytes())

    told = ask("run", case, "--database", f"sqlite:///{folder}/thidua.sqlite", "--json")

    assert (told.status, told.document["error"]["code"]) == (2, "database_not_fresh")


def test_what_is_no_database_is_said_to_be_none(tmp_path: Path) -> None:
    (tmp_path / "thidua.sqlite").write_text("not a database at all, but long enough" * 100)

    told = ask("year", "list", "--dir", tmp_path, "--json")

    assert (told.status, told.document["error"]["code"]) == (2, "database_unreachable")


def test_reading_makes_no_tables_in_a_strange_database(tmp_path: Path) -> None:
    file = tmp_path / "thidua.sqlite"
    file.touch()

    told = ask("year", "list", "--dir", tmp_path, "--json")

    assert (told.status, told.document["error"]["code"]) == (2, "no_tables")
    assert file.stat().st_size == 0


def test_a_password_is_never_shown() -> None:
    address = "postgresql+psycopg://someone:hush@localhost:1/x"

    told = ask("year", "list", "--database", address)

    assert told.status == 2
    assert "hush" not in told.err


def test_a_wrong_setting_names_its_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("THIDUA_SYNCHRONOUS", "maybe")

    told = ask("year", "list")

    assert told.status == 2
    assert "THIDUA_SYNCHRONOUS" in told.err


NOT_A_MAIL_SERVER = (
    "localhost", "http://x", "smtp://", "smtp://host:99999", "smtps://u:p@ss@host",
    "smtp://host/x?y", "smtp://h ost",
)  # fmt: skip
WRONG_SETTINGS = {
    "SMTP": NOT_A_MAIL_SERVER,
    "MAIL_FROM": ("abc", "a@b\nBcc: x@y", "Thi Đua <>", "A, B <a@b.vn>", "a@b.vn, c@d.vn"),
    "SMTP_CA": ("/nope", "/etc/hostname"),
    "WEBHOOK_ALLOW": ("x", "10.1.0.5/16", "10.1.0.0/16;10.2.0.0/16"),
    "BROKER": ("x", "memory://", "amqp://x", "redis://host:99999", "redis+socket://"),
    "LEASE_S": ("0", "abc", "99999999999999"),
    "SITE": ("tinh.vn", "javascript:alert(1)", "https://tinh.vn/a b"),
    "TELEGRAM_API": ("x", "ftp://x"),
    "SYNCHRONOUS": ("maybe",),
    "METRICS_TOKEN": ("short",),
    "TRACES": ("maybe",),
    "LANG": ("fr",),
}


@pytest.mark.parametrize(
    ("name", "value"), [(name, one) for name, wrong in WRONG_SETTINGS.items() for one in wrong]
)
def test_a_setting_that_cannot_be_is_refused_in_words(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str, value: str
) -> None:
    monkeypatch.setenv(f"THIDUA_{name}", value)

    told = ask("year", "open", SIXTH, "--dir", tmp_path / "x", "--json")

    error = told.document["error"]
    assert (told.status, error["code"]) == (2, "settings_wrong")
    assert f"THIDUA_{name} " in error["en"]
    assert not re.search(r"[Ii]nput should|[Ss]tring should|[Vv]alue error", error["vi"])
    assert not (tmp_path / "x").exists()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SMTP", "smtps://u:p%40ss@mail.tinh.vn:465"),
        ("SMTP", "smtp://[::1]:25/"),
        ("MAIL_FROM", '"Sở Nội vụ, tỉnh" <thidua@tinh.vn>'),
        ("WEBHOOK_ALLOW", "10.1.0.0/16, fd00::/8"),
        ("BROKER", "redis+socket:///run/redis.sock"),
        ("BROKER", "rediss://:pw@host:6379/0"),
        ("LANG", "en_US.UTF-8"),
    ],
)
def test_a_setting_that_can_be_is_taken(
    monkeypatch: pytest.MonkeyPatch, folder: Path, name: str, value: str
) -> None:
    monkeypatch.setenv(f"THIDUA_{name}", value)

    assert ask("year", "list", "--dir", folder).status == 0


@pytest.mark.parametrize("wrong", ["BROKER=amqp://x", "SMTP=localhost", "TRACES=maybe"])
def test_a_worker_ends_in_words_where_a_setting_cannot_be(wrong: str, tmp_path: Path) -> None:
    name, _, value = wrong.partition("=")
    environment = {**os.environ, "THIDUA_DIR": str(tmp_path), f"THIDUA_{name}": value}

    asked = subprocess.run(
        [sys.executable, "-c", "import worker; worker.app"],
        env=environment, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip

    assert "Traceback" not in asked.stderr
    assert asked.returncode == 78
    assert f"THIDUA_{name}" in asked.stderr


def test_the_number_of_a_notice_may_be_any(folder: Path) -> None:
    told = ask("notices", "show", "9" * 23, "--dir", folder, "--json")

    assert (told.status, told.document["error"]["code"]) == (2, "bad_value")


def test_traces_without_their_extra_say_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "opentelemetry.exporter", None)

    with pytest.raises(tracing.ExtraMissing) as missing:
        tracing.export()

    assert "pip install 'thidua[otel]'" in say_fault(missing.value, "vi")


def test_interrupted_is_no_traceback(tmp_path: Path) -> None:
    with started("serve", "--port", "0", "--dir", tmp_path) as process:
        assert process.stdout
        assert process.stdout.readline().startswith(b"http://")
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=30)

    assert b"Traceback" not in err
    assert process.returncode in {0, 2}


def test_nobody_reading_is_no_fault(played: Path) -> None:
    with started("history", "show", YEAR, "--dir", played) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        err = process.stderr.read()

    assert err == b""
