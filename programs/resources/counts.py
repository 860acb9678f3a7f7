"""How many rows hang on a row, as a file shows it: they are added on its page."""

from typing import Any

from django.db.models import Count, Model, OuterRef, Subquery
from django.db.models.functions import Coalesce

from p2kp_site.exchange.columns import Column


class NumberOf(Column):
    """How many `rows` there are of the row, which they name by `by`; compared only."""

    def __init__(self, heading: Any, *, rows: type[Model], by: str, **options: Any) -> None:
        super().__init__(heading, "count", compared=True, width=10, **options)
        self.rows, self.by = rows, by

    @property
    def value(self) -> Any:
        rows = self.rows._default_manager.filter((self.by, OuterRef("pk"))).order_by()
        counted = rows.values(self.by).annotate(n=Count("pk"))
        return Coalesce(Subquery(counted.values("n")), 0)
