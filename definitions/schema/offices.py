"""An office outside the bloc, where a definition says that one does something."""

from definitions.schema.record import Record, Slug


class NamedOffice(Record):
    """Who reports or proposes something: one of the `offices` of the definition, by its id."""

    office: Slug
