"""Values as documents write them."""

from definitions.schema.record import Text


def both(text: Text) -> dict[str, str]:
    """Return a text in both languages."""
    return {"vi": text.vi, "en": text.en}
