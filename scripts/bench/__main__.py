"""`make bench`: what imports, exports and lists cost beside the stock way and the floor.

`ARGS="--large-rows 1000000"` and the like go through to it.
"""

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import with_pg
from bench import report
from bench.databases import Databases, PostgresqlServer, SqliteFiles
from bench.plan import GROUPS, chosen
from bench.runner import Broken, Runner
from running import leave_on_signals, temporary_folder


def options() -> argparse.Namespace:
    """What the person asked for."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--jobs", default=",".join(GROUPS), help="groups, or single jobs")
    parser.add_argument("--db", default="sqlite,postgresql")
    parser.add_argument("--rows", type=int, default=50_000, help="rows of an imported file")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--stock-rows", type=int, default=2_000, help="rows of the stock way")
    parser.add_argument("--bulk-rows", type=int, default=10_000, help="and of its bulk way")
    parser.add_argument("--small-rows", type=int, default=10_000, help="boards of the short list")
    parser.add_argument("--large-rows", type=int, default=200_000, help="of exports, long list")
    parser.add_argument(
        "--boards", type=int, default=11_200, help="boards that have works or money"
    )
    parser.add_argument("--small-works", type=int, default=10_000, help="works of the short list")
    parser.add_argument("--large-works", type=int, default=1_000_000, help="and of the long one")
    parser.add_argument("--small-disbursements", type=int, default=10_000)
    parser.add_argument("--large-disbursements", type=int, default=1_000_000)
    parser.add_argument("--small-cases", type=int, default=10_000)
    parser.add_argument("--large-cases", type=int, default=200_000)
    parser.add_argument("--report", type=Path, help="write the report to this file too")
    return parser.parse_args()


@contextmanager
def databases(name: str, folder: Path) -> Iterator[Databases | None]:
    """Databases of that kind; None where this machine has none."""
    if name == "sqlite":
        yield SqliteFiles(folder)
        return
    binaries = with_pg.find()
    if binaries is None:
        yield None
        return
    with with_pg.server(binaries) as url:
        yield PostgresqlServer(url)


def main() -> int:
    """0 when every side did its work; how long it took is no failure."""
    leave_on_signals()
    asked = options()
    jobs = chosen(asked.jobs.split(","))
    names = (
        *("rows", "stock_rows", "bulk_rows", "small_rows", "large_rows"),
        *("boards", "small_works", "large_works"),
        *("small_disbursements", "large_disbursements"),
        *("small_cases", "large_cases"),
    )
    sizes = {name: getattr(asked, name) for name in names}
    sizes["stock_rows"] = min(sizes["stock_rows"], sizes["rows"])
    sizes["bulk_rows"] = min(sizes["bulk_rows"], sizes["rows"])
    lines, broken = list(report.heading(sizes, asked.runs)), 0
    print("\n".join(lines), flush=True)
    for database in asked.db.split(","):
        with temporary_folder("p2kp-bench-") as folder, databases(database, folder) as served:
            if served is None:
                lines.append(f"\nNOT RUN: {database}, none was found on this machine")
                print(lines[-1], file=sys.stderr)
                continue
            runner = Runner(served, folder, sizes)
            for job in jobs:
                try:
                    said = list(report.section(job, runner.run(job, asked.runs), database))
                except Broken as error:
                    said, broken = [f"\nBROKEN: {job.title}, {database}: {error}"], broken + 1
                print("\n".join(said), flush=True)
                lines += said
    if asked.report:
        asked.report.write_text("\n".join([*lines, ""]), encoding="utf-8")
    return int(bool(broken))


if __name__ == "__main__":
    sys.exit(main())
