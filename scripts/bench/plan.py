"""What is measured: jobs, the sides that run against each other, and the ratios to print."""

from collections.abc import Iterable
from dataclasses import dataclass

from bench import case_pages, money, work_pages

STOCK, BULK = "stock", "bulk"


@dataclass(frozen=True)
class Side:
    """One way to do a job. `size` names the option that says how many rows it bears."""

    name: str
    template: str
    kind: str = "new"
    size: str = "rows"


@dataclass(frozen=True)
class Ratio:
    """`above` divided by `below`, by seconds a row; `sqlite` and `postgresql` are the targets."""

    above: str
    below: str
    sqlite: str = ""
    postgresql: str = ""
    of: str = "seconds"


@dataclass(frozen=True)
class Job:
    """A job and what is compared. One that only reads needs no copy of its templates."""

    name: str
    title: str
    sides: tuple[Side, ...]
    ratios: tuple[Ratio, ...]
    reads: bool = False


FLOOR = Side("floor", "empty")
IMPORTS = (
    Job(
        "import.new_csv",
        "Import, new rows, CSV",
        (
            Side("project", "empty"),
            Side(STOCK, "empty", size="stock_rows"),
            Side(BULK, "empty", size="bulk_rows"),
            FLOOR,
        ),
        (
            Ratio(STOCK, "project", postgresql=">= 50"),
            Ratio(BULK, "project", sqlite=">= 7"),
            Ratio("project", "floor", sqlite="<= 6", postgresql="<= 5"),
        ),
    ),
    Job(
        "import.update",
        "Import, all rows changed, CSV",
        (
            Side("project", "full", "update"),
            Side(BULK, "full", "update", size="bulk_rows"),
            Side("floor", "empty", "update"),
        ),
        (
            Ratio(BULK, "project", sqlite=">= 25", postgresql=">= 15"),
            Ratio("project", "floor", postgresql="<= 6"),
        ),
    ),
    Job(
        "import.same",
        "Import, the same file again",
        (Side("project", "full"), FLOOR),
        (Ratio("project", "floor", sqlite="<= 3", postgresql="<= 3"),),
    ),
    Job(
        "import.faulty",
        "Import, 2 % of the rows faulty",
        (Side("project", "empty", "faulty"), Side("clean", "empty"), FLOOR),
        (
            Ratio("project", "clean", sqlite="<= 1.2", postgresql="<= 1.2"),
            Ratio("project", "floor"),
        ),
    ),
    Job(
        "import.new_xlsx",
        "Import, new rows, XLSX",
        (Side("project", "empty"), Side("floor", "empty")),
        (Ratio("project", "floor", sqlite="<= 4.4", postgresql="<= 4.4"),),
    ),
)
EXPORTS = (
    Job(
        "export.csv",
        "Export, CSV",
        (
            Side("project", "large", size="large_rows"),
            Side(STOCK, "large", size="bulk_rows"),
            Side("floor", "large", size="large_rows"),
        ),
        (
            Ratio(STOCK, "project", postgresql=">= 35"),
            Ratio("project", "floor", sqlite="<= 2.6", postgresql="<= 2.6"),
        ),
    ),
    Job(
        "export.xlsx",
        "Export, XLSX (the floor writes CSV)",
        (
            Side("project", "large", size="large_rows"),
            Side(STOCK, "large", size="stock_rows"),
            Side("floor", "large", size="large_rows"),
        ),
        (
            Ratio(STOCK, "project"),
            Ratio("project", "floor", sqlite="<= 4.4", postgresql="<= 6"),
        ),
    ),
)
LISTS = tuple(
    Job(
        f"lists.{page}",
        title,
        (
            Side("project", "small", size="small_rows"),
            Side("project large", "large", size="large_rows"),
            Side("stock", "small", size="small_rows"),
            Side("stock large", "large", size="large_rows"),
        ),
        (
            Ratio("project large", "project", "<= 2", "<= 2", of="database_seconds"),
            Ratio("stock large", "project large", of="database_seconds"),
        ),
        reads=True,
    )
    for page, title in (
        ("first", "Board list, first page"),
        ("regency", "Board list, one regency"),
    )
)


def _filled(group: str, pages: Iterable[str]) -> tuple[Job, ...]:
    """One page of the admin on a small base and on a large one, for each of these pages."""
    return tuple(
        Job(
            f"{group}.{page}",
            f"{group.capitalize()}, {page.replace('_', ' ')}",
            (
                Side("project", f"small {group}", size=f"small_{group}"),
                Side("project large", f"large {group}", size=f"large_{group}"),
            ),
            (Ratio("project large", "project", "<= 2", "<= 2", of="database_seconds"),),
            reads=True,
        )
        for page in pages
    )


WORKS = _filled("works", work_pages.PAGES)
DISBURSEMENTS = _filled("disbursements", money.PAGES)
CASES = _filled("cases", case_pages.PAGES)
_PAYMENTS = {"template": "large summarized", "size": "large_disbursements"}
SUMMARIES = tuple(
    Job(
        f"summaries.{slug}.{format_}",
        f"Summary {slug} of the nation, {format_.upper()}",
        (Side("project", **_PAYMENTS), *((Side("scan", **_PAYMENTS),) * (format_ == "json"))),
        (Ratio("project", "scan"),) * (format_ == "json"),
        reads=True,
    )
    for slug in ("programme-overview", "community-boards")
    for format_ in ("json", "html", "pdf", "xlsx")
)
GROUPS = {
    "import": IMPORTS,
    "export": EXPORTS,
    "lists": LISTS,
    "works": WORKS,
    "disbursements": DISBURSEMENTS,
    "cases": CASES,
    "summaries": SUMMARIES,
}


def chosen(names: list[str]) -> list[Job]:
    """The jobs of these groups, or single jobs by their own name."""
    jobs = [job for group in GROUPS.values() for job in group]
    found = [job for job in jobs if job.name in names or job.name.partition(".")[0] in names]
    if not found:
        raise SystemExit(f"bench: no job is called {', '.join(names)}")
    return found
