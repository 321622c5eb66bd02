"""Statistical forms: those shipped, by name, and the file of a person."""

from pathlib import Path

from definitions.checking import check_shape
from definitions.reading import read
from definitions.schema.reports import ReportForm

FOLDER = Path(__file__).with_name("reports")


def form_names() -> list[str]:
    """Return the names of the shipped forms."""
    return sorted(file.stem for file in FOLDER.glob("*.yaml"))


def find_form(name: str) -> ReportForm | None:
    """Return the form in the file *name*.yaml, shipped or a person's own; None when not shipped.

    Raises:
        FileRefused: The file cannot be used.
    """
    if name.endswith(".yaml"):
        return check_shape(read(Path(name)), ReportForm)
    if name not in form_names():
        return None
    file = FOLDER / f"{name}.yaml"
    return check_shape(read(file, f"definitions/reports/{file.name}"), ReportForm)
