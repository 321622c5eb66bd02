"""The token that opens the interface: made at the first start, readable by its owner alone."""

import os
import secrets
from collections.abc import Callable, Coroutine
from hmac import compare_digest
from pathlib import Path
from typing import Annotated, Any

from fastapi import Header, HTTPException

FILE = "api-token"
OWNER_ONLY = 0o600
NO_ENTRY = 401


def token_in(folder: Path) -> str:
    """Return the token kept in *folder*; the first call makes it."""
    file = folder / FILE
    if not file.exists():
        _make(file)
    file.chmod(OWNER_ONLY)
    return file.read_text("ascii").strip()


def _make(file: Path) -> None:
    """Write a new token whole, unless another process was first."""
    file.parent.mkdir(parents=True, exist_ok=True)
    unfinished = file.with_name(f".{FILE}.{os.getpid()}")
    unfinished.unlink(missing_ok=True)
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY)
    with os.fdopen(descriptor, "w") as opened:
        opened.write(f"{secrets.token_urlsafe(32)}\n")
        opened.flush()
        os.fsync(opened.fileno())
    try:
        file.hardlink_to(unfinished)
    except FileExistsError:
        pass  # the other process's token is the token
    finally:
        unfinished.unlink()


def required(token: str) -> Callable[[str], Coroutine[Any, Any, None]]:
    """Return the dependency that lets nobody in without *token*."""

    async def check(authorization: Annotated[str, Header()] = "") -> None:
        scheme, _, given = authorization.partition(" ")
        # Compared in constant time: how long a wrong one takes must not say how much is right.
        same = compare_digest(given.strip().encode(), token.encode())
        if scheme.lower() != "bearer" or not same:
            raise HTTPException(NO_ENTRY, headers={"WWW-Authenticate": "Bearer"})

    return check
