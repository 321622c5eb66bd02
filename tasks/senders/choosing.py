"""Which way out the settings mean."""

from tasks.senders.mail_folder import MailFolder
from workflow.runtime import Sender
from workflow.settings import Settings


def sender_of(settings: Settings) -> Sender:
    """Return the mail server's sender when one is named, the mail folder otherwise.

    Raises:
        NoMailServer: What is named is no mail server.
        CannotSend: The sender's own address is none.
    """
    if settings.smtp is None:
        flushing = settings.synchronous == "full"
        return MailFolder(settings.mail_folder, settings.mail_from, flushing=flushing)
    # Only here: it brings TLS, which a start with a mail folder need not wait for.
    from tasks.senders.smtp import SmtpSender  # noqa: PLC0415

    return SmtpSender(settings.smtp, settings.mail_from)
