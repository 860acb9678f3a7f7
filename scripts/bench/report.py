"""The report: one table of sides and one of ratios for each job, as Markdown."""

import operator
import os
import platform
from collections.abc import Iterator, Sequence

from bench.plan import Job, Ratio, Side
from bench.runner import Outcome, Sizes

_TESTS = {">=": operator.ge, "<=": operator.le}
_SIDES = (
    *("side", "rows", "seconds (min)", "spread", "rows/s", "ms in the database"),
    *("memory growth", "queries", "first byte"),
)
_RATIOS = ("ratio", "of the minima", "run by run", "target", "")


def heading(sizes: Sizes, runs: int) -> Iterator[str]:
    """What was measured, and on what."""
    yield "# Bench: project, stock and floor in one run"
    yield ""
    yield (
        "Every side runs in turn (A B C A B C …), each in a fresh process, and where it writes"
        f" on a fresh copy of its database; {runs} runs, the least counts. Results are compared"
        " before a ratio is printed: row counts, receipts, and a checksum over the decoded cells."
        " Seconds say only how large a figure is; what is claimed are the ratios. A ratio with"
        " sides of unequal size compares seconds a row and is marked as extrapolated."
    )
    yield ""
    yield (
        f"Rows: {sizes['rows']:,} for imports (stock {sizes['stock_rows']:,}, its bulk way"
        f" {sizes['bulk_rows']:,}), {sizes['large_rows']:,} for exports, lists of"
        f" {sizes['small_rows']:,} and {sizes['large_rows']:,} boards."
        f" Python {platform.python_version()}, {os.cpu_count()} cores."
    )


def section(job: Job, outcomes: Sequence[Outcome], database: str) -> Iterator[str]:
    """One job on one database."""
    yield ""
    yield f"## {job.title}: {'PostgreSQL' if database == 'postgresql' else 'SQLite'}"
    yield ""
    yield from table(_SIDES, [_side(outcome) for outcome in outcomes])
    for outcome in outcomes:
        if parts := min(outcome.runs, key=lambda run: run["seconds"])["parts"]:
            told = ", ".join(f"{name} {seconds:.2f} s" for name, seconds in parts.items())
            yield f"\n{outcome.side.name}: {told}"
    yield ""
    by_name = {outcome.side.name: outcome for outcome in outcomes}
    yield from table(_RATIOS, [_ratio(ratio, by_name, database) for ratio in job.ratios])


def _side(outcome: Outcome) -> list[str]:
    seconds, last = outcome.least(), outcome.runs[-1]
    firsts = [run["first_byte"] for run in outcome.runs if run["first_byte"] is not None]
    spread = max(run["seconds"] for run in outcome.runs) / seconds
    listed = "shown" in last
    return [
        outcome.side.name,
        f"{outcome.rows:,}",
        f"{seconds:.3f}",
        f"{spread:.2f}x",
        "" if listed else f"{outcome.rows / seconds:,.0f}",
        f"{outcome.least('database_seconds') * 1000:.1f}" if listed else "",
        f"{min(run['growth_mb'] for run in outcome.runs):.0f} MB",
        f"{last['queries']:,}" + (f", {last['shown']} rows shown" if listed else ""),
        f"{min(firsts):.3f} s" if firsts else "",
    ]


def _ratio(ratio: Ratio, by_name: dict[str, Outcome], database: str) -> list[str]:
    above, below = by_name[ratio.above], by_name[ratio.below]
    ups, downs = above.each(ratio.of), below.each(ratio.of)
    value = min(ups) / min(downs)
    pairs = sorted(up / down for up, down in zip(ups, downs, strict=True))
    target = ratio.postgresql if database == "postgresql" else ratio.sqlite
    unequal = ratio.of == "seconds" and above.rows != below.rows
    return [
        f"{ratio.above} / {ratio.below}" + (" (extrapolated)" if unequal else ""),
        f"**{value:.2f}x**",
        f"{pairs[0]:.2f} to {pairs[-1]:.2f}",
        target,
        _verdict(value, target),
    ]


def _verdict(value: float, target: str) -> str:
    if not target:
        return ""
    sign, _space, bound = target.partition(" ")
    return "holds" if _TESTS[sign](value, float(bound)) else "missed"


def table(head: Sequence[str], lines: Sequence[Sequence[str]]) -> Iterator[str]:
    """A Markdown table that is also readable as it stands."""
    widths = [max(len(line[i]) for line in (head, *lines)) for i in range(len(head))]
    for line in (head, ["-" * width for width in widths], *lines):
        padded = (text.ljust(width) for text, width in zip(line, widths, strict=True))
        yield f"| {' | '.join(padded)} |"


__all__ = ["Side", "heading", "section", "table"]
