"""The stock way: django-import-export and the plain admin, declared carefully, without history."""

from datetime import datetime
from typing import Any

from django.contrib.admin import ModelAdmin
from django.db import models
from django.utils import timezone
from import_export.fields import Field
from import_export.instance_loaders import CachedInstanceLoader
from import_export.resources import ModelResource
from import_export.widgets import BooleanWidget, CachedForeignKeyWidget, DateWidget

from bench.rows import HEADINGS
from bench.task import columns
from communities.models import Board, Region
from p2kp_site.foundation.models import ChangeSet


def _copied(field: Any) -> Any:
    if not field.is_relation:
        return field.clone()
    return models.ForeignKey(
        field.related_model,
        models.DO_NOTHING,
        null=field.null,
        related_name="+",
        db_column=field.column,
    )


class _Meta:
    app_label = "communities"
    db_table = Board._meta.db_table
    managed = False


PlainBoard: Any = type(
    "PlainBoard",
    (models.Model,),
    {
        "__module__": __name__,
        "Meta": _Meta,
        **{field.name: _copied(field) for field in Board._meta.concrete_fields},
    },
)


class YesNo(BooleanWidget):
    """The words of our files."""

    TRUE_VALUES = ["Ya", True]
    FALSE_VALUES = ["Tidak", False]


class BoardResource(ModelResource):
    """A board as a careful programmer declares it: its region's look-up cached and joined."""

    code = Field("code", HEADINGS[0])
    name = Field("name", HEADINGS[1])
    region = Field("region", HEADINGS[2], CachedForeignKeyWidget(Region, "code"))
    formed_on = Field("formed_on", HEADINGS[5], DateWidget("%Y-%m-%d"))
    coordinator = Field("coordinator", HEADINGS[6])
    address = Field("address", HEADINGS[7])
    phone = Field("phone", HEADINGS[8])
    bank_name = Field("bank_name", HEADINGS[9])
    bank_account_number = Field("bank_account_number", HEADINGS[10])
    is_active = Field("is_active", HEADINGS[11], YesNo())
    inactive_reason = Field("inactive_reason", HEADINGS[12])

    change_set: ChangeSet

    class Meta:
        model = PlainBoard
        fields = (
            *("code", "name", "region", "formed_on", "coordinator", "address", "phone"),
            *("bank_name", "bank_account_number", "is_active", "inactive_reason"),
        )
        import_id_fields = ["code"]
        use_transactions = True
        skip_unchanged = True

    def get_queryset(self) -> Any:
        """Comparing a row asks for its region."""
        return super().get_queryset().select_related("region")

    def before_import(self, dataset: Any, **options: Any) -> None:
        self.at: datetime = timezone.now()

    def before_save_instance(self, instance: Any, row: Any, **options: Any) -> None:
        instance.area = instance.region.path
        instance.changed_at = self.at
        instance.change_set_id = self.change_set.pk


class WritingResource(BoardResource):
    """The confirmed import: nobody looks at the differences any more."""

    class Meta(BoardResource.Meta):
        skip_html_diff = True


class BulkResource(BoardResource):
    """The library's bulk way, tuned: all rows are looked up at once; of changes it needs to know
    only whether there are any."""

    class Meta(WritingResource.Meta):
        use_bulk = True
        instance_loader_class = CachedInstanceLoader
        batch_size = 1_000


class NewBulkResource(BulkResource):
    """The same where all rows are new: nothing to compare."""

    class Meta(BulkResource.Meta):
        skip_diff = True


class ExportResource(ModelResource):
    """All columns of the dataset; the rows are asked for with what they point to joined."""

    region = Field("region__code", "region")
    village = Field("region__name", "village")
    district = Field("region__parent__name", "district")
    regency = Field("region__parent__parent__name", "regency")
    handed_over_by = Field("handed_over_by__name", "handed_over_by")
    acknowledged_by = Field("acknowledged_by__name", "acknowledged_by")
    verified_by = Field("verified_by__name", "verified_by")

    class Meta:
        model = PlainBoard
        fields = export_order = tuple(columns())


class PlainAdmin(ModelAdmin):
    """The plain admin of a board: the regions' names joined, everything else as it comes."""

    list_display = ("name", "code", "village", "district", "regency", "formed_on", "is_active")
    list_select_related = ("region__parent__parent",)
    ordering = ("name",)

    def lookup_allowed(self, *args: Any, **options: Any) -> bool:
        return True

    def village(self, board: Any) -> str:
        return board.region.name

    def district(self, board: Any) -> str:
        return board.region.parent.name

    def regency(self, board: Any) -> str:
        return board.region.parent.parent.name
