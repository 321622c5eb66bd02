"""The README tells the truth: its picture, its commands, its map of the house, its links."""

import re
from pathlib import Path

from definitions.catalogue import Catalogue
from definitions.drawing import svg

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_picture_is_drawn_from_the_definition() -> None:
    definition = Catalogue().load("blocs/nam-dinh/party-agencies-2018")

    assert (ROOT / "docs/year.svg").read_text(encoding="utf-8") == svg(definition, "vi")


def test_ci_runs_the_two_commands_of_the_readme() -> None:
    promised = re.findall(r"^make (\w+)", README, re.MULTILINE)

    assert promised[:2] == ["demo", "test"]
    ci = (ROOT / ".ci/run").read_text(encoding="utf-8")
    assert all(f"make {target}" in ci for target in promised)


def test_every_link_leads_somewhere() -> None:
    links = re.findall(r"\]\(([^)#]+)\)|src=\"([^\"]+)\"", README)

    assert [one for one in map("".join, links) if not (ROOT / one).exists()] == []


def test_the_map_names_every_folder_of_the_house() -> None:
    folders = {one.name for one in ROOT.iterdir() if (one / "__init__.py").exists()}

    assert [name for name in sorted(folders) if f"{name}/" not in README] == []
