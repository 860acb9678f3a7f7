"""A row that cannot be is refused by the page, by the table, and through every door."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from tests.builders import make_change_set

WRITTEN_BY_THE_SYSTEM = ["changed_at", "change_set"]


def assert_refused(row: Any, values: dict[str, Any]) -> None:
    """Neither a form nor a direct write may give the row these values."""
    rows = type(row).objects.filter(pk=row.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.stamp(**values)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(**values, change_set=make_change_set())
    for name, value in values.items():
        setattr(row, name, value)
    with pytest.raises(ValidationError):
        row.full_clean(exclude=WRITTEN_BY_THE_SYSTEM)


def assert_given_once(make: Any, **key: Any) -> None:
    """A second row with this key is refused by the page and by the table."""
    row = make(**key)
    with pytest.raises(IntegrityError), transaction.atomic():
        make(**key)
    again = type(row)(**{f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields})
    again.pk, again.ref = None, ""
    again._state.adding = True
    with pytest.raises(ValidationError):
        again.full_clean(exclude=[*WRITTEN_BY_THE_SYSTEM, "ref"])
