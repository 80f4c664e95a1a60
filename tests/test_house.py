"""The house rules that a reader relies on, checked over the whole tree.

They know no behaviour: only imports, sizes and what README promises.
Read next: README.md, whose map of modules is held against the tree here.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.conftest import ROOT

PACKAGES = ("knowledge", "index", "bot")
MODULES = sorted(
    path.relative_to(ROOT) for package in PACKAGES for path in (ROOT / package).rglob("*.py") if path.stat().st_size
)
LONGEST_FUNCTION = 40
LONGEST_FILE = 400

each_module = pytest.mark.parametrize("module", MODULES, ids=str)


@cache
def tree(module: Path) -> ast.Module:
    return ast.parse((ROOT / module).read_text(encoding="utf-8"))


def dotted(module: Path) -> str:
    parts = module.with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imported(module: Path) -> Iterator[str]:
    """Every module of ours that the module imports, wherever in it."""
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@cache
def graph() -> dict[str, set[str]]:
    names = {dotted(module) for module in MODULES}
    return {dotted(module): {name for name in imported(module) if name in names} for module in MODULES}


@each_module
def test_imports_run_from_bot_through_index_to_knowledge(module: Path) -> None:
    allowed = PACKAGES[: PACKAGES.index(module.parts[0]) + 1]
    ours = {name.split(".")[0] for name in imported(module)} & {*PACKAGES, "tests"}
    assert ours <= set(allowed)


def test_no_module_imports_itself_in_a_circle() -> None:
    done: set[str] = set()

    def visit(name: str, above: tuple[str, ...]) -> None:
        assert name not in above, " → ".join((*above, name))
        if name not in done:
            # A package whose parts import one another through it is no circle of modules.
            for other in sorted(graph()[name] - {name}):
                if not name.startswith(f"{other}."):
                    visit(other, (*above, name))
            done.add(name)

    for module in graph():
        visit(module, ())


@each_module
def test_flows_know_no_channel_and_channels_no_storage(module: Path) -> None:
    if module.parts[:2] == ("bot", "flows"):
        assert not [name for name in imported(module) if name.startswith("bot.channels")]
    if module.parts[:2] == ("bot", "channels"):
        assert not [name for name in imported(module) if name.startswith("bot.storage")]


@each_module
def test_a_file_can_be_read_in_one_sitting(module: Path) -> None:
    assert len((ROOT / module).read_text(encoding="utf-8").splitlines()) <= LONGEST_FILE


@each_module
def test_a_function_fits_on_one_screen(module: Path) -> None:
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert (node.end_lineno or 0) - node.lineno < LONGEST_FUNCTION, node.name


@each_module
def test_a_module_says_what_it_is_for_and_what_to_read_next(module: Path) -> None:
    docstring = ast.get_docstring(tree(module))
    assert docstring
    if module.name != "__init__.py" and "/migrations/" not in module.as_posix():
        assert "Read next" in docstring


@each_module
def test_everything_public_says_what_the_caller_gets(module: Path) -> None:
    if "/migrations/" not in module.as_posix():
        assert [name for name, node in _public(tree(module)) if not ast.get_docstring(node)] == []


def _public(
    parent: ast.Module | ast.ClassDef,
) -> Iterator[tuple[str, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef]]:
    """What can be reached from outside: not what stands inside functions or private classes."""
    for node in parent.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            yield node.name, node
            if isinstance(node, ast.ClassDef):
                yield from _public(node)


def test_only_the_entry_of_an_update_and_the_worker_loop_catch_everything() -> None:
    broad = [
        f"{module}:{node.lineno}"
        for module in MODULES
        for node in ast.walk(tree(module))
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or getattr(node.type, "id", "") in ("Exception", "BaseException"))
    ]
    assert len(broad) == 2
    assert {place.split(":")[0] for place in broad} == {"bot/app.py"}


def test_nothing_names_a_path_of_one_machine() -> None:
    private = re.compile(r"/(?:work|root|home)/\w")
    for module in MODULES:
        assert not private.search((ROOT / module).read_text(encoding="utf-8")), module


def test_the_map_in_the_readme_is_the_tree() -> None:
    section = (ROOT / "README.md").read_text(encoding="utf-8").split("## Map", 1)[1].split("\n## ", 1)[0]
    mapped = set(re.findall(r"^\| `([\w/.]+)` \|", section, re.MULTILINE))
    files = {module.as_posix() for module in MODULES if module.name != "__init__.py"}
    folders = {f"{folder}/" for folder in _mapped_folders()}
    covered = {name for name in files if any(name.startswith(folder) for folder in folders)}
    assert mapped == (files - covered) | folders


def _mapped_folders() -> set[str]:
    """Folders that the map names as a whole: their files are the insides of one module."""
    section = (ROOT / "README.md").read_text(encoding="utf-8").split("## Map", 1)[1].split("\n## ", 1)[0]
    return {name.rstrip("/") for name in re.findall(r"^\| `([\w/]+/)` \|", section, re.MULTILINE)}
