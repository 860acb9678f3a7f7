"""Files of the repository that other files must agree with."""

import re
import tomllib
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("communities/**/*.md")])
LOCKED = ROOT / "requirements" / "runtime.txt"
LOCKS = sorted((ROOT / "requirements").glob("*.txt"))


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_lock_files_name_no_host_and_give_pip_no_orders(lock: Path) -> None:
    text = lock.read_text()
    assert "://" not in text
    assert not re.search(r"^(--|-\w)", text, re.MULTILINE)
    assert set(re.findall(r"^ +(--[\w-]+)", text, re.MULTILINE)) == {"--hash"}


def test_the_program_runs_on_the_packages_of_its_own_lock_file() -> None:
    """What tests bring along is not there in production, and `--no-deps` installs nothing else."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    locked = set(re.findall(r"^([\w-]+)==", LOCKED.read_text(), re.MULTILINE))
    assert {name for name in _needed(project["dependencies"]) if name not in locked} == set()


def _needed(texts: list[str]) -> set[str]:
    """The names of these packages and of all that they need on this machine."""
    waiting, asked = [Requirement(text) for text in texts], set()
    while waiting:
        one = waiting.pop()
        for extra in ("", *one.extras):
            name = canonicalize_name(one.name)
            if (name, extra) not in asked:
                asked.add((name, extra))
                needs = map(Requirement, metadata.requires(name) or [])
                waiting += [n for n in needs if not n.marker or n.marker.evaluate({"extra": extra})]
    return {name for name, _extra in asked}


def test_the_example_environment_lists_what_the_settings_read() -> None:
    settings = (ROOT / "p2kp_site" / "settings.py").read_text()
    example = (ROOT / ".env.example").read_text()
    read = set(re.findall(r'\benv\.\w+\(\s*"(\w+)"', settings))
    listed = re.findall(r"^#?([A-Z_]+)=", example, re.MULTILINE)
    assert sorted(listed) == sorted(read)


@pytest.mark.parametrize("page", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_of_a_page_lead_to_files_that_are_there(page: Path) -> None:
    text = re.sub(r"^```.*?^```", "", page.read_text(), flags=re.MULTILINE | re.DOTALL)
    links = re.findall(r"\]\(([^)\s]+)", text) + re.findall(r'(?:src|href)="([^"]+)"', text)
    inside = {link for link in links if "://" not in link and not link.startswith("mailto:")}
    assert [link for link in sorted(inside) if not _leads_somewhere(page, link)] == []


def _leads_somewhere(page: Path, link: str) -> bool:
    """Is the file there, and in it the heading or the mark that the link names?"""
    path, _, mark = link.partition("#")
    target = page.parent / path if path else page
    return target.exists() and (not mark or mark in _marks_of(target))


def _marks_of(page: Path) -> set[str]:
    text = page.read_text()
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    slugs = {re.sub(r"[^\w\- ]", "", one).strip().lower().replace(" ", "-") for one in headings}
    return slugs | set(re.findall(r'<a id="([^"]+)"', text))


def test_a_picture_that_no_page_shows_is_not_kept() -> None:
    shown = "".join(page.read_text() for page in PAGES)
    pictures = [one.name for one in (ROOT / "docs" / "images").rglob("*.*")]
    assert pictures
    assert [name for name in pictures if name not in shown] == []
