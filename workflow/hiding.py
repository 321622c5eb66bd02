"""Secrets kept out of everything that is written for people to read: lines, logs, answers.

Two nets: whatever stands in an address as a password is hidden, whoever wrote the address; and
every secret of this process's settings is hidden wherever it turns up, as in the path of a URL.
"""

import re
from collections.abc import Iterable
from urllib.parse import quote, unquote

HIDDEN = "***"
SHORTEST = 6
"""What is shorter than this is hidden in addresses only: it would be found in other words."""

OWN_NAME = "thidua"
"""Stands in every command that is told; whoever takes it as a password has none."""

_IN_ADDRESS = re.compile(r"([A-Za-z][\w+.-]*://(?:[^/@\s:'\"]*:)?)[^\s'\"]*@")
_AS_PARAMETER = re.compile(r"(?i)((?:^|[?&\s])(?:password|passwd|token|secret)=)[^&\s'\"]+")
_KEPT: set[str] = set()


def keep(secrets: Iterable[str]) -> None:
    """Hide these from now on, in this process, as they are and as they stand in a URL."""
    for secret in secrets:
        forms = {secret, quote(secret, safe=""), quote(secret), unquote(secret)}
        _KEPT.update(one for one in forms if len(one) >= SHORTEST and one != OWN_NAME)


def hidden(text: str) -> str:
    """Return *text* without any secret."""
    for secret in sorted(_KEPT, key=len, reverse=True):
        text = text.replace(secret, HIDDEN)
    text = _IN_ADDRESS.sub(rf"\1{HIDDEN}@", text) if "://" in text else text
    return _AS_PARAMETER.sub(rf"\1{HIDDEN}", text) if "=" in text else text


def all_hidden(value: object) -> object:
    """Return a value of any shape without any secret in its texts."""
    if isinstance(value, str):
        return hidden(value)
    if isinstance(value, dict):
        return {all_hidden(name): all_hidden(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [all_hidden(one) for one in value]
    return value
