"""One sender for all channels: each notice goes by its own."""

from collections.abc import Mapping

from workflow.runtime import CannotSend, Mail, Sender


class Channels:
    """Hands each notice to the sender of its channel."""

    def __init__(self, senders: Mapping[str, Sender]) -> None:
        self._senders = senders

    def send(self, mail: Mail) -> str:
        """Hand *mail* over; return the far end's answer. Raises CannotSend."""
        sender = self._senders.get(mail.channel)
        if sender is None:  # final, so that e-mail takes over
            answer = f"no settings for {mail.channel}"
            raise CannotSend(answer, final=True)
        return sender.send(mail)
