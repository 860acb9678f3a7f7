"""Row access by area: the three kinds of rows, and how a row comes to its area.

*Place* rows are seen and written inside the reader's areas. Rows *readable from below* (regions,
agencies, decrees) belong to the level that issued them and are also seen by whoever works inside
it. *Reference* rows have no area: everybody with an area reads them, the nation writes them.
"""

from collections.abc import Iterator
from typing import Any, ClassVar, Self

from django.apps import apps
from django.db import models
from django.db.models import OuterRef, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from p2kp_site.foundation.areas import LONGEST
from p2kp_site.foundation.reader import Reader
from p2kp_site.foundation.records import Record, RecordQuerySet
from p2kp_site.foundation.scoping import containing, within
from p2kp_site.foundation.signoffs import SignedForm, SignedRows

NATION = ""


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
        # Without a region a row that is readable from below belongs to the nation.
        return self.stamp(area=Coalesce(Subquery(area), Value(NATION)))

    def carry_below(self) -> None:
        """Give everything below these rows its area again, because they moved.

        Parents first, one statement a table; no version counts up and no seal is lost.
        """
        for model, path in below(self.model):
            rows: Any = model._default_manager.filter(**{f"{path}__in": self.values("pk")})
            rows.rederive()


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
        if parent is None:
            self.area = NATION
        else:
            self.area = parent.path if self.area_from == "region" else parent.area


class FromBelow(Place):
    """A record of a level that everybody inside it may read; without a region, of the nation."""

    objects: ClassVar[Any] = FromBelowQuerySet.as_manager()

    class Meta(Place.Meta):
        abstract = True


class SignedPlaceQuerySet(SignedRows, PlaceQuerySet):  # type: ignore[misc]  # ours come first
    """Forms that lie somewhere and are signed off."""


class SignedPlace(SignedForm, Place):
    """A form that lies somewhere: entered, handed over, acknowledged and verified inside its area.

    A concrete model writes `class Meta(SignedPlace.Meta)` and
    `constraints = [*SignedPlace.Meta.constraints, …]`, and likewise `indexes`; with guarded
    columns of its own, `guarded = SignedPlace.guarded | {…}`.
    """

    objects: ClassVar[Any] = SignedPlaceQuerySet.as_manager()

    class Meta(SignedForm.Meta, Place.Meta):
        abstract = True
        indexes: ClassVar[list[models.Index]] = [
            # Lists and queues of one state, however few of a million rows are in it.
            models.Index(fields=["signoff", "area", "id"], name="%(class)s_by_signoff"),
        ]


class SignedFromBelowQuerySet(SignedRows, FromBelowQuerySet):  # type: ignore[misc]  # ours come first
    """Forms of a level that everybody inside it may read, and that are signed off there."""


class SignedFromBelow(SignedForm, FromBelow):
    """A form of the level that issued it: everybody inside reads it, the level writes and signs it.

    A concrete model writes its `Meta` as one of `SignedPlace` does.
    """

    objects: ClassVar[Any] = SignedFromBelowQuerySet.as_manager()

    class Meta(SignedPlace.Meta):
        abstract = True


def below(model: type[models.Model]) -> Iterator[tuple[type[Place], str]]:
    """The models whose rows copy their area from this one, with the way to it, parents first.

    Children, grandchildren and so on, on whatever floor: `(Tranche, "grant__board")`.
    """
    places = [m for m in apps.get_models() if issubclass(m, Place) and not m._meta.proxy]
    level: list[tuple[type[models.Model], str]] = [(model, "")]
    while level:
        found = [
            (child, f"{child.area_from}__{path}" if path else child.area_from)
            for parent, path in level
            for child in places
            if child._meta.get_field(child.area_from).related_model is parent
        ]
        yield from found
        level = [*found]
