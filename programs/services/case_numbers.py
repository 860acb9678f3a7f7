"""The numbers of cases: one counter for each type, regency and year, whoever asks at one moment."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from django.db import connection
from django.db.models import F

from p2kp_site.foundation.lookups import keys_as_rows
from p2kp_site.foundation.models import ChangeSet
from programs.models import Case, CaseCounter
from programs.rules.cases import case_number, number_stem, split_number

# With it begins what stands for the number of a row until the row is stored.
AWAITED = "~"


def issue_number(stem: str) -> str:
    """The next number under a stem; the counter is held until the end of the transaction."""
    return case_number(stem, _count_up({stem: 1})[stem])


def _count_up(wanted: Mapping[str, int]) -> dict[str, int]:
    """Take so many numbers under each stem; returns the last of each."""
    taken = {}
    for stem in sorted(wanted):
        CaseCounter.objects.get_or_create(stem=stem)
        CaseCounter.objects.filter(stem=stem).update(last=F("last") + wanted[stem])
        taken[stem] = CaseCounter.objects.values_list("last", flat=True).get(stem=stem)
    return taken


def raise_counters(numbers: Iterable[str]) -> None:
    """Let the counters know of numbers that a file brought: they are not issued again."""
    highest: dict[str, int] = {}
    for number in numbers:
        if parts := split_number(number):
            highest[parts[0]] = max(parts[1], highest.get(parts[0], 0))
    for stem, last in sorted(highest.items()):
        CaseCounter.objects.get_or_create(stem=stem)
        CaseCounter.objects.filter(stem=stem, last__lt=last).update(last=last)


def number_awaiting(change_set: ChangeSet) -> None:
    """Number the rows that an act stored without a number, in the order of the file."""
    rows = Case.objects.filter(change_set=change_set, number__startswith=AWAITED).order_by("pk")
    by_stem: dict[str, list[int]] = defaultdict(list)
    columns = ("pk", "type__prefix", "region__code", "received_on__year")
    for pk, prefix, code, year in rows.values_list(*columns):
        by_stem[number_stem(prefix, code, year)].append(pk)
    last = _count_up({stem: len(keys) for stem, keys in by_stem.items()})
    numbers = [
        (pk, case_number(stem, last[stem] - len(keys) + place))
        for stem, keys in by_stem.items()
        for place, pk in enumerate(keys, 1)
    ]
    if numbers:
        _write(numbers)


def _write(numbers: list[tuple[int, str]]) -> None:
    fields = [Case._meta.pk, Case._meta.get_field("number")]
    source, (pk, number), params = keys_as_rows(fields, numbers)
    table = connection.ops.quote_name(Case._meta.db_table)
    # The names are those of our own tables and columns.
    sql = f"UPDATE {table} SET number = {number} FROM {source} WHERE {table}.id = {pk}"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
