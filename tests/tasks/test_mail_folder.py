"""Mail as files: whole, named for people, and the same however often it is written."""

import email
from datetime import UTC, datetime
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.policy import default
from email.utils import parseaddr
from pathlib import Path

import pytest

from tasks.senders.mail_folder import MailFolder
from workflow.runtime import CannotSend, Mail

NOTICE = Mail(
    message_id="<0123456789abcdef0123@thidua>",
    date=datetime(2025, 3, 14, 20, 0, tzinfo=UTC),
    address="an.nguyen@example.vn",
    name="Nguyễn Văn An",
    subject="Nhắc việc: Đăng ký thi đua năm 2025",
    body="Bước Đăng ký thi đua đến hạn 17:00 14/03/2025.",
    folder="bloc/2025",
)


def changed(**parts: str) -> Mail:
    return Mail(**{name: parts.get(name, getattr(NOTICE, name)) for name in Mail.__slots__})


def files(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.*"))


def read(path: Path) -> EmailMessage:
    return email.message_from_bytes(path.read_bytes(), policy=default)


@pytest.fixture
def sender(folder: Path) -> MailFolder:
    return MailFolder(folder, "Thi Đua <thidua@example.vn>")


def test_a_notice_is_one_file_named_for_day_and_recipient(sender: MailFolder, folder: Path) -> None:
    answer = sender.send(NOTICE)

    assert answer == "bloc/2025/2025-03-15-an.nguyen-0123456789ab.eml"
    assert files(folder) == [answer]


def test_any_mail_program_reads_it(sender: MailFolder, folder: Path) -> None:
    message = read(folder / sender.send(NOTICE))

    assert dict(message.items()) == {
        "From": "Thi Đua <thidua@example.vn>",
        "To": "Nguyễn Văn An <an.nguyen@example.vn>",
        "Subject": NOTICE.subject,
        "Date": "Fri, 14 Mar 2025 20:00:00 +0000",
        "Message-ID": NOTICE.message_id,
        "Auto-Submitted": "auto-generated",
        "Content-Type": 'text/plain; charset="utf-8"',
        "Content-Transfer-Encoding": "8bit",
        "MIME-Version": "1.0",
    }
    assert message.get_content().strip() == NOTICE.body


def test_the_same_notice_again_replaces_itself_byte_for_byte(
    sender: MailFolder, folder: Path
) -> None:
    path = folder / sender.send(NOTICE)
    before = path.read_bytes()

    sender.send(NOTICE)

    assert (len(files(folder)), path.read_bytes()) == (1, before)


def test_no_unfinished_file_is_left(sender: MailFolder, folder: Path) -> None:
    sender.send(NOTICE)

    assert [path.name for path in folder.rglob(".*")] == []


def test_a_bloc_cannot_lead_out_of_the_folder(sender: MailFolder, folder: Path) -> None:
    sender.send(changed(folder="../../outside/2025", address=f"{'a' * 300}@example.vn"))

    assert len(files(folder)) == 1


@pytest.mark.parametrize(
    "address",
    [
        "",
        "nobody",
        "an@example.vn, binh@example.vn",
        "an@example.vn\r\nBcc: binh@example.vn",
        "an <an@example.vn>",
        "ấn@example.vn",
        f"an@{'x' * 70}é.vn",
    ],
)
def test_what_is_not_one_address_is_refused_for_good(sender: MailFolder, address: str) -> None:
    with pytest.raises(CannotSend) as refused:
        sender.send(changed(address=address))

    assert refused.value.final


@pytest.mark.parametrize("part", ["subject", "name"])
@pytest.mark.parametrize("line_break", ["\r\n", "\n", "\r", "\x0b", "\u2028", "\x85", "\0"])
def test_a_line_break_adds_no_header(
    sender: MailFolder, folder: Path, part: str, line_break: str
) -> None:
    answer = sender.send(changed(**{part: f"Chào{line_break}Bcc: spy@example.vn"}))

    message = read(folder / answer)
    assert message["Bcc"] is None
    assert "Chào Bcc: spy@example.vn" in str(message["Subject" if part == "subject" else "To"])


def said(header: str) -> str:
    return str(make_header(decode_header(header)))


LONG = " ".join(["Ủy ban Mặt trận Tổ quốc"] * 12)


@pytest.mark.parametrize(
    "words", [LONG, "Ủy", 'Board "of" emulation, (Bến)', "Board, of \\ 'x' <y>"]
)
def test_names_and_subjects_come_out_as_they_went_in(
    sender: MailFolder, folder: Path, words: str
) -> None:
    path = folder / sender.send(changed(name=words, subject=words))

    plainly = email.message_from_bytes(path.read_bytes())
    name, spec = parseaddr(plainly["To"])
    assert (said(plainly["Subject"]), said(name), spec) == (words, words, NOTICE.address)
    assert max(len(line) for line in path.read_bytes().splitlines()) < 100


def test_a_folder_that_cannot_be_written_is_tried_again(tmp_path: Path) -> None:
    (tmp_path / "mail").write_text("a file stands in the way")

    with pytest.raises(CannotSend) as refused:
        MailFolder(tmp_path / "mail", "thidua@example.vn").send(NOTICE)

    assert not refused.value.final
