"""Pages of the lists that the whole programme shares: everybody reads them, the nation writes."""

from typing import Any

from p2kp_site.foundation.stewardship import StewardAdmin


class ReferenceAdmin(StewardAdmin):
    """Reference rows have no area: who works for a part of the nation adds none."""

    def has_add_permission(self, request: Any, obj: Any = None) -> bool:
        return "" in request.reader.areas and super().has_add_permission(request)
