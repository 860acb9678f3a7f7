#!/usr/bin/env python3
"""Keeps the Indonesian catalogue in step with the code: `messages.py update` or `check`.

`update` collects the texts into the .po file and compiles it. `check` changes nothing: it fails
where a text of the code has no translation, a translation is wrong in form, or the compiled file
is not the one of the .po file. Both need GNU gettext; with REQUIRE_ALL=1 its absence is a failure.
"""

import gettext
import os
import shutil
import subprocess
import sys
from pathlib import Path

from running import temporary_folder

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = Path("locale/id/LC_MESSAGES/django.po")
NOT_OURS = (".venv*", ".git", "var", "*_cache", "static", "tests", "scripts", "docs")
COLLECT = ("makemessages", "--locale", "id", "--add-location", "file")


def collect(root: Path) -> None:
    """Brings the .po file below `root` up to date with the code there."""
    ignored = [f"--ignore={pattern}" for pattern in NOT_OURS]
    (root / CATALOGUE).parent.mkdir(parents=True, exist_ok=True)
    _run(sys.executable, "manage.py", *COLLECT, *ignored, cwd=root)


def update() -> int:
    """Collects and compiles."""
    collect(ROOT)
    _run("msgfmt", "--check", "--output-file", CATALOGUE.with_suffix(".mo"), CATALOGUE)
    _run("msgfmt", "--statistics", "--output-file", os.devnull, CATALOGUE)
    return 0


def check() -> int:
    """Compares the catalogue with what the code would give."""
    with temporary_folder("p2kp-messages-") as folder:
        copy = folder / "site"
        shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(*NOT_OURS))
        collect(copy)
        for state in ("--untranslated", "--only-fuzzy"):
            if found := _run("msgattrib", "--no-obsolete", state, copy / CATALOGUE):
                print(f"{CATALOGUE} lacks translations ({state.strip('-')}):\n{found}")
                return 1
        compiled = folder / "django.mo"
        _run("msgfmt", "--check", "--output-file", compiled, CATALOGUE)
        if _translations(compiled) != _translations(ROOT / CATALOGUE.with_suffix(".mo")):
            print(f"{CATALOGUE.with_suffix('.mo')} is not compiled from {CATALOGUE.name}")
            return 1
    return 0


def _translations(compiled: Path) -> object:
    if not compiled.exists():
        return None
    with compiled.open("rb") as file:
        catalogue = vars(gettext.GNUTranslations(file))["_catalog"]
    # The header tells when the texts were collected, which is no difference.
    return {text: words for text, words in catalogue.items() if text}


def _run(*command: object, cwd: Path = ROOT) -> str:
    """Runs a program and gives what it printed; ends this one where it fails."""
    arguments = [str(part) for part in command]
    done = subprocess.run(arguments, cwd=cwd, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        sys.exit(f"{arguments[0]} found the faults above.\n{done.stdout}")
    return done.stdout


def main(verb: str) -> int:
    """0 where the catalogue is as it should be."""
    if shutil.which("xgettext") is None:
        print("NOT RUN: the catalogue of messages, because GNU gettext was not found;")
        print("         to run it: apt-get install gettext (or brew install gettext)")
        return int(verb == "update" or os.environ.get("REQUIRE_ALL") == "1")
    return {"update": update, "check": check}[verb]()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
