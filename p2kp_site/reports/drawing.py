"""Charts as SVG: bars and lines, readable in black and white. Plain Python, without Django.

The texts of the figures come ready from whoever calls, in the form of the language. What nobody
verified yet is hatched.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from html import escape

Number = int | float | Decimal | None
WIDTH = 480
_LABELS, _END, _ROW, _BAR = 198, 60, 21, 12
_LONGEST_LABEL = 30
_HEIGHT, _LEFT, _RIGHT, _TOP, _BOTTOM = 190, 40, 12, 22, 26


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of a chart: those of the page, or of paper."""

    ink: str
    pale: str
    grid: str
    bar: str
    paper: str


PAPER = Palette(ink="#1a1a1a", pale="#555555", grid="#c8c8c8", bar="#33475b", paper="#ffffff")
SCREEN = Palette(
    ink="currentColor",
    pale="currentColor",
    grid="var(--rp-line)",
    bar="var(--rp-bar)",
    paper="var(--rp-paper)",
)


@dataclass(frozen=True, slots=True)
class Mark:
    """One value: its label, its height, how it is written, and which part of it is hatched."""

    label: str
    value: Number
    text: str
    hatched: float = 0.0


def bars(
    marks: Sequence[Mark], *, key: str, title: str, text: str, palette: Palette, top: float = 0
) -> str:
    """Lying bars, one below the other; `top` is the end of the scale, else the largest value."""
    largest = max([float(mark.value or 0) for mark in marks] + [top, 1e-9])
    room, height = WIDTH - _LABELS - _END, len(marks) * _ROW + 8
    parts = [_hatching(key, palette)]
    for place, mark in enumerate(marks):
        y = 4 + place * _ROW
        middle = y + _ROW / 2 + 4
        parts.append(_text(_LABELS - 8, middle, _short(mark.label), palette.ink, "end"))
        length = room * float(mark.value or 0) / largest
        open_part = length * min(max(mark.hatched, 0.0), 1.0)
        bar_y = y + (_ROW - _BAR) / 2
        if length - open_part > 0:
            parts.append(_rect(_LABELS, bar_y, length - open_part, palette.bar, palette.bar))
        if open_part > 0:
            start = _LABELS + length - open_part
            parts.append(_rect(start, bar_y, open_part, f"url(#hatch-{key})", palette.bar))
        parts.append(_text(_LABELS + length + 6, middle, mark.text, palette.ink, "start"))
    parts.append(_line(_LABELS, 2, _LABELS, height - 2, palette.pale))
    return _svg(parts, height, title, text)


def line(marks: Sequence[Mark], *, key: str, title: str, text: str, palette: Palette) -> str:
    """A line over years, with a scale at its left; each point bears its figure."""
    step = _step(max([float(mark.value or 0) for mark in marks] + [1.0]))
    lines = max(1, math.ceil(max(float(mark.value or 0) for mark in marks) / step))
    largest = step * lines
    room, height = WIDTH - _LEFT - _RIGHT, _HEIGHT - _TOP - _BOTTOM

    def at(place: int, value: Number) -> tuple[float, float]:
        part = place / (len(marks) - 1) if len(marks) > 1 else 0.5
        return _LEFT + 12 + part * (room - 24), _TOP + height * (1 - float(value or 0) / largest)

    parts = []
    for number in range(lines + 1):
        _x, y = at(0, step * number)
        parts.append(_line(_LEFT, y, WIDTH - _RIGHT, y, palette.grid))
        parts.append(_text(_LEFT - 6, y + 4, _plain(step * number), palette.pale, "end", 11))
    points = [at(place, mark.value) for place, mark in enumerate(marks)]
    way = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    parts.append(
        f'<polyline points="{way}" fill="none" stroke="{palette.bar}" stroke-width="2.5"/>'
    )
    for place, ((x, y), mark) in enumerate(zip(points, marks, strict=True)):
        parts.append(
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{palette.paper}" '
            f'stroke="{palette.bar}" stroke-width="2"/>'
        )
        parts.append(_text(x, y + _beside(points, place), mark.text, palette.ink, "middle", 11))
        parts.append(_text(x, _HEIGHT - 8, mark.label, palette.ink, "middle", 11))
    return _svg(parts, _HEIGHT, title, text)


def _beside(points: Sequence[tuple[float, float]], place: int) -> float:
    """How far from its point a figure stands: above it, or below where the line bends upwards."""
    _x, y = points[place]
    near = [points[one][1] for one in (place - 1, place + 1) if 0 <= one < len(points)]
    hollow = bool(near) and y > sum(near) / len(near) + 1
    return 18 if hollow and y + 18 < _HEIGHT - _BOTTOM else -9


def _svg(parts: Sequence[str], height: float, title: str, text: str) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:.0f}" role="img" '
        f'font-family="Inter, sans-serif"><title>{escape(title)}</title>'
        f"<desc>{escape(text)}</desc>{''.join(parts)}</svg>"
    )


def _text(x: float, y: float, text: str, ink: str, anchor: str, size: int = 12) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" fill="{ink}" '
        f'text-anchor="{anchor}">{escape(text)}</text>'
    )


def _rect(x: float, y: float, width: float, fill: str, edge: str) -> str:
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{_BAR}" fill="{fill}" '
        f'stroke="{edge}" stroke-width="1"/>'
    )


def _line(x1: float, y1: float, x2: float, y2: float, ink: str) -> str:
    return (
        f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{ink}" '
        'stroke-width="1"/>'
    )


def _hatching(key: str, palette: Palette) -> str:
    return (
        f'<defs><pattern id="hatch-{key}" width="6" height="6" patternUnits="userSpaceOnUse">'
        f'<rect width="6" height="6" fill="{palette.paper}"/>'
        f'<path d="M-1,1 L1,-1 M0,6 L6,0 M5,7 L7,5" stroke="{palette.bar}" stroke-width="1.4"/>'
        "</pattern></defs>"
    )


def _short(label: str) -> str:
    return label if len(label) <= _LONGEST_LABEL else label[: _LONGEST_LABEL - 1].rstrip() + "…"


def _plain(number: float) -> str:
    return f"{number:,.0f}".replace(",", "\u2009")


def _step(largest: float) -> float:
    """The distance of the lines of a scale: 1, 2 or 5 times a power of ten, four or so of them."""
    rough = largest / 4
    power = 10 ** math.floor(math.log10(rough)) if rough > 0 else 1
    step = next((power * n for n in (1, 2, 5, 10) if power * n >= rough), power * 10)
    return max(float(step), 1.0)
