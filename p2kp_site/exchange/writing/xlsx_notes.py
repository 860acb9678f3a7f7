"""Notes on headings: what a column means, shown when the mouse rests on its heading.

A spreadsheet keeps the words of a note in one part and the yellow box that shows them in another.
"""

from collections.abc import Mapping
from typing import Final

from p2kp_site.exchange.writing.xlsx_cells import escaped
from p2kp_site.exchange.writing.xlsx_parts import MAIN, OFFICE_RELATIONS, XML, relations
from p2kp_site.exchange.writing.zip_stream import ZipStream

BOXES_RELATION: Final = "rId1"
"""The name by which a sheet refers to its boxes."""

_BOX_WIDTH_COLUMNS: Final = 2
_CHARACTERS_A_LINE: Final = 32
_BOX_LINES_MIN: Final = 4
_BOX_LINES_MAX: Final = 20
_FIRST_SHAPE: Final = 1024

_BOXES_START: Final = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel">'
    '<o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="{sheet}"/></o:shapelayout>'
    '<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" '
    'path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/>'
    '<v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_BOX: Final = (
    '<v:shape id="_x0000_s{shape}" type="#_x0000_t202" '
    'style="position:absolute;visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto">'
    '<v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/>'
    '<v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto">'
    '<div style="text-align:left"></div></v:textbox><x:ClientData ObjectType="Note">'
    "<x:MoveWithCells/><x:SizeWithCells/>"
    "<x:Anchor>{left}, 15, 1, 4, {right}, 15, {bottom}, 4</x:Anchor>"
    "<x:AutoFill>False</x:AutoFill><x:Row>0</x:Row><x:Column>{column}</x:Column>"
    "</x:ClientData></v:shape>"
)


def write_notes(archive: ZipStream, sheet: int, notes: Mapping[int, str], author: str) -> None:
    """Add the parts that hang `notes` (column from 0 → words) on row 1 of sheet number `sheet`."""
    archive.add(
        f"xl/worksheets/_rels/sheet{sheet}.xml.rels",
        relations(
            (
                (f"{OFFICE_RELATIONS}/vmlDrawing", f"../drawings/vmlDrawing{sheet}.vml"),
                (f"{OFFICE_RELATIONS}/comments", f"../comments{sheet}.xml"),
            )
        ),
    )
    archive.add(f"xl/comments{sheet}.xml", _words(notes, author))
    archive.add(f"xl/drawings/vmlDrawing{sheet}.vml", _boxes(sheet, notes))


def _words(notes: Mapping[int, str], author: str) -> str:
    listed = "".join(
        f'<comment ref="{column_letters(column)}1" authorId="0"><text>'
        f'<t xml:space="preserve">{escaped(note)}</t></text></comment>'
        for column, note in notes.items()
    )
    return (
        f'{XML}<comments xmlns="{MAIN}"><authors><author>{escaped(author)}</author></authors>'
        f"<commentList>{listed}</commentList></comments>"
    )


def _boxes(sheet: int, notes: Mapping[int, str]) -> str:
    boxes = "".join(
        _BOX.format(
            shape=_FIRST_SHAPE * sheet + number,
            left=column + 1,
            right=column + 1 + _BOX_WIDTH_COLUMNS,
            bottom=1 + _lines(note),
            column=column,
        )
        for number, (column, note) in enumerate(notes.items(), start=1)
    )
    return f"{_BOXES_START.format(sheet=sheet)}{boxes}</xml>"


def _lines(note: str) -> int:
    wanted = sum(1 + len(line) // _CHARACTERS_A_LINE for line in note.splitlines())
    return min(max(wanted, _BOX_LINES_MIN), _BOX_LINES_MAX)


def column_letters(column: int) -> str:
    """Return the letters of a column counted from 0: `A` … `Z`, `AA` …"""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
