"""Forms that hold the rules of the import, each fault at its own field."""

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from p2kp_site.foundation.stewardship import StewardForm

# The faults of an imported row speak of cells; here a person looks at a form.
FAULTS: Mapping[str, Any] = {
    "too_small": _("At least %(limit)s."),
    "too_large": _("At most %(limit)s."),
    "ends_before_it_begins": _("It ends after it begins."),
    "more_low_income_than_people": _("There are only %(people)s men and women."),
    "more_elected_than_participants": _("Only %(participants)s took part."),
    "adults_without_a_day": _("Say on which day the adults were counted."),
    "only_with_adults": _("Leave this empty while the number of adults is unknown."),
    "only_when_audited": _("Leave this empty where no auditor gave an opinion."),
    "audited_before_the_year": _("The books of a year are audited when it has begun."),
    "only_when_inactive": _("Leave this empty while the group is active."),
    "inactive_without_reason": _("Say why the group is not active."),
    "closed_before_formed": _("A group cannot be closed before it was formed."),
}


class RuleForm(StewardForm):
    """A record as it is typed, checked by the rule of its kind before the constraints bite."""

    rule: ClassVar[Any]  # the values of a row -> its faults as (column, Fault)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        facts = {
            field.name: data.get(field.name, getattr(self.instance, field.name))
            for field in self.instance._meta.concrete_fields
            if not field.is_relation
        }
        values = {
            name: value.isoformat() if isinstance(value, date) else value
            for name, value in facts.items()
        }
        for column, fault in type(self).rule(values):
            if column in self.fields and column not in self.errors:
                self.add_error(column, FAULTS[fault.kind] % fault.params)
        return data
