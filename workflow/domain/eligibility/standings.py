"""What is known of one unit when a condition about it is judged."""

from dataclasses import replace

from workflow.domain.eligibility import holds
from workflow.domain.eligibility.conditions import Standing
from workflow.domain.members import facts, honours
from workflow.domain.members.places import Place
from workflow.domain.model import Book
from workflow.domain.pledging import review
from workflow.domain.registration.inherited import counting


def standing_of(book: Book, place: Place) -> Standing:
    """Return what is known of the unit that holds *place*."""
    if holds.class_alone_held(book, place.unit):
        place = replace(place, class_id=None)
    reviewed = book.find(review.Review, review.KEY)
    behind = [one for one in reviewed.behind if one.unit == place.unit] if reviewed else []
    return Standing(
        unit=place.unit,
        rubric=book.definition.rubric,
        place=place,
        registration=counting(book, place.unit),
        facts=book.find(facts.UnitFacts, f"{facts.KIND}/{place.unit}"),
        behind=len(behind),
        year=book.year,
        honours=book.find(honours.UnitHonours, f"{honours.KIND}/{place.unit}"),
    )
