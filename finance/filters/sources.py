"""Filter by funding source, for rows that name their source themselves."""

from typing import Any

from django.db.models import QuerySet

from programs.filters.funding_sources import SourceFilter
from programs.models import FundingSource


class OwnSourceFilter(SourceFilter):
    """Rows of one source, by its code."""

    def filter(self, qs: QuerySet[Any], value: FundingSource | None) -> QuerySet[Any]:
        return qs.filter(**{self.field_name: value}) if value else qs
