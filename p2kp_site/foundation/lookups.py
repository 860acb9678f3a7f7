"""A condition over thousands of values as one parameter: `code__among=codes`."""

import json
from collections.abc import Iterable, Sequence
from functools import reduce
from operator import or_
from typing import Any, cast

from django.db import connection
from django.db.models import Field, Index, Lookup, Q

_LAST = chr(0x10FFFF)


@Field.register_lookup
class Among(Lookup):
    """Like `in`, but the values travel as one array (PostgreSQL) or one JSON text (SQLite).

    With `in`, Django adapts and the driver parses a placeholder for each value, slice by slice.
    """

    lookup_name = "among"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        column, params = self.process_lhs(compiler, connection)
        values = json.dumps(list(self.rhs))
        # Names of our own, values as parameters.
        return f"{column} IN (SELECT value FROM json_each(%s))", (*params, values)  # noqa: S608

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        column, params = self.process_lhs(compiler, connection)
        return f"{column} = ANY(%s)", (*params, list(self.rhs))


@Field.register_lookup
class Begins(Lookup):
    """Like `startswith`, and served by an index on both databases: `number__begins=text`."""

    lookup_name = "begins"

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        column, params = self.process_lhs(compiler, connection)
        return f"({column} >= %s AND {column} < %s)", (
            *(*params, self.rhs),
            *(*params, f"{self.rhs}{_LAST}"),
        )

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        column, params = self.process_lhs(compiler, connection)
        return f"{column} LIKE %s", (*params, f"{connection.ops.prep_for_like_query(self.rhs)}%")


def begun_index(field: str, name: str) -> Index:
    """An index that knows a text by itself and by how it begins.

    For the latter PostgreSQL wants a class of operators, which SQLite passes over.
    """
    return Index(fields=[field], opclasses=["varchar_pattern_ops"], name=name)


def begins(field: str, text: str) -> Q:
    """Values that begin with a text as it was typed, in capitals, or with a capital: an index knows
    no other spellings."""
    spellings = {text, text.upper(), text.capitalize()}
    return reduce(or_, (Q((f"{field}__begins", spelt)) for spelt in sorted(spellings)))


def keys_as_rows(
    fields: "Sequence[Field[Any, Any]]", keys: Iterable[Sequence[Any]]
) -> tuple[str, list[str], list[Any]]:
    """Keys of several parts as a table `k` of one statement: SQL, its columns, its parameters."""
    keys = list(keys)
    if connection.vendor == "postgresql":
        types = [cast(str, field.rel_db_type(connection)) for field in fields]
        arrays = ", ".join(f"%s::{kind}[]" for kind in types)
        columns = [f"k.c{i}" for i in range(len(fields))]
        names = ", ".join(f"c{i}" for i in range(len(fields)))
        parts = [list(part) for part in zip(*keys, strict=True)]
        return f"unnest({arrays}) AS k({names})", columns, parts
    columns = [f"json_extract(k.value, '$[{i}]')" for i in range(len(fields))]
    return "json_each(%s) AS k", columns, [json.dumps(keys)]
