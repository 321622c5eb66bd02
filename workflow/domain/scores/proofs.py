"""Evidence beside an entry: words that say where it lies, and electronic files known by their hash.

The files themselves stay where the unit keeps them; their names, sizes and sha256 are recorded, so
that whoever opens one later knows whether it is the one that was handed in.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated

from annotated_types import Ge, Le, MaxLen

from definitions.schema.evidence import MEGABYTE, EvidenceFiles
from definitions.schema.record import Whole
from definitions.schema.rubric import Criterion
from workflow.domain.errors import Unmet
from workflow.domain.model import Id, Name

SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, kw_only=True, slots=True)
class ProofFile:
    """One electronic file: its name, its size in bytes, its sha256 in hexadecimal."""

    name: Name
    size: Annotated[Whole, Ge(0), Le(10**15)]
    sha256: Id


Proofs = Annotated[tuple[Name, ...], MaxLen(100)]
ProofFiles = Annotated[tuple[ProofFile, ...], MaxLen(100)]


def wrong(
    limits: EvidenceFiles | None,
    leaves: Mapping[str, Criterion],
    files: Mapping[str, tuple[ProofFile, ...]],
) -> Iterator[Unmet]:
    """Yield what is wrong with files: too large or empty, of another kind, too many, no hash."""
    limits = limits or EvidenceFiles()
    for criterion, handed in files.items():
        if criterion not in leaves:
            continue
        about: dict[str, object] = {"criterion": criterion, "title": leaves[criterion].title}
        if limits.most and len(handed) > limits.most:
            yield Unmet(code="TOO_MANY_FILES", facts={**about, "most": limits.most})
        if len({one.sha256 for one in handed}) != len(handed):
            yield Unmet(code="FILE_TWICE", facts=about)
        for one in handed:
            yield from _file_wrong(limits, one, {**about, "file": one.name})


def _file_wrong(limits: EvidenceFiles, one: ProofFile, about: dict[str, object]) -> Iterator[Unmet]:
    if not one.size:
        yield Unmet(code="FILE_EMPTY", facts=about)
    elif limits.most_mb and one.size > limits.most_mb * MEGABYTE:
        facts = {"bytes": one.size, "most": limits.most_mb, "most_bytes": limits.most_mb * MEGABYTE}
        yield Unmet(code="FILE_TOO_LARGE", facts=about | facts)
    stem, _, ending = one.name.rpartition(".")
    if not set(one.name).isdisjoint("/\\"):
        yield Unmet(code="FILE_BY_PATH", facts=about)
    if limits.kinds and not (stem and ending.lower() in limits.kinds):
        yield Unmet(code="FILE_OF_OTHER_KIND", facts=about | {"kinds": limits.kinds})
    if SHA256.fullmatch(one.sha256) is None:
        yield Unmet(code="FILE_HASH_WRONG", facts=about)


def proven(
    evidence: Mapping[str, tuple[str, ...]], files: Mapping[str, tuple[ProofFile, ...]]
) -> frozenset[str]:
    """Return the criteria for which there is evidence: words, or a file."""
    return frozenset(name for kept in (evidence, files) for name, some in kept.items() if some)
