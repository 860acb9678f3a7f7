"""Pages that are turned by key: what stands beyond a row, in an order that one index has."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction
from django.db.models import IntegerField, Q, Subquery

# Parts the columns of a key in an address.
BETWEEN = "~"


class CountBeside(Subquery):
    """How many rows a query gives: asked beside the rows of the page, in one question."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"
    output_field = IntegerField()


class KeyPages:
    """Stands where Django expects a paginator, for its template and its page size."""

    template_name = "foundation/key_pages.html"
    num_pages = 1

    def __init__(self, per_page: int) -> None:
        self.per_page = per_page


def beyond(names: tuple[str, ...], key: list[Any], side: str) -> Q:
    """Rows beyond a key: the first column as a range, for the index, the others to break ties."""
    first, *rest = zip(names, key, strict=True)
    beyond, ties = Q((f"{first[0]}__{side}", first[1])), Q((first[0], first[1]))
    for name, value in rest:
        beyond |= ties & Q((f"{name}__{side}", value))
        ties &= Q((name, value))
    return Q((f"{first[0]}__{side}e", first[1])) & beyond


@contextmanager
def reading_by_index() -> Iterator[None]:
    """For words that many rows hold: PostgreSQL, too, reads the order of a list in its index.

    Its figures say nothing of words: it would take the rows for few, and sort them all.
    """
    if connection.vendor != "postgresql":
        yield
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_sort = off")
        yield
        # A transaction around this one goes on.
        cursor.execute("SET LOCAL enable_sort TO DEFAULT")
