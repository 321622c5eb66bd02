"""`thidua serve`: everything in one process, until it is told to stop."""

import sys

from console.cli.answers import write
from console.cli.asked import Asked
from console.cli.opening import prepared, settings_of
from console.cli.saying import told
from console.sentences import WrongUse
from console.sentences.faults import system_reason


def serve(asked: Asked, host: str, port: int) -> None:
    """Serve until stopped. Standard output says where; everything else goes to standard error.

    Raises:
        WrongUse: The address cannot be listened on.
    """
    from console.api.serving import serve as listen
    from console.api.token import FILE, token_in

    settings = settings_of(asked)
    with prepared(asked, settings) as runtime:
        token = token_in(settings.dir)
        write(told(asked, "serving", token=str(settings.dir / FILE)), sys.stderr)
        try:
            listen(runtime, asked.composer, (host, port), token, settings)
        except OSError as taken:
            facts = {"host": host, "port": port, "reason": system_reason(taken)}
            raise WrongUse("address_taken", **facts) from taken
