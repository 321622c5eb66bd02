"""What is asked of a person: the rating of the year, discipline, the level of an initiative."""

from typing import Literal

from pydantic import Field

from definitions.schema.record import Record, Whole

Position = Literal["leader", "staff"]
"""The group in which a person is counted; shares of leaders and of staff are often apart."""

Rating = Literal["HTXSNV", "HTTNV", "HTNV", "KHTNV"]
"""How well somebody did their work in the year, the best first. NĐ 90/2020; QĐ 366-QĐ/TW."""

RATINGS: tuple[Rating, ...] = ("HTXSNV", "HTTNV", "HTNV", "KHTNV")

Discipline = Literal["none", "reprimand", "warning", "heavier"]
"""The heaviest sanction of the year: none, khiển trách, cảnh cáo, or a heavier one."""

DISCIPLINES: tuple[Discipline, ...] = ("none", "reprimand", "warning", "heavier")

InitiativeLevel = Literal["grassroots", "province", "national"]
"""Where an initiative was recognised as effective. Luật TĐKT 2022, Điều 21-23."""

LEVELS: tuple[InitiativeLevel, ...] = ("grassroots", "province", "national")


class InitiativeIs(Record):
    """So many initiatives recognised at a level or above it, that have not served before."""

    level: InitiativeLevel
    at_least: Whole = Field(default=1, ge=1)
