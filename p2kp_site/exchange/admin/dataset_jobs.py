"""What the pages of imports and exports share: the dataset of a job, and who may work on it."""

from typing import Any, ClassVar

from django.contrib.admin import SimpleListFilter
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from p2kp_site.exchange.admin.jobs import JobAdmin, is_owner
from p2kp_site.exchange.datasets import Dataset
from p2kp_site.exchange.faults import dataset_title
from p2kp_site.exchange.models.jobs import DatasetJob
from p2kp_site.exchange.registry import UnknownDataset, all_datasets, dataset_named


class DatasetFilter(SimpleListFilter):
    """Jobs of one dataset."""

    title = _("dataset")
    parameter_name = "dataset"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(dataset.slug, str(dataset.title)) for dataset in all_datasets()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(dataset=self.value()) if self.value() else queryset


class DatasetJobAdmin(JobAdmin):
    """Jobs about the rows of a dataset."""

    list_filter: ClassVar[tuple[Any, ...]] = ("state", DatasetFilter)
    known = JobAdmin.known | {"dataset"}

    @display(description=_("dataset"))
    def dataset_title(self, job: DatasetJob) -> str:
        return dataset_title(job.dataset)

    def page_context(self, request: Any, job: Any) -> dict[str, Any]:
        return {
            **super().page_context(request, job),
            "dataset": dataset_of(job, request.reader),
            "dataset_title": dataset_title(job.dataset),
            "list_url": dataset_url(job, "changelist"),
        }

    def own(self, request: Any, pk: int, verb: str) -> tuple[Any, Dataset]:
        """The job for its owner who still has the right; others who see it are refused."""
        job = self.visible(request, pk)
        dataset = dataset_of(job, request.reader)
        if not is_owner(job, request) or dataset is None:
            raise PermissionDenied
        if not request.reader.may(dataset.right(verb)):
            raise PermissionDenied
        return job, dataset


def dataset_of(job: DatasetJob, reader: Any) -> Dataset | None:
    """The dataset of a job as this reader sees it; None when there is no such dataset any more."""
    try:
        return dataset_named(job.dataset)(reader)
    except UnknownDataset:
        return None


def dataset_url(job: DatasetJob, page: str) -> str:
    """A page of the rows that a job is about (`changelist`, `import`); empty without such pages."""
    try:
        meta = dataset_named(job.dataset).model._meta
        return reverse(f"admin:{meta.app_label}_{meta.model_name}_{page}")
    except (UnknownDataset, NoReverseMatch):
        return ""
