"""Charts: well-formed, in proportion, readable without colour and without eyes."""

from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree

import pytest

from p2kp_site.reports.drawing import PAPER, SCREEN, Mark, Palette, bars, line

SVG = "{http://www.w3.org/2000/svg}"
MARKS = [Mark("Kec. A & B", 10, "10", 0.4), Mark("Kec. <C>", 5, "5"), Mark("Kec. D", None, "–")]
SAID: dict[str, Any] = {"key": "k", "title": "Judul <1>", "text": "Batang: A 10; C 5."}


@pytest.mark.parametrize("palette", [PAPER, SCREEN])
@pytest.mark.parametrize("draw", [bars, line])
def test_a_chart_is_svg_that_says_what_it_shows(draw: Callable[..., str], palette: Palette) -> None:
    chart = ElementTree.fromstring(draw(MARKS, palette=palette, **SAID))
    assert chart.get("role") == "img"
    assert chart.findtext(f"{SVG}title") == SAID["title"]
    assert chart.findtext(f"{SVG}desc") == SAID["text"]
    texts = [one.text for one in chart.iter(f"{SVG}text")]
    assert {"10", "5", "–", "Kec. A & B", "Kec. <C>"} <= set(texts)


def test_bars_are_in_proportion_and_hatched_where_nothing_is_verified() -> None:
    chart = ElementTree.fromstring(bars(MARKS, palette=PAPER, **SAID))
    solid = [r for r in chart.findall(f"{SVG}rect") if r.get("fill") == PAPER.bar]
    hatched = [r for r in chart.findall(f"{SVG}rect") if "url(#hatch-k)" in r.get("fill", "")]
    long, short = (float(r.get("width", 0)) for r in solid)
    (open_part,) = (float(r.get("width", 0)) for r in hatched)
    assert open_part / (long + open_part) == pytest.approx(0.4, abs=0.01)
    assert short == pytest.approx((long + open_part) / 2, abs=0.2)


def test_one_value_alone_and_only_noughts_are_drawn() -> None:
    for marks in ([Mark("2015", 3, "3")], [Mark("2014", 0, "0"), Mark("2015", 0, "0")]):
        for draw in (bars, line):
            ElementTree.fromstring(draw(marks, palette=PAPER, **SAID))


def test_a_figure_of_a_line_stands_where_the_line_does_not_cross_it() -> None:
    """Below where the line bends upwards, unless the years stand there; else above."""
    marks = [Mark(str(n), n, f"v{n}") for n in (900, 300, 100, 900)]
    chart = ElementTree.fromstring(line(marks, palette=PAPER, **SAID))
    points = [float(one.get("cy", 0)) for one in chart.findall(f"{SVG}circle")]
    texts = [one for one in chart.findall(f"{SVG}text") if (one.text or "").startswith("v")]
    below = [float(one.get("y", 0)) > y for one, y in zip(texts, points, strict=True)]
    assert below == [False, True, False, False]
