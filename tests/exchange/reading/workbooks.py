"""Small workbooks for tests, written as raw XML so that they may be as odd as real ones."""

import struct
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from p2kp_site.exchange.reading.raw_cells import letter

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_STYLES = (
    f'<styleSheet xmlns="{_MAIN}"><cellXfs count="3"><xf numFmtId="0"/><xf numFmtId="14"/>'
    '<xf numFmtId="9"/></cellXfs></styleSheet>'
)
DAY, PERCENT = 1, 2


class Raw(str):
    """A cell given as the XML inside `<c …>`, after its reference."""


def cell_xml(reference: str, value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, Raw):
        return f'<c r="{reference}"{value}'
    if isinstance(value, str):
        return f'<c r="{reference}" t="inlineStr"><is><t>{escape(value)}</t></is></c>'
    return f'<c r="{reference}"><v>{value}</v></c>'


def sheet_xml(rows: Iterable[Sequence[Any]], extra: str = "", hidden: Iterable[int] = ()) -> str:
    """A worksheet. `extra` follows the data: merged cells and the like."""
    concealed = set(hidden)
    lines = []
    for number, row in enumerate(rows, 1):
        cells = "".join(cell_xml(f"{letter(i)}{number}", v) for i, v in enumerate(row))
        mark = ' hidden="1"' if number in concealed else ""
        lines.append(f'<row r="{number}"{mark}>{cells}</row>')
    return f'<worksheet xmlns="{_MAIN}"><sheetData>{"".join(lines)}</sheetData>{extra}</worksheet>'


def merges(*ranges: str) -> str:
    return "<mergeCells>" + "".join(f'<mergeCell ref="{r}"/>' for r in ranges) + "</mergeCells>"


def write_xlsx(
    path: Path, sheets: Mapping[str, str], parts: Mapping[str, str] | None = None
) -> Path:
    """`sheets` gives for each name the XML of a worksheet; `parts` replaces or adds others."""
    names = list(sheets)
    content = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r1" '
        f'Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
        + "".join(
            f'<sheet name="{escape(n)}" sheetId="{i}" r:id="r{i}"/>' for i, n in enumerate(names, 1)
        )
        + "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
        + "".join(
            f'<Relationship Id="r{i}" Type="{_OFFICE}/worksheet" Target="worksheets/s{i}.xml"/>'
            for i in range(1, len(names) + 1)
        )
        + f'<Relationship Id="rs" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>',
        "xl/styles.xml": _STYLES,
        **{f"xl/worksheets/s{i}.xml": sheets[n] for i, n in enumerate(names, 1)},
        **(parts or {}),
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in content.items():
            archive.writestr(
                name, text if text.startswith("<?xml") else f"<?xml version='1.0'?>{text}"
            )
    return path


def write_ods(path: Path, table: str) -> Path:
    """One table given as the XML inside `<table:table>`."""
    spaces = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{short}:1.0"'
        for short in ("office", "text", "table")
    )
    calc = 'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            "META-INF/manifest.xml",
            '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        )
        archive.writestr(
            "content.xml",
            f"<office:document-content {spaces} {calc}><office:body><office:spreadsheet>"
            f'<table:table table:name="Data">{table}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        )
    return path


def record(kind: int, body: bytes) -> bytes:
    """One record of an old binary workbook."""
    return struct.pack("<HH", kind, len(body)) + body


def write_ole(path: Path, stream: str, content: bytes) -> Path:
    """A container with one stream, in sectors of 512 bytes."""
    content = content.ljust(max(4096, -(-len(content) // 512) * 512), b"\0")
    count = len(content) // 512
    end, free = 0xFFFFFFFE, 0xFFFFFFFF
    # Sector 0 is the allocation table, 1 the directory, the stream begins at 2.
    fat = [0xFFFFFFFD, end, *range(3, count + 2), end]
    table = struct.pack("<128I", *fat, *[free] * (128 - len(fat)))

    def entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
        text = name.encode("utf-16-le")
        head = text.ljust(64, b"\0") + struct.pack("<HBB", len(text) + 2, kind, 1)
        links = struct.pack("<3I", free, free, child) + bytes(36)
        return head + links + struct.pack("<IQ", start, size)

    directory = entry("Root Entry", 5, 1, end, 0) + entry(stream, 2, free, 2, len(content))
    head = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16)
    head += struct.pack("<5H", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    head += struct.pack("<9I", 0, 1, 1, 0, 4096, end, 0, end, 0)
    head += struct.pack("<109I", 0, *[free] * 108)
    path.write_bytes(head + table + directory.ljust(512, b"\0") + content)
    return path
