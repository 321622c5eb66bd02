"""Sealed ballots: one layer of encryption for each trustee, so that no one of them can open one.

A ballot is one letter for each item, so every ballot of a round is of one size. The voter's own
machine seals it: whoever keeps the database never sees a choice beside a name. Layers are an
ephemeral X25519 key, HKDF-SHA256 and ChaCha20-Poly1305; the round's name is bound into each.
"""

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping, Sequence

from workflow.domain.ballots.state import Answer, Item

LETTERS: dict[Answer, str] = {"agree": "a", "disagree": "d", "lower": "l", "blank": "b"}
ANSWERS = {letter: answer for answer, letter in LETTERS.items()}
LAYER = 32 + 16
"""What a layer adds: the ephemeral key, and the tag by which a change is seen."""

Random = Callable[[int], bytes]


class NotOpened(Exception):
    """The keys do not open it: another ballot's, changed on the way, or no envelope at all."""


def sealed_size(items: int, trustees: int) -> int:
    """Return the bytes of an envelope of a round about so many items."""
    return items + LAYER * trustees


def is_envelope(written: str | None, size: int) -> bool:
    """Whether *written* has the form of an envelope of that size; one way of writing it only."""
    return written is not None and re.fullmatch(f"[0-9a-f]{{{2 * size}}}", written) is not None


def letters(items: Sequence[Item], answers: Mapping[str, Answer]) -> str:
    """Return a ballot as one letter an item, in the order of the paper."""
    return "".join(LETTERS[answers.get(item.id, "blank")] for item in items)


def answers_of(items: Sequence[Item], paper: str) -> dict[str, Answer]:
    """Return the answers on a ballot. Raises NotOpened when it is none of this round."""
    if len(paper) != len(items) or not set(paper) <= set(ANSWERS):
        raise NotOpened
    return {item.id: ANSWERS[letter] for item, letter in zip(items, paper, strict=True)}


def new_key(random: Random) -> tuple[str, str]:
    """Return a trustee's private and public key, hexadecimal."""
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey  # noqa: PLC0415

    private = random(32)
    public = X25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()
    return private.hex(), public.hex()


def seal(paper: str, keys: Iterable[str], about: str, random: Random) -> str:
    """Return the envelope of *paper* for the trustees' public *keys*, hexadecimal."""
    found = paper.encode()
    for public in reversed([*keys]):
        found = _layer(found, bytes.fromhex(public), about, random(32))
    return found.hex()


def unseal(envelope: str, keys: Iterable[str], about: str) -> str:
    """Return what was sealed, given the trustees' private *keys* in order. Raises NotOpened."""
    found = bytes.fromhex(envelope)
    for private in keys:
        found = _peeled(found, bytes.fromhex(private), about)
    return found.decode("ascii", "replace")


def fits(private: str, public: str) -> bool:
    """Whether a private key is the other half of *public*."""
    try:
        entropy = bytes.fromhex(private)
        return new_key(lambda _size: entropy)[1] == public
    except ValueError:
        return False


def is_key(written: str) -> bool:
    """Whether *written* is a public key that something can be sealed for."""
    if re.fullmatch("[0-9a-f]{64}", written) is None:
        return False
    try:
        seal("", [written], "", lambda size: bytes(range(1, size + 1)))
    except ValueError:  # a point that gives everybody the same secret
        return False
    return True


def digest(envelope: str) -> str:
    """Return the hash by which an envelope is committed to."""
    return hashlib.sha256(bytes.fromhex(envelope)).hexdigest()


def _layer(inner: bytes, public: bytes, about: str, entropy: bytes) -> bytes:
    from cryptography.hazmat.primitives.asymmetric.x25519 import (  # noqa: PLC0415
        X25519PrivateKey,
        X25519PublicKey,
    )

    own = X25519PrivateKey.from_private_bytes(entropy)
    head = own.public_key().public_bytes_raw()
    shared = own.exchange(X25519PublicKey.from_public_bytes(public))
    cipher = _cipher(shared, head + public, about)
    return head + bytes(cipher.encrypt(bytes(12), inner, about.encode()))


def _peeled(outer: bytes, private: bytes, about: str) -> bytes:
    from cryptography.exceptions import InvalidTag  # noqa: PLC0415
    from cryptography.hazmat.primitives.asymmetric.x25519 import (  # noqa: PLC0415
        X25519PrivateKey,
        X25519PublicKey,
    )

    own = X25519PrivateKey.from_private_bytes(private)
    head, body = outer[:32], outer[32:]
    try:
        shared = own.exchange(X25519PublicKey.from_public_bytes(head))
        both = head + own.public_key().public_bytes_raw()
        return bytes(_cipher(shared, both, about).decrypt(bytes(12), body, about.encode()))
    except (InvalidTag, ValueError) as wrong:
        raise NotOpened from wrong


def _cipher(shared: bytes, salt: bytes, about: str):  # type: ignore[no-untyped-def]  # noqa: ANN202 - imported late
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305  # noqa: PLC0415
    from cryptography.hazmat.primitives.hashes import SHA256  # noqa: PLC0415
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF  # noqa: PLC0415

    derive = HKDF(algorithm=SHA256(), length=32, salt=salt, info=about.encode())
    return ChaCha20Poly1305(derive.derive(shared))
