"""Row access by area: the three kinds of rows, and how a row comes to its area.

*Place* rows are seen and written inside the reader's areas. Rows *readable from below* (regions,
agencies, decrees) belong to the level that issued them and are also seen by whoever works inside
it. *Reference* rows have no area: everybody with an area reads them, the nation writes them.
"""

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext_lazy as _

from p2kp_site.foundation.areas import LONGEST
from p2kp_site.foundation.reader import Reader
from p2kp_site.foundation.records import Record, RecordQuerySet
from p2kp_site.foundation.scoping import containing, within


class PlaceQuerySet(RecordQuerySet):
    """Rows that lie somewhere."""

    area_field: ClassVar[str] = "area"

    def visible_to(self, reader: Reader) -> Self:
        return self.filter(within(reader.areas, self.area_field))

    def writable_by(self, reader: Reader) -> Self:
        return self.filter(within(reader.areas, self.area_field))

    def rederive(self) -> int:
        """Copy the area of each row from its region or parent again."""
        source = getattr(self.model, "area_from", None)
        if source is None:
            return 0
        parent = self.model._meta.get_field(source).related_model
        column = "path" if source == "region" else "area"
        area = parent._default_manager.filter(pk=OuterRef(source)).values(column)
        return self.stamp(area=Subquery(area))


class FromBelowQuerySet(PlaceQuerySet):
    """Rows of a level that everybody inside it may read."""

    def visible_to(self, reader: Reader) -> Self:
        inside = within(reader.areas, self.area_field)
        return self.filter(inside | containing(reader.areas, self.area_field))


class ReferenceQuerySet(RecordQuerySet):
    """Rows that belong to the whole programme."""

    def visible_to(self, reader: Reader) -> Self:
        return self.all() if reader.areas else self.none()

    def writable_by(self, reader: Reader) -> Self:
        return self.all() if "" in reader.areas else self.none()


class Place(Record):
    """A record that lies somewhere: it carries a copy of its region's path, or of its parent's."""

    area_from: ClassVar[str] = "region"
    derived: ClassVar[frozenset[str]] = frozenset({"area"})

    area = models.CharField(_("area"), max_length=LONGEST, editable=False)

    objects: ClassVar[Any] = PlaceQuerySet.as_manager()

    class Meta(Record.Meta):
        abstract = True

    def derive(self) -> None:
        super().derive()
        parent = getattr(self, self.area_from)
        self.area = parent.path if self.area_from == "region" else parent.area
