"""Files that belong to a record and are handed out only to those who see the record.

What a file is, is read from its first bytes: neither its name nor the browser is believed.
"""

from collections.abc import Collection
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import models
from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404
from django.urls import reverse
from django.utils.deconstruct import deconstructible
from django.utils.translation import gettext as _

from p2kp_site.foundation.refs import new_ref

PDF, JPEG, PNG = "pdf", "jpg", "png"
CONTENT_TYPES = {PDF: "application/pdf", JPEG: "image/jpeg", PNG: "image/png"}
IMAGES = frozenset({JPEG, PNG})
_BEGINNINGS = {PDF: b"%PDF-", JPEG: b"\xff\xd8\xff", PNG: b"\x89PNG\r\n\x1a\n"}
_LONGEST_BEGINNING = 16


def kind_of(beginning: bytes) -> str | None:
    """The kind of file that begins with these bytes; None for any that is not known here."""
    for kind, mark in _BEGINNINGS.items():
        if beginning.startswith(mark):
            return kind
    return None


def _beginning(file: Any) -> bytes:
    place = file.tell()
    file.seek(0)
    beginning: bytes = file.read(_LONGEST_BEGINNING)
    file.seek(place)
    return beginning


@deconstructible
class FileOf:
    """Only files of these kinds (read from their content) and up to this size."""

    def __init__(self, kinds: Collection[str], megabytes: int) -> None:
        self.kinds, self.megabytes = tuple(kinds), megabytes

    def __call__(self, file: Any) -> None:
        if getattr(file, "_committed", False):
            return
        if file.size > self.megabytes * 1024**2:
            raise ValidationError(
                _("The file is larger than %(megabytes)d MB: make it smaller."),
                code="too_large",
                params={"megabytes": self.megabytes},
            )
        if kind_of(_beginning(file.file)) not in self.kinds:
            raise ValidationError(
                _("The content of the file is none of: %(kinds)s."),
                code="other_kind",
                params={"kinds": ", ".join(kind.upper() for kind in self.kinds)},
            )

    def __eq__(self, other: object) -> bool:
        return isinstance(other, FileOf) and vars(self) == vars(other)

    def __hash__(self) -> int:
        return hash((self.kinds, self.megabytes))


def private_name(instance: Any, filename: str) -> str:
    """Where a file is kept: under a name of ours, for that of the sender may hold anything."""
    meta = instance._meta
    return f"{meta.app_label}/{meta.model_name}/{instance.ref}-{new_ref()}"


class PrivateFieldFile(FieldFile):
    """A kept file, whose address asks who wants to see it."""

    @property
    def url(self) -> str:
        """The page that hands the file out; see `stewardship.files`."""
        meta: Any = self.instance._meta
        name = f"admin:{meta.app_label}_{meta.model_name}_{self.field.name}"
        return reverse(name, args=[self.instance.pk])


class PrivateFileField(models.FileField):
    """A file of a record; give it `validators=[FileOf(…)]`."""

    attr_class = PrivateFieldFile

    def __init__(self, *args: Any, **options: Any) -> None:
        options.setdefault("upload_to", private_name)
        super().__init__(*args, **options)


def hand_out(file: Any, name: str) -> FileResponse:
    """Answer with a kept file: images are shown, anything else is a download."""
    try:
        opened: File[bytes] = file.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    kind = kind_of(_beginning(opened))
    answer = FileResponse(
        opened,
        as_attachment=kind not in IMAGES,
        filename=f"{name}.{kind}" if kind else name,
        content_type=CONTENT_TYPES.get(kind or "", "application/octet-stream"),
    )
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
