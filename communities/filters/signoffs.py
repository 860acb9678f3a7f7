"""Which forms, by how far their sign-offs have come and by whom they wait for."""

from typing import Any, ClassVar

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from communities.models import SignoffRule
from p2kp_site.foundation.filters import StrictFilterSet
from p2kp_site.foundation.signoffs import SignoffState

AWAITING_ME = "awaiting_me"
QUEUES = (
    (SignoffState.HANDED_OVER.value, _("to hand over")),
    (SignoffState.ACKNOWLEDGED.value, _("to acknowledge")),
    (SignoffState.VERIFIED.value, _("to verify")),
)


class SignedFilterSet(StrictFilterSet):
    """The filters of every form that is signed off."""

    in_order: ClassVar[frozenset[str]] = frozenset({"region", "signoff"})

    signoff = django_filters.ChoiceFilter(label=_("Sign-off"), choices=SignoffState.choices)
    awaiting_me = django_filters.ChoiceFilter(
        label=_("Waits for me"), choices=QUEUES, method="waits_for_me"
    )

    def waits_for_me(self, rows: QuerySet[Any], _name: str, step: str) -> QuerySet[Any]:
        """The forms that the reader may take this step with now."""
        signed: Any = rows
        waiting: QuerySet[Any] = (
            signed.awaiting(step, self.reader) if self.reader is not None else signed.none()
        )
        return waiting


class SignoffRuleFilterSet(StrictFilterSet):
    """Rules by the kind of form."""

    form = django_filters.CharFilter(label=_("Kind of form"), lookup_expr="iexact")
    needs_acknowledgement = django_filters.BooleanFilter(label=_("Needs acknowledgement"))

    class Meta:
        model = SignoffRule
        fields: list[str] = []
