"""The forms of imports and exports: bring a file, say what its columns mean, take rows out."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import (
    UnfoldAdminFileFieldWidget,
    UnfoldAdminRadioSelectWidget,
    UnfoldAdminSelectWidget,
)

from p2kp_site.exchange.datasets import Dataset
from p2kp_site.exchange.models.exports import ExportFormat

LEAVE_OUT = "-"


class UploadForm(forms.Form):
    """A file to be read."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        widget=UnfoldAdminFileFieldWidget(attrs={"accept": ".xlsx,.xlsm,.xls,.ods,.csv,.tsv,.txt"}),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["file"].help_text = _(
            "Excel (.xlsx, .xls), LibreOffice (.ods) or CSV, at most %(megabytes)d MB. Nothing is"
            " stored before you have seen what would change and confirmed it."
        ) % {"megabytes": settings.IMPORT_MAX_BYTES // 1024**2}
        self.fields["file"].error_messages["empty"] = _(
            "The file is empty: choose the file that holds the rows."
        )


class ExportForm(forms.Form):
    """What the file is to be opened with."""

    format = forms.ChoiceField(
        label=gettext_lazy("Format"),
        choices=ExportFormat.choices,
        initial=ExportFormat.XLSX,
        widget=UnfoldAdminRadioSelectWidget,
    )


class ColumnsForm(forms.Form):
    """What each unknown column of a file means: a column of the dataset, or nothing."""

    def __init__(
        self, layout: Mapping[str, Any], dataset: Dataset, data: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(data)
        self.unknown: Sequence[Mapping[str, Any]] = layout.get("unknown", [])
        self.dataset = dataset
        known = layout.get("columns", [])
        taken = {column["field"] for column in known}
        self._headings = [c["heading"] for c in (*known, *self.unknown)]
        self._free = [c for c in dataset.columns if c.name not in taken]
        for position, column in enumerate(self.unknown):
            self.fields[f"column_{position}"] = forms.ChoiceField(
                label=_("“%(heading)s” (column %(letter)s)") % column
                if column["heading"]
                else _("Column %(letter)s, which has no heading") % column,
                choices=self._choices(column["suggestions"]),
                widget=UnfoldAdminSelectWidget,
                error_messages={"required": _("Say what the column means, or leave it out.")},
            )

    def _choices(self, suggestions: Sequence[str]) -> list[Any]:
        near = [(c.name, c.heading) for c in self._free if c.name in suggestions]
        near.sort(key=lambda choice: suggestions.index(choice[0]))
        rest = [(c.name, c.heading) for c in self._free if c.name not in suggestions]
        return [
            ("", _("Choose …")),
            *([(_("Did you mean"), near)] if near else []),
            (LEAVE_OUT, _("Leave this column out")),
            (_("Other columns"), rest),
        ]

    def clean(self) -> dict[str, Any]:
        """Two columns of a file cannot both fill one column of the table."""
        chosen: dict[str, str] = {}
        for name in self.fields:
            value = self.cleaned_data.get(name)
            if value and value != LEAVE_OUT and chosen.setdefault(value, name) != name:
                self.add_error(name, _("Another column was given this meaning already."))
        return self.cleaned_data

    def mapping(self) -> dict[str, str | None]:
        """The decisions as the engine takes them."""
        return {
            self._key(column): None if value == LEAVE_OUT else value
            for column, value in zip(self.unknown, self.cleaned_data.values(), strict=True)
        }

    def _key(self, column: Mapping[str, Any]) -> str:
        """A heading names a column in the next file too; a letter only where there is no other."""
        if key := column.get("key"):
            return str(key)
        heading = column["heading"]
        alone = bool(heading) and self._headings.count(heading) == 1
        return str(heading) if alone else f"#{column['letter']}"
