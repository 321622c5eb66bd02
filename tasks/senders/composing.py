"""A notice as an e-mail message; the same notice is the same bytes, whenever it is composed.

What people wrote gets into headers here and nowhere else. An address must be one address and no
more; a line break in a name or a subject becomes a space. So no notice can add a header.
"""

import re
from email import policy
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr

from workflow.runtime import CannotSend, Mail

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


def compose(mail: Mail, sender: Address, *, readable: bool = False) -> EmailMessage:
    """Return the message of *mail*. Raises CannotSend.

    With *readable* the body is plain UTF-8 for eyes and files; otherwise seven bits, which every
    mail server takes.
    """
    seven = policy.SMTP.clone(cte_type="7bit")
    message = EmailMessage(policy=policy.SMTP if readable else seven)
    message["From"] = sender
    message["To"] = address(mail.name, mail.address)
    message["Subject"] = one_line(mail.subject)
    message["Date"] = format_datetime(mail.date)
    message["Message-ID"] = mail.message_id
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no robot shall answer
    message.set_content(mail.body, cte="8bit" if readable else None)
    return message
