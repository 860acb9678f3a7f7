"""The address of a kept file: it asks the same as the page of the record does."""

from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path

from p2kp_site.foundation.private_files import hand_out
from p2kp_site.foundation.stewardship.mixins import PageMixin


class PrivateFiles(PageMixin):
    """A page whose record, or whose inline rows, have files: (model, column) of each."""

    files: ClassVar[tuple[tuple[Any, str], ...]] = ()
    admin_site: Any

    def get_urls(self) -> list[URLPattern]:
        own = [
            path(
                f"files/{model._meta.model_name}/{column}/<int:pk>/",
                self.admin_site.admin_view(self._view(model, column)),
                name=f"{model._meta.app_label}_{model._meta.model_name}_{column}",
            )
            for model, column in self.files
        ]
        return [*own, *super().get_urls()]

    def _view(self, model: Any, column: str) -> Any:
        meta = model._meta

        def view(request: Any, pk: int) -> FileResponse:
            if not request.reader.may(f"{meta.app_label}.view_{meta.model_name}"):
                raise PermissionDenied
            rows = model._default_manager.visible_to(request.reader)
            row = get_object_or_404(rows, pk=pk)
            if not (file := getattr(row, column)):
                raise Http404
            return hand_out(file, f"{meta.model_name}-{row.ref}-{column}")

        return view
