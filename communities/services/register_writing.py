"""Write what a new edition of the register changes: few statements, whatever the number of rows."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Max

from communities.models import Region, RegionCode
from communities.rules.region_paths import Paths, paths_after, reparented
from communities.rules.regions import fold, kind_of, level_of, parent_code
from communities.rules.register_comparison import LEVELS, Comparison, Known, Row
from communities.services.region_paths import rewrite_paths, scratch_table
from p2kp_site.foundation.areas import LEVEL_ENDS
from p2kp_site.foundation.bulk import insert_rows
from p2kp_site.foundation.history import write_history
from p2kp_site.foundation.models import ChangeSet
from p2kp_site.foundation.refs import new_ref

_ADDED = (
    *("ref", "version", "changed_at", "changed_by_id", "change_set_id", "parent_id", "code"),
    *("bps_code", "name", "kind", "path", "search_name", "edition", "valid_from", "retired_on"),
)
_CHANGED = ("parent_id", "code", "name", "kind", "search_name", "edition", "retired_on")
_CHANGED_TYPES = (
    *("id bigint PRIMARY KEY", "parent_id bigint", "code varchar(13)", "name varchar(150)"),
    *("kind varchar(13)", "search_name varchar(150)", "edition varchar(60)", "retired_on date"),
)


@dataclass(frozen=True, slots=True)
class Edition:
    """The edition that is loaded: its name, the day from which it holds, and the act of loading."""

    name: str
    on: date
    change_set: ChangeSet


def apply_comparison(known: list[Known], comparison: Comparison, edition: Edition) -> None:
    """Write the changes of a comparison with its base, with history; inside a transaction."""
    paths = paths_after(known, comparison)
    rewrite_paths(paths.rewritten)
    _remember_codes(comparison, edition)
    since = _valid_from(known, comparison, edition)
    # From the provinces down: a region needs its parent's key, and a code that a region gave up
    # may be another one's now.
    ids = {code: region.id for code, region in comparison.region_at.items()}
    for level in LEVELS:
        _change(list(_changed_rows(level, comparison, ids, edition)), edition)
        added = [row for row in comparison.added if level_of(row.code) == level]
        if added:
            _add(added, paths, ids, since, edition)
    write_history(Region, edition.change_set, first=True)


def _changed_rows(
    level: int, comparison: Comparison, ids: dict[str, int], edition: Edition
) -> Iterator[tuple[Any, ...]]:
    elsewhere = {region.id for region in reparented(comparison).values()}
    adapt = connection.ops.adapt_datefield_value
    for region, row in [*comparison.respelt, *comparison.moved]:
        if level_of(row.code) == level:
            parent = ids[parent_code(row.code)] if region.id in elsewhere else region.parent_id
            kind, letters = kind_of(row.code, row.name), fold(row.name)
            yield region.id, parent, row.code, row.name, kind, letters, edition.name, None
    for region in comparison.retired:
        if level_of(region.code) == level:
            until = max(edition.on, region.valid_from or edition.on)
            same = (region.code, region.name, kind_of(region.code, region.name))
            yield (
                *(region.id, region.parent_id, *same, fold(region.name)),
                *(region.edition, adapt(until)),
            )


def _change(rows: list[tuple[Any, ...]], edition: Edition) -> None:
    if not rows:
        return
    columns, change_set = ", ".join(_CHANGED), edition.change_set
    at = connection.ops.adapt_datetimefield_value(change_set.at)
    table = connection.ops.quote_name(Region._meta.db_table)
    with scratch_table("changed_regions", _CHANGED_TYPES, rows), connection.cursor() as cursor:
        cursor.execute(
            # Names of our own, values as parameters.
            f"UPDATE {table} SET version = version + 1,"  # noqa: S608
            " changed_at = %s, changed_by_id = %s, change_set_id = %s,"
            f" ({columns}) = (SELECT {columns} FROM changed_regions c WHERE c.id = {table}.id)"
            " WHERE id IN (SELECT id FROM changed_regions)",
            [at, change_set.by_id, change_set.pk],
        )


def _add(
    added: list[Row],
    paths: Paths,
    ids: dict[str, int],
    since: dict[str, date | None],
    edition: Edition,
) -> None:
    adapt, change_set = connection.ops.adapt_datefield_value, edition.change_set
    at = connection.ops.adapt_datetimefield_value(change_set.at)
    author = (1, at, change_set.by_id, change_set.pk)
    insert_rows(
        Region,
        _ADDED,
        (
            (
                *(new_ref(), *author, ids.get(parent_code(row.code)), row.code, "", row.name),
                *(kind_of(row.code, row.name), paths.added[row.code], fold(row.name)),
                *(edition.name, adapt(since[row.code]), None),
            )
            for row in added
        ),
    )
    code_at = {paths.added[row.code]: row.code for row in added}
    end = LEVEL_ENDS[level_of(added[0].code) - 1]
    written = Region.objects.filter(change_set=change_set, version=1)
    for pk, path in written.values_list("pk", "path"):
        if len(path) == end:
            ids[code_at[path]] = pk


def _valid_from(
    known: list[Known], comparison: Comparison, edition: Edition
) -> dict[str, date | None]:
    """Since when each new region is valid: unknown where the base did not reach before.

    A base that held one regency down to its villages says nothing about the age of the others.
    """
    parents = {region.parent_id for region in known}
    provinces = sum(region.parent_id is None and not region.retired_on for region in known)
    listed = sum(level_of(row.code) == 1 for row in comparison.added)
    since: dict[str, date | None] = {}
    for row in comparison.added:  # in code order within each level, provinces first
        above = parent_code(row.code)
        if not above:
            since[row.code] = edition.on if provinces >= listed else None
        elif parent := comparison.region_at.get(above):
            since[row.code] = edition.on if parent.id in parents else None
        else:
            since[row.code] = since[above]
    return since


def _remember_codes(comparison: Comparison, edition: Edition) -> None:
    """Keep the codes that regions give up: files of that time still carry them."""
    if not comparison.moved:
        return
    began = dict(RegionCode.objects.values_list("region_id").annotate(Max("until_on")))
    today = set(RegionCode.objects.filter(until_on=edition.on).values_list("region_id", "code"))
    adapt = connection.ops.adapt_datefield_value
    rows = []
    for region, row in comparison.moved:
        from_on = began.get(region.id, region.valid_from)
        if from_on is not None and from_on > edition.on:
            from_on = None
        if region.code != row.code and (region.id, region.code) not in today:
            until_on = adapt(edition.on)
            rows.append((region.id, region.code, region.edition, adapt(from_on), until_on))
    insert_rows(RegionCode, ("region_id", "code", "edition", "from_on", "until_on"), rows)
