"""A notice as an e-mail message; the same notice is the same bytes, whenever it is composed.

What people wrote gets into headers here and nowhere else. An address must be one address and no
more; a line break in a name or a subject becomes a space. So no notice can add a header.
"""

import re
from base64 import encodebytes
from email.header import Header
from email.headerregistry import Address
from email.message import Message
from email.policy import compat32
from email.utils import format_datetime, formataddr, parseaddr
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from definitions.wording import say
from workflow.runtime import CannotSend, Mail

QUICK = compat32.clone(linesep="\r\n")
"""The newer policies parse each header that they are given, and take ten times as long."""

_ATOMS = r"[^\x00-\x20\x7f@<>()\[\],;:\\\"]+"
_ONE_ADDRESS = re.compile(f"({_ATOMS})@({_ATOMS})")


def address(name: str, written: str) -> Address:
    """Return one address with a name. Raises CannotSend."""
    found = _ONE_ADDRESS.fullmatch(written)
    if found is None or not found[1].isascii():
        answer = f"not one mail address: {written!r}"
        raise CannotSend(answer, final=True)
    try:
        domain = found[2].encode("idna").decode()
    except UnicodeError as wrong:
        answer = f"no mail domain: {written!r}"
        raise CannotSend(answer, final=True) from wrong
    return Address(one_line(name), username=found[1], domain=domain)


def named_address(written: str) -> Address:
    """Return the address in `Name <name@host>`. Raises CannotSend."""
    return address(*parseaddr(written))


def one_line(text: str) -> str:
    """Return *text* with line breaks and whatever else cannot be seen as single spaces."""
    return " ".join("".join(one if one.isprintable() else " " for one in text).split())


def compose(mail: Mail, sender: Address, *, readable: bool = False) -> "Message[Any, Any]":
    """Return the message of *mail*: plain text, and the same as a page where it has parts.

    With *readable* the body is plain UTF-8 for eyes and files; otherwise seven bits, which every
    mail server takes.

    Raises:
        CannotSend: The address is not one mail address.
    """
    message: Message[Any, Any] = Message(policy=QUICK)
    message["From"] = _addressed("From", sender)
    message["To"] = _addressed("To", address(mail.name, mail.address))
    message["Subject"] = _encoded("Subject", one_line(mail.subject))
    message["Date"] = format_datetime(mail.date)
    message["Message-ID"] = mail.message_id
    if mail.refers_to:
        message["In-Reply-To"] = message["References"] = one_line(mail.refers_to)
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no robot shall answer
    message["MIME-Version"] = "1.0"
    if mail.entries:
        _alternatives(message, mail, readable=readable)
    else:
        _fill(message, "plain", mail.body, readable=readable)
    return message


def _alternatives(message: "Message[Any, Any]", mail: Mail, *, readable: bool) -> None:
    """Put the text and the page in; the last one is what a mail program prefers."""
    # The boundary comes from the mail, not from chance: the same notice is the same bytes.
    boundary = f"=_{mail.message_id.strip('<>').partition('@')[0]}"
    message["Content-Type"] = f'multipart/alternative; boundary="{boundary}"'
    parts: list[Any] = []
    for kind, content in (("plain", mail.body), ("html", page(mail))):
        part: Message[Any, Any] = Message(policy=QUICK)
        _fill(part, kind, content, readable=readable)
        parts.append(part)
    message.set_payload(parts)


def page(mail: Mail) -> str:
    """Return *mail* as a page: everything that people wrote is escaped by the template engine."""
    open_page = say("mail_open", {}, mail.language)
    return _template().render(mail=mail, subject=one_line(mail.subject), open_page=open_page)


@cache
def _template() -> Template:
    loader = FileSystemLoader(Path(__file__).parent / "templates")
    made = Environment(
        loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    return made.get_template("notice.html")


def _addressed(name: str, found: Address) -> Header:
    if found.display_name.isascii():
        return Header(formataddr((found.display_name, found.addr_spec)), header_name=name)
    header = _encoded(name, found.display_name)
    header.append(f"<{found.addr_spec}>", "us-ascii")
    return header


def _encoded(name: str, text: str) -> Header:
    return Header(text, "us-ascii" if text.isascii() else "utf-8", header_name=name)


def _fill(part: "Message[Any, Any]", kind: str, text: str, *, readable: bool) -> None:
    body = text.encode()
    part["Content-Type"] = f'text/{kind}; charset="utf-8"'
    part["Content-Transfer-Encoding"] = "8bit" if readable else "base64"
    content = body + b"\n" if readable else encodebytes(body)
    part.set_payload(content.decode("ascii", "surrogateescape"))
