"""The code base as these tests read it: files, trees, and the models of the product."""

import ast
import subprocess
from functools import cache
from pathlib import Path

from django.apps import apps
from django.db import models

ROOT = Path(__file__).resolve().parents[2]
# From the ground up; a model refers to its own floor or to one below.
FLOORS = (
    "foundation",
    "accounts",
    "exchange",
    "communities",
    "programs",
    "finance",
    "reports",
    "demo",
)
PACKAGES = ("p2kp_site", "communities", "programs", "finance")


@cache
def files() -> list[Path]:
    """What is in the repository, or would be with the next commit."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return sorted(ROOT / name for name in set(listed.split("\0")) if (ROOT / name).is_file())


@cache
def modules(*folders: str) -> list[Path]:
    """The Python files in these folders (all of them without any), migrations left out."""
    return [
        path
        for path in files()
        if path.suffix == ".py"
        and "migrations" not in path.parts
        and (not folders or path.relative_to(ROOT).parts[0] in folders)
    ]


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def own_models(*, history: bool = False) -> list[type[models.Model]]:
    """The models of our apps, with or without their history tables."""
    return [
        model
        for label in FLOORS
        for model in apps.get_app_config(label).get_models()
        if history or not is_history(model)
    ]


def is_history(model: type[models.Model]) -> bool:
    return hasattr(model, "history_type") or hasattr(model, "history_date")
