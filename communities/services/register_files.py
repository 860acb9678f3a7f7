"""Read the national register of regions as it is published: CSV files, alone or in an archive."""

import csv
import io
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from communities.rules.region_codes import dotted, level_of, parent_code
from communities.services.register_archives import UnusableRegister, files_in
from p2kp_site.exchange.reading.names import clean

__all__ = ["RegisterRow", "UnusableRegister", "read_register"]

LONGEST_NAME = 150
_PARENT_COLUMNS = ("parent_code", "province_code", "regency_code", "district_code")


class RegisterRow(NamedTuple):
    """A region as the register prints it; `parent_code` is empty for a province."""

    code: str
    parent_code: str
    name: str


class _Line(NamedTuple):
    file: str
    number: int

    def __str__(self) -> str:
        return _("%(file)s, line %(line)d") % {"file": self.file, "line": self.number}


def read_register(path: Path | str) -> list[RegisterRow]:
    """The regions of a register in code order.

    `path` is a CSV file, a folder of them, or an archive (.tgz, .tar.gz, .zip). The columns are
    `code`, `name` and that of the parent: `parent_code`, or `province_code`, `regency_code` and
    `district_code` as published. Codes may be written without dots. Files with other columns are
    passed over. Raises UnusableRegister, which names the line, for anything that is not a whole
    register: a wrong code, a code twice, a region whose parent is missing, no rows.
    """
    rows: dict[str, RegisterRow] = {}
    lines: dict[str, _Line] = {}
    known = False
    for name, data in files_in(Path(path)):
        table = _table(name, data)
        if table is None:
            continue
        known = True
        for line, row in table:
            if row.code in rows:
                raise UnusableRegister(
                    _("%(line)s: the code %(code)s stands in %(first)s already")
                    % {"line": line, "code": row.code, "first": lines[row.code]}
                )
            rows[row.code], lines[row.code] = row, line
    if not known:
        raise UnusableRegister(
            _("%(path)s: no CSV file with the columns code, parent_code and name")
            % {"path": Path(path).name}
        )
    if not rows:
        raise UnusableRegister(_("%(path)s: no rows") % {"path": Path(path).name})
    for code, row in rows.items():
        if row.parent_code and row.parent_code not in rows:
            raise UnusableRegister(
                _("%(line)s: %(code)s is part of %(parent)s, which is not in the register")
                % {"line": lines[code], "code": code, "parent": row.parent_code}
            )
    return [rows[code] for code in sorted(rows)]


def _table(file: str, data: bytes) -> Iterator[tuple[_Line, RegisterRow]] | None:
    """The rows of a file, or None when its columns are not those of a register."""
    if b"\0" in data:
        raise UnusableRegister(_("%(file)s: not a text file") % {"file": file})
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = _Line(file, data.count(b"\n", 0, error.start) + 1)
        raise UnusableRegister(_("%(line)s: the text is not UTF-8") % {"line": line}) from error
    delimiter = ";" if ";" in text.partition("\n")[0] else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        header = [title.strip().casefold() for title in next(reader, [])]
    except csv.Error:
        return None
    parents = [title for title in _PARENT_COLUMNS if title in header]
    if sorted(header) != sorted(["code", "name", *parents]) or len(parents) > 1:
        return None
    return _rows(file, reader, header, parents)


def _rows(
    file: str, reader: Any, header: list[str], parents: list[str]
) -> Iterator[tuple[_Line, RegisterRow]]:
    code_at, name_at = header.index("code"), header.index("name")
    parent_at = header.index(parents[0]) if parents else None
    try:
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            line = _Line(file, reader.line_num)
            if len(cells) != len(header):
                raise UnusableRegister(
                    _("%(line)s: %(found)d cells under %(wanted)d headings")
                    % {"line": line, "found": len(cells), "wanted": len(header)}
                )
            given = cells[parent_at] if parent_at is not None else None
            yield line, _row(line, cells[code_at], given, cells[name_at])
    except csv.Error as error:
        raise UnusableRegister(
            _("%(line)s: broken CSV") % {"line": _Line(file, reader.line_num)}
        ) from error


def _row(line: _Line, written_code: str, written_parent: str | None, name: str) -> RegisterRow:
    code, name = dotted(written_code), clean(name)
    if code is None:
        raise UnusableRegister(
            _("%(line)s: “%(code)s” is no code of a region")
            % {"line": line, "code": written_code[:40]}
        )
    parent = parent_code(code)
    if written_parent is not None and (dotted(written_parent) or written_parent.strip()) != parent:
        raise UnusableRegister(
            _("%(line)s: %(code)s cannot be part of “%(parent)s”")
            % {"line": line, "code": code, "parent": written_parent[:40]}
        )
    if not name or len(name) > LONGEST_NAME:
        raise UnusableRegister(
            _("%(line)s: the name of %(code)s is missing or longer than %(limit)d letters")
            % {"line": line, "code": code, "limit": LONGEST_NAME}
        )
    return RegisterRow(code, parent, name)


def by_level(rows: Iterable[RegisterRow]) -> dict[int, list[RegisterRow]]:
    """The rows of each level, 1 (province) to 4 (village), in code order."""
    levels: dict[int, list[RegisterRow]] = {1: [], 2: [], 3: [], 4: []}
    for row in sorted(rows):
        levels[level_of(row.code)].append(row)
    return levels
