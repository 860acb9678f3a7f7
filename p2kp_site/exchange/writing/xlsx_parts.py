"""The small parts of a workbook: everything in the zip that is not a sheet or a note."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final, NamedTuple

from p2kp_site.exchange.writing.xlsx_cells import escaped

XML: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE_RELATIONS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE_RELATIONS: Final = "http://schemas.openxmlformats.org/package/2006/relationships"

_TYPES: Final = "http://schemas.openxmlformats.org/package/2006/content-types"
_CORE_RELATION: Final = (
    "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
)
_CORE_NAMESPACES: Final = (
    'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
)
_SPREADSHEET: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml"


class WrittenSheet(NamedTuple):
    """A sheet that stands in the zip: its rows under the header, and what the filter covers.

    `filter_range` is like `$A$1:$L$31`, or empty.
    """

    name: str
    rows: int
    filter_range: str
    has_notes: bool


def _cell_style(number_format: int, rest: str) -> str:
    return f'<xf numFmtId="{number_format}" applyNumberFormat="1" xfId="0" {rest}'


_PLAIN: Final = 'fontId="0" fillId="0" borderId="0"'
_WRAP: Final = 'applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>'

STYLES: Final = (
    f'{XML}<styleSheet xmlns="{MAIN}">'
    '<numFmts count="2"><numFmt numFmtId="164" formatCode="dd\\-mm\\-yyyy"/>'
    '<numFmt numFmtId="165" formatCode="dd\\-mm\\-yyyy\\ hh:mm"/></numFmts>'
    '<fonts count="2"><font><sz val="11"/><name val="Calibri"/><family val="2"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/><family val="2"/></font></fonts>'
    '<fills count="3"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill><fill><patternFill patternType="solid">'
    '<fgColor rgb="FFDDEBF7"/><bgColor indexed="64"/></patternFill></fill></fills>'
    '<borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border><border><left/>'
    '<right/><top/><bottom style="thin"><color rgb="FF8EA9DB"/></bottom><diagonal/></border>'
    "</borders>"
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="10">'
    + "".join(
        (
            _cell_style(0, f"{_PLAIN}/>"),
            _cell_style(
                49, f'fontId="1" fillId="2" borderId="1" applyFont="1" applyFill="1" {_WRAP}'
            ),
            _cell_style(49, f"{_PLAIN}/>"),
            _cell_style(49, f'{_PLAIN} quotePrefix="1"/>'),
            _cell_style(49, f"{_PLAIN} {_WRAP}"),
            _cell_style(49, f'{_PLAIN} quotePrefix="1" {_WRAP}'),
            _cell_style(0, f"{_PLAIN}/>"),
            _cell_style(3, f"{_PLAIN}/>"),
            _cell_style(164, f"{_PLAIN}/>"),
            _cell_style(165, f"{_PLAIN}/>"),
        )
    )
    + '</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/>'
    "</cellStyles></styleSheet>"
)
"""Cell styles in the order of `xlsx_cells.Style`."""


def relations(targets: Sequence[tuple[str, str]]) -> str:
    """Return a relationships part; each target is (full type, path), numbered rId1, rId2 …"""
    lines = "".join(
        f'<Relationship Id="rId{number}" Type="{kind}" Target="{path}"/>'
        for number, (kind, path) in enumerate(targets, start=1)
    )
    return f'{XML}<Relationships xmlns="{PACKAGE_RELATIONS}">{lines}</Relationships>'


def package_relations() -> str:
    """Return `_rels/.rels`, where a reader begins."""
    return relations(
        (
            (f"{OFFICE_RELATIONS}/officeDocument", "xl/workbook.xml"),
            (_CORE_RELATION, "docProps/core.xml"),
        )
    )


def core_properties(title: str, creator: str, made_at: datetime | None) -> str:
    """Return the properties that a file manager shows; a naive `made_at` is taken as local."""
    created = ""
    if made_at is not None:
        moment = made_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        created = f'<dcterms:created xsi:type="dcterms:W3CDTF">{moment}</dcterms:created>'
    return (
        f"{XML}<cp:coreProperties {_CORE_NAMESPACES}><dc:title>{escaped(title)}</dc:title>"
        f"<dc:creator>{escaped(creator)}</dc:creator>{created}</cp:coreProperties>"
    )


def workbook(sheets: Sequence[WrittenSheet]) -> str:
    """Return the list of sheets, in order, with the hidden names that Excel keeps for filters."""
    listed = "".join(
        f'<sheet name="{escaped(sheet.name)}" sheetId="{number}" r:id="rId{number}"/>'
        for number, sheet in enumerate(sheets, start=1)
    )
    filters = "".join(
        f'<definedName name="_xlnm._FilterDatabase" localSheetId="{index}" hidden="1">'
        f"{escaped(_quoted(sheet.name))}!{sheet.filter_range}</definedName>"
        for index, sheet in enumerate(sheets)
        if sheet.filter_range
    )
    names = f"<definedNames>{filters}</definedNames>" if filters else ""
    return (
        f'{XML}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE_RELATIONS}"><bookViews><workbookView/>'
        f"</bookViews><sheets>{listed}</sheets>{names}</workbook>"
    )


def _quoted(name: str) -> str:
    return "'" + name.replace("'", "''") + "'"


def workbook_relations(count: int) -> str:
    """Return where the `count` sheets and the styles lie."""
    sheets = [
        (f"{OFFICE_RELATIONS}/worksheet", f"worksheets/sheet{number}.xml")
        for number in range(1, count + 1)
    ]
    return relations([*sheets, (f"{OFFICE_RELATIONS}/styles", "styles.xml")])


def content_types(sheets: Sequence[WrittenSheet]) -> str:
    """Return what kind of content each part of the zip is."""
    overrides = [
        ("/xl/workbook.xml", f"{_SPREADSHEET}.sheet.main+xml"),
        ("/xl/styles.xml", f"{_SPREADSHEET}.styles+xml"),
        ("/docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml"),
    ]
    for number, sheet in enumerate(sheets, start=1):
        overrides.append((f"/xl/worksheets/sheet{number}.xml", f"{_SPREADSHEET}.worksheet+xml"))
        if sheet.has_notes:
            overrides.append((f"/xl/comments{number}.xml", f"{_SPREADSHEET}.comments+xml"))
    listed = "".join(
        f'<Override PartName="{path}" ContentType="{kind}"/>' for path, kind in overrides
    )
    return (
        f'{XML}<Types xmlns="{_TYPES}"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/><Default Extension="vml" '
        'ContentType="application/vnd.openxmlformats-officedocument.vmlDrawing"/>'
        f"{listed}</Types>"
    )
