"""The CSV files inside a folder or an archive, read without unpacking anything to disk."""

import gzip
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Protocol

from django.utils.translation import gettext as _

# The whole register is 4.3 MB; an archive of the package with its islands inflates to 5.7 MB.
MOST_BYTES = 64 * 1024 * 1024
MOST_FILES = 1_000
_TAR_ENDS = (".tgz", ".tar.gz", ".tar")


class UnusableRegister(Exception):
    """A file that cannot be taken for the register; the message says where and why."""


class _Readable(Protocol):
    def read(self, size: int, /) -> bytes: ...


class _Rationed:
    """A stream that gives at most `MOST_BYTES`, whatever the archive says of itself."""

    def __init__(self, stream: _Readable) -> None:
        self._stream = stream
        self._left = MOST_BYTES

    def read(self, size: int = -1) -> bytes:
        data = self._stream.read(self._left + 1 if size < 0 else min(size, self._left + 1))
        self._left -= len(data)
        if self._left < 0:
            raise _too_large()
        return data


def files_in(path: Path) -> list[tuple[str, bytes]]:
    """Name and content of each CSV file that `path` is or holds, in the order of their names."""
    try:
        return sorted(_within_ration(_opened(path)))
    except FileNotFoundError as error:
        raise UnusableRegister(_("%(path)s: no such file") % {"path": path.name}) from error
    except UnusableRegister as error:
        raise UnusableRegister(f"{path.name}: {error}") from error
    except (OSError, EOFError, RuntimeError, NotImplementedError) as error:
        # RuntimeError: a password; NotImplementedError: a compression that Python does not know.
        raise UnusableRegister(_("%(path)s cannot be read") % {"path": path.name}) from error
    except (tarfile.TarError, zipfile.BadZipFile, zlib.error) as error:
        raise UnusableRegister(_("%(path)s is damaged") % {"path": path.name}) from error


def _opened(path: Path) -> Iterator[tuple[str, bytes]]:
    name = path.name.casefold()
    if path.is_dir():
        return _of_folder(path)
    if name.endswith(_TAR_ENDS):
        return _of_tar(path)
    return _of_zip(path) if name.endswith(".zip") else _of_file(path)


def _within_ration(files: Iterator[tuple[str, bytes]]) -> Iterator[tuple[str, bytes]]:
    total = 0
    for name, data in files:
        total += len(data)
        if total > MOST_BYTES:
            raise _too_large()
        yield name, data


def _too_large() -> UnusableRegister:
    limit = {"limit": MOST_BYTES // 2**20}
    return UnusableRegister(_("the files hold more than %(limit)d MB") % limit)


def _of_file(path: Path) -> Iterator[tuple[str, bytes]]:
    with path.open("rb") as stream:
        yield path.name, _Rationed(stream).read()


def _of_folder(folder: Path) -> Iterator[tuple[str, bytes]]:
    left = MOST_FILES
    for path in sorted(folder.rglob("*")):
        # A link may lead out of the folder.
        if not _is_csv(path.name) or path.is_symlink() or not path.is_file():
            continue
        left = _one_less(left)
        with path.open("rb") as stream:
            yield path.relative_to(folder).as_posix(), _Rationed(stream).read()


def _of_tar(path: Path) -> Iterator[tuple[str, bytes]]:
    left = MOST_FILES
    # As a stream: what lies between the files counts against the ration too.
    with (
        path.open("rb") if path.name.casefold().endswith(".tar") else gzip.open(path) as stream,
        # Reads like a file, and that is all it is asked for.
        tarfile.open(fileobj=_Rationed(stream), mode="r|") as archive,  # type: ignore[call-overload]
    ):
        for member in archive:
            left = _one_less(left)
            if member.isfile() and _is_csv(member.name):
                content = archive.extractfile(member)
                yield member.name, content.read() if content else b""


def _of_zip(path: Path) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(path) as archive:
        members = archive.infolist()
        _one_less(MOST_FILES - len(members) + 1)
        for member in members:
            if not member.is_dir() and _is_csv(member.filename):
                with archive.open(member) as content:
                    yield member.filename, _Rationed(content).read()


def _one_less(left: int) -> int:
    if left <= 0:
        raise UnusableRegister(_("more than %(limit)d files in it") % {"limit": MOST_FILES})
    return left - 1


def _is_csv(name: str) -> bool:
    base = PurePosixPath(name).name
    return base.casefold().endswith(".csv") and not base.startswith(".")
