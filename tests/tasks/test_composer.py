"""What starts cheaply, and what is said when something is missing."""

import sys
from pathlib import Path
from subprocess import run

import pytest

import worker
from tasks.senders.mail_folder import MailFolder
from tasks.senders.smtp import SmtpSender
from tests.processes import ROOT, running
from workflow.settings import Settings

NOT_SET = ["THIDUA_BROKER", "is", "not"]
HEAVY = {"celery", "sqlalchemy", "fastapi", "pydantic", "alembic", "rich"}


def test_importing_the_composer_imports_nothing_heavy() -> None:
    script = "import sys, worker; print(*{name.partition('.')[0] for name in sys.modules})"

    told = run([sys.executable, "-c", script], cwd=ROOT, check=True, capture_output=True, text=True)  # noqa: S603 - our own words

    assert HEAVY & set(told.stdout.split()) == set()


def test_a_worker_without_a_broker_says_what_to_set(tmp_path: Path) -> None:
    command = (sys.executable, "-m", "celery", "-A", "worker", "worker")

    with running(command, tmp_path / "log", {"THIDUA_DIR": str(tmp_path)}) as program:
        assert program.process.wait(30) == 78
        told = program.said.splitlines()
        assert [line.split()[:3] for line in told] == [["Chưa", "đặt", "THIDUA_BROKER,"], NOT_SET]


def test_the_composer_has_nothing_else_to_offer() -> None:
    with pytest.raises(AttributeError):
        _ = worker.nonsense


@pytest.mark.parametrize(
    ("smtp", "kind"), [(None, MailFolder), ("smtp://mail.example.vn", SmtpSender)]
)
def test_mail_goes_where_the_settings_say(tmp_path: Path, smtp: str | None, kind: type) -> None:
    runtime = worker.Composed().runtime(Settings(dir=tmp_path, smtp=smtp))

    assert isinstance(runtime.sender, kind)
    runtime.engine.dispose()
