"""The documents name every room and every document, and no link in them leads nowhere."""

import re

import pytest

from config.translations import ROOT

APPS = ("stations", "partners", "orders")
# Django's folders, data and the demo: no subjects.
NO_ROOMS = {"migrations", "management", "templatetags", "data", "seeding", "__pycache__"}
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)")
CODE_PATH = re.compile(r"`((?:stations|partners|orders|config|tests|docs|templates)/[\w./-]+)`")


def rooms() -> set[str]:
    return {
        f"{app}/{folder.name}"
        for app in APPS
        for folder in (ROOT / app).iterdir()
        if folder.is_dir() and folder.name not in NO_ROOMS
    }


def documents() -> list[str]:
    return ["README.md", *sorted(str(path.relative_to(ROOT)) for path in (ROOT / "docs").rglob("*.md"))]


def test_the_map_of_the_house_has_every_room() -> None:
    house = (ROOT / "docs/architecture.md").read_text().split("\n* ")[0]
    named: set[str] = set()
    app = ""
    for line in house.splitlines():
        start = re.match(r" {4}(\w+)/ ", line)
        app = start[1] if start else app
        named |= {f"{app}/{room}" for room in re.findall(r"(\w+)/(?= |$)", line) if room != app}
    missing = rooms() - named
    gone = {room for room in named if room.split("/")[0] in APPS} - rooms()
    assert (missing, gone) == (set(), set())


def test_the_readme_names_every_document() -> None:
    readme = (ROOT / "README.md").read_text()
    unnamed = [path.name for path in (ROOT / "docs").glob("*.md") if f"docs/{path.name}" not in readme]
    assert unnamed == []


@pytest.mark.parametrize("document", documents())
def test_what_a_document_points_to_is_there(document: str) -> None:
    text = (ROOT / document).read_text()
    here = (ROOT / document).parent
    nowhere = [target for target in LINK.findall(text) if not (here / target).exists()]
    nowhere += [path for path in CODE_PATH.findall(text) if not (ROOT / path).exists()]
    assert nowhere == []


def test_each_decision_begins_with_its_number() -> None:
    decisions = sorted((ROOT / "docs/decisions").glob("*.md"))
    numbers = [path.name[:4] for path in decisions]
    assert len(numbers) == len(set(numbers))
    assert [path.read_text().split()[1] for path in decisions] == numbers
