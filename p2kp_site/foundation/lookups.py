"""A condition over thousands of values as one parameter: `code__among=codes`."""

import json
from typing import Any

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
