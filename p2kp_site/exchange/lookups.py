"""Look-ups of records in files: by what people call them, in the reader's area only."""

import difflib
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from django.db import models
from django.utils.text import capfirst

from p2kp_site.exchange.columns import Found
from p2kp_site.exchange.reading import Fault
from p2kp_site.exchange.reading.names import fold
from p2kp_site.foundation.reader import Reader

_MOST_SUGGESTED_FROM = 400


class RecordLookup:
    """Finds records of one kind by one column or by several together.

    `by` are the paths that name a record; `stores` says which columns of the importing table take
    which fields of it; `beside` gives paths to what may stand next to it in a file. Where several
    records go by one name, the last in `order` is meant. Rows that `visible` allows are those that
    the reader may see, otherwise those that the reader may write. `closed` says, from the fields
    in `closed_by`, why nothing that belongs to a record may be written now; `open_when` is the same
    as a condition, asked again when an import is stored. Both may use `annotations`.
    """

    def __init__(
        self,
        model: type[models.Model],
        *by: str,
        stores: Mapping[str, str],
        beside: Mapping[str, str] | None = None,
        order: Sequence[Any] = (),
        visible: bool = False,
        closed_by: Sequence[str] = (),
        closed: Callable[..., Fault | None] | None = None,
        open_when: models.Q | None = None,
        annotations: Mapping[str, Any] | None = None,
    ) -> None:
        self.model, self.by, self.stores = model, by, stores
        self.beside = beside or {}
        self.order, self.visible = order, visible
        self.closed_by, self.closed, self.open_when = closed_by, closed, open_when
        self.annotations = annotations or {}

    def current(self, reader: Reader) -> models.QuerySet[Any]:
        rows: Any = self.model._default_manager
        found: models.QuerySet[Any] = (
            rows.visible_to(reader) if self.visible else rows.writable_by(reader)
        )
        return found.annotate(**self.annotations)

    def still_open(self, rows: models.QuerySet[Any] | None = None) -> models.QuerySet[Any]:
        """The records, or those of `rows`, to which something may be written now."""
        if rows is None:
            rows = self.model._default_manager.annotate(**self.annotations)
        return rows if self.open_when is None else rows.filter(self.open_when)

    def closures(self, keys: Iterable[Any]) -> dict[Any, Fault]:
        """Of the records with these primary keys the closed ones, with what is said of each."""
        rows = self.model._default_manager.annotate(**self.annotations).filter(pk__among=set(keys))
        said = {
            pk: self.closed and self.closed(*facts)
            for pk, *facts in rows.values_list("pk", *self.closed_by)
        }
        return {pk: fault for pk, fault in said.items() if fault}

    def resolve(self, texts: Iterable[Any], reader: Reader) -> Mapping[Any, Found]:
        wanted = [text if isinstance(text, tuple) else (text,) for text in texts]
        parts = zip(self.by, zip(*wanted, strict=True), strict=True)
        rows = self.current(reader)
        for path, values in parts:
            # Each part by itself: a few rows too many, sorted out by the caller's own look.
            rows = rows.filter((f"{path}__among", set(values)))
        fields = (*self.by, *self.stores.values(), *self.beside.values(), *self.closed_by)
        found: dict[Any, Found] = {}
        for row in rows.order_by(*self.order).values_list(*fields):
            ends = [len(self.by), len(self.by) + len(self.stores)]
            ends.append(ends[1] + len(self.beside))
            text = row[0] if len(self.by) == 1 else row[: ends[0]]
            stores = dict(zip(self.stores, row[ends[0] : ends[1]], strict=True))
            beside = dict(zip(self.beside, row[ends[1] : ends[2]], strict=True))
            closed = self.closed(*row[ends[2] :]) if self.closed else None
            found[text] = Found(text, stores, beside, closed)
        return found

    def unknown(self, text: Any, name: str | None, reader: Reader) -> Fault:
        """Name the nearest of the reader's own; only codes are guessed at."""
        shown = " · ".join(map(str, text)) if isinstance(text, tuple) else str(text)
        kind = capfirst(str(self.model._meta.verbose_name))
        suggestions: list[str] = []
        if not isinstance(text, tuple):
            codes = self.current(reader).order_by(self.by[0]).values_list(self.by[0], flat=True)
            near = codes.filter((f"{self.by[0]}__istartswith", shown[:4]))[:_MOST_SUGGESTED_FROM]
            some = [str(code) for code in near or codes[:_MOST_SUGGESTED_FROM]]
            suggestions = difflib.get_close_matches(shown, some, 3, 0.6)
        return Fault("unknown_record", {"text": shown, "kind": kind, "suggestions": suggestions})

    def differs(self, written: str, found: Found, aspect: str) -> bool:
        return fold(str(written)) != fold(str(found.beside[aspect]))
