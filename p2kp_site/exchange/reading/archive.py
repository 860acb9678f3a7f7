"""A zip archive looked over before anything unpacks it. Runs in the reading process only."""

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO
from xml.etree import ElementTree

from .faults import UnusableFile
from .limits import Limits

_COMMENT = re.compile(rb"<!--.*?-->", re.DOTALL)
_ROOT = re.compile(rb"<[A-Za-z_]")
_PROLOG_BYTES = 64 * 1024
_XML = (".xml", ".rels", ".vml")
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def open_archive(path: Path, limits: Limits) -> zipfile.ZipFile:
    """The archive, found fit to be unpacked; raises UnusableFile."""
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise UnusableFile("damaged_workbook", detail=str(error)[:200]) from error
    entries = archive.infolist()
    if any(entry.flag_bits & 1 for entry in entries):
        raise UnusableFile("encrypted_workbook")
    total = sum(entry.file_size for entry in entries)
    if total > limits.inflated_bytes or len(entries) > limits.archive_entries:
        raise UnusableFile("inflates_too_much", bytes=total, limit=limits.inflated_bytes, part="")
    for entry in entries:
        allowed = max(limits.ratio_from_bytes, entry.compress_size * limits.inflation_ratio)
        if entry.file_size > allowed:
            part = entry.filename[:200]
            raise UnusableFile("inflates_too_much", bytes=entry.file_size, limit=allowed, part=part)
    return archive


def workbook_format(archive: zipfile.ZipFile) -> str:
    """`xlsx` or `ods`; raises UnusableFile for other archives."""
    names = set(archive.namelist())
    if "xl/workbook.xml" in names:
        return "xlsx"
    if "xl/workbook.bin" in names:
        raise UnusableFile("unsupported_workbook", format="xlsb")
    if "content.xml" in names:
        kind = _read(archive, "mimetype", 200) if "mimetype" in names else b""
        if b"spreadsheet" in kind or not kind:
            if b"encryption-data" in _read(archive, "META-INF/manifest.xml", 1 << 20):
                raise UnusableFile("encrypted_workbook")
            return "ods"
    raise UnusableFile("archive_not_workbook")


def refuse_unsafe_xml(archive: zipfile.ZipFile) -> None:
    """Raises UnusableFile when a part has a DOCTYPE or no beginning that is plain XML."""
    for entry in archive.infolist():
        if not entry.filename.lower().endswith(_XML) or entry.file_size == 0:
            continue
        head = _COMMENT.sub(b"", _read(archive, entry.filename, _PROLOG_BYTES))
        root = _ROOT.search(head)
        if root is None or b"<!" in head[: root.start()]:
            raise UnusableFile("unsafe_xml", part=entry.filename[:200])


def stream(archive: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    """The bytes of one part, a megabyte at a time."""
    with _open(archive, name) as part:
        try:
            while chunk := part.read(1 << 20):
                yield chunk
        except (zipfile.BadZipFile, EOFError, OSError, ValueError) as error:
            raise UnusableFile("damaged_workbook", detail=str(error)[:200]) from error
        except Exception as error:  # zlib.error is not an OSError
            raise UnusableFile("damaged_workbook", detail=str(error)[:200]) from error


def sheet_parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """Name of each sheet of an XLSX -> its part in the archive."""
    targets = {}
    for relation in _tree(archive, "xl/_rels/workbook.xml.rels").iter():
        if "Id" in relation.attrib and "Target" in relation.attrib:
            target = relation.attrib["Target"]
            path = target[1:] if target.startswith("/") else f"xl/{target}"
            targets[relation.attrib["Id"]] = path
    names = set(archive.namelist())
    parts = {}
    for element in _tree(archive, "xl/workbook.xml").iter():
        if element.tag.endswith("}sheet") and "name" in element.attrib:
            part = targets.get(element.attrib.get(_RELATION, ""), "")
            if part in names:
                parts[element.attrib["name"]] = part
    return parts


def percent_styles(archive: zipfile.ZipFile) -> frozenset[int]:
    """The cell styles of an XLSX that show a number as a percentage."""
    if "xl/styles.xml" not in archive.namelist():
        return frozenset()
    tree = _tree(archive, "xl/styles.xml")
    space = tree.tag.partition("}")[0] + "}" if tree.tag.startswith("{") else ""
    formats = {"9", "10"}
    for element in tree.iter(f"{space}numFmt"):
        if "%" in re.sub(r'"[^"]*"|\\.', "", element.attrib.get("formatCode", "")):
            formats.add(element.attrib.get("numFmtId", ""))
    styles = tree.find(f"{space}cellXfs")
    if styles is None:
        return frozenset()
    return frozenset(i for i, xf in enumerate(styles) if xf.attrib.get("numFmtId") in formats)


def _tree(archive: zipfile.ZipFile, name: str) -> ElementTree.Element:
    try:
        # Parts with a DOCTYPE were refused before, so no entity can grow here.
        return ElementTree.fromstring(_read(archive, name, 64 << 20))  # noqa: S314
    except (KeyError, ElementTree.ParseError) as error:
        raise UnusableFile("damaged_workbook", detail=str(error)[:200]) from error


def _read(archive: zipfile.ZipFile, name: str, size: int) -> bytes:
    try:
        with _open(archive, name) as part:
            return part.read(size)
    except UnusableFile:
        raise
    except Exception as error:
        raise UnusableFile("damaged_workbook", detail=str(error)[:200]) from error


def _open(archive: zipfile.ZipFile, name: str) -> IO[bytes]:
    try:
        return archive.open(name)
    except (zipfile.BadZipFile, KeyError, NotImplementedError, RuntimeError, OSError) as error:
        raise UnusableFile("damaged_workbook", detail=str(error)[:200]) from error
