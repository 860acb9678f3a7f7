"""House rules that no tool of the house holds."""

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.sources import PACKAGES, ROOT, files, modules, name_of, tree

LONGEST_FILE, MOST_STATEMENTS = 300, 30
# file -> why it may be longer; empty is best.
LONGER: dict[str, str] = {}
# `file:function` -> why it may hold more statements.
FULLER: dict[str, str] = {
    "p2kp_site/exchange/reading/people.py:read_phone": "one spelling of a number after the other",
}
PRODUCT = modules(*PACKAGES)
# Beginnings of names of machines and folders; put together here so that this file passes. The page
# of the works is none.
PLACES = re.compile(
    "|".join(["(?<!programs)/wor" + "k/", "/ro" + "ot/", "/hom" + "e/", "/User" + "s/[a-z]"])
)
REGISTRIES = re.compile(
    r"pypi\.org|pythonhosted|index-url|npmjs|artifactory|nexus\b|/simple/|localhost:\d{4}/"
)
TEXT_SUFFIXES = {
    ".py", ".toml", ".txt", ".cfg", ".ini", ".md", ".yml", ".yaml", ".html", ".js", ".css", ".sh",
    ".example", "", ".json",
}  # fmt: skip


def of(path: Path) -> str:
    return name_of(path)


def test_there_is_something_to_read() -> None:
    assert len(PRODUCT) > 60
    assert ROOT / "p2kp_site" / "settings.py" in PRODUCT


@pytest.mark.parametrize("path", modules(), ids=of)
def test_a_file_is_short(path: Path) -> None:
    lines = len(path.read_text(encoding="utf-8").splitlines())
    assert lines <= LONGEST_FILE or name_of(path) in LONGER


def statements(function: ast.AST) -> int:
    """Statements in a function, those of functions within it counted too, docstrings not."""
    inner = [node for node in ast.walk(function) if isinstance(node, ast.stmt)]
    return sum(not _is_text(node) for node in inner) - 1


def _is_text(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def test_a_function_is_short() -> None:
    long = [
        f"{name_of(path)}:{node.name}"
        for path in modules()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and statements(node) > MOST_STATEMENTS
    ]
    assert [name for name in long if name not in FULLER] == []


def comments(path: Path) -> Iterator[str]:
    with tokenize.open(path) as file:
        source = io.StringIO(file.read())
    for token in tokenize.generate_tokens(source.readline):
        if token.type == tokenize.COMMENT:
            yield token.string


def test_nothing_is_left_for_later_in_the_code() -> None:
    words = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|XX" + r"X|HA" + r"CK)\b")
    assert [
        (name_of(path), text) for path in modules() for text in comments(path) if words.search(text)
    ] == []


def uses(path: Path, name: str) -> bool:
    """Does the code read an attribute of this name, or ask for it by its name?"""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Attribute) and node.attr == name:
            return True
        if isinstance(node, ast.Call) and any(
            isinstance(a, ast.Constant) and a.value == name for a in node.args
        ):
            return True
    return False


def test_rights_decide_and_never_the_mark_of_a_superuser() -> None:
    assert [name_of(path) for path in PRODUCT if uses(path, "is_" + "superuser")] == []


def test_derived_and_guarded_columns_are_written_by_services_only() -> None:
    users = {name_of(path) for path in PRODUCT if uses(path, "stamp")}
    # Two query sets derive columns anew when what they are derived from moves.
    derive = r"communities/scoping\.py$|programs/models/cases\.py$"
    allowed = re.compile(rf"^(p2kp_site/foundation/|{derive})|/services/")
    assert users
    assert {name for name in users if not allowed.search(name)} == set()


def test_records_are_written_by_their_own_doors() -> None:
    """Raw SQL that writes, and `_raw_delete`, stand in services and in the foundation."""
    writes = re.compile(r"\b(INSERT INTO|UPDATE \{|DELETE FROM)|_raw_delete|_base_manager")
    allowed = re.compile(r"^p2kp_site/foundation/|/services/")
    found = {name_of(path) for path in PRODUCT if writes.search(path.read_text(encoding="utf-8"))}
    assert {name for name in found if not allowed.search(name)} == set()


def test_nothing_but_the_foundation_changes_how_rows_are_saved() -> None:
    overriding = [
        f"{name_of(path)}:{node.name}"
        for path in PRODUCT
        if not name_of(path).startswith("p2kp_site/foundation/")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ClassDef) and "Form" not in node.name
        for inner in node.body
        if isinstance(inner, ast.FunctionDef) and inner.name in ("save", "save_base")
    ]
    assert overriding == []


def test_no_business_logic_hangs_on_signals() -> None:
    found = [
        name_of(path)
        for path in PRODUCT
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ImportFrom) and node.module == "django.db.models.signals"
    ]
    assert found == []


def imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.partition(".")[0])
    return names


def test_celery_is_known_to_tasks_only() -> None:
    users = {name_of(path) for path in PRODUCT if "celery" in imported(path)}
    tasks = {name for name in users if name.endswith("/tasks.py")}
    assert users - tasks == {"p2kp_site/celery.py"}


def test_rules_know_no_django() -> None:
    plain = [p for p in PRODUCT if {"rules", "reading", "writing"} & set(p.parent.parts)]
    assert plain
    assert [name_of(path) for path in plain if "django" in imported(path)] == []


@pytest.mark.parametrize("pattern", [PLACES, REGISTRIES], ids=["machines", "registries"])
def test_no_file_names_a_machine_or_a_registry(pattern: re.Pattern[str]) -> None:
    texts = [path for path in files() if path.suffix in TEXT_SUFFIXES and path != Path(__file__)]
    found = [
        f"{name_of(path)}:{number}: {line.strip()[:80]}"
        for path in texts
        if "static" not in path.parts
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if pattern.search(line)
    ]
    assert found == []
