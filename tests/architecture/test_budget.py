"""Small files, short functions, plain names."""

import ast
from pathlib import Path

import pytest

from config.translations import CODE, ROOT

FILE, TEST_FILE, FUNCTION = 400, 500, 50
# Names that say nothing, or draw in whatever has no home.
NAMELESS = {"utils", "helpers", "common", "managers", "services", "signals", "misc"}


def modules(*folders: str) -> list[Path]:
    found = [path for folder in folders for path in (ROOT / folder).rglob("*.py")]
    # A migration is written once, and reads from top to bottom.
    return sorted(path for path in found if "migrations" not in path.parts)


@pytest.mark.parametrize(("folders", "limit"), [(CODE, FILE), (("tests", "benchmarks"), TEST_FILE)])
def test_files_are_small(folders: tuple[str, ...], limit: int) -> None:
    lengths = {path: len(path.read_text().splitlines()) for path in modules(*folders)}
    too_long = [f"{path.relative_to(ROOT)}: {lines}" for path, lines in lengths.items() if lines >= limit]
    assert lengths
    assert too_long == []


def test_functions_are_short() -> None:
    too_long = []
    for path in modules(*CODE, "tests", "benchmarks"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or 0) - node.lineno + 1
                if lines >= FUNCTION:
                    too_long.append(f"{path.relative_to(ROOT)}:{node.lineno} {node.name}: {lines}")
    assert too_long == []


def test_names_say_what_is_inside() -> None:
    assert [path for path in modules(*CODE) if {path.stem, *path.parent.parts} & NAMELESS] == []
