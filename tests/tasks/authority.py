"""An authority of the tests' own, and servers' certificates by it."""

import ssl
from pathlib import Path

import trustme


class Authority:
    """Certifies names; what it certifies is trusted by whoever is given its file."""

    def __init__(self, folder: Path) -> None:
        self._authority = trustme.CA()
        self.file = folder / "authority.pem"
        self._authority.cert_pem.write_to_path(self.file)

    def server(self, *names: str) -> ssl.SSLContext:
        """Return what a server of these names shows."""
        found = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._authority.issue_cert(*names).configure_cert(found)
        return found

    def client(self) -> ssl.SSLContext:
        """Return what a client trusts that trusts this authority alone."""
        return ssl.create_default_context(cafile=self.file)
