"""A condition over thousands of values as one parameter: `code__among=codes`."""

import json
from collections.abc import Iterable, Sequence
from typing import Any, cast

from django.db import connection
from django.db.models import Field, Lookup


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
        return f"{column} IN (SELECT value FROM json_each(%s))", (*params, values)  # noqa: S608

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        column, params = self.process_lhs(compiler, connection)
        return f"{column} = ANY(%s)", (*params, list(self.rhs))


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
