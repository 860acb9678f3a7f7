"""What a person reads when a cell, a row or a file is refused: what is wrong and what to do."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from p2kp_site.exchange.datasets import Dataset
from p2kp_site.exchange.fault_messages import FAULTS
from p2kp_site.exchange.file_messages import FILES, JOBS, MARKS, NOTES, SKIPPED
from p2kp_site.exchange.registry import UnknownDataset, dataset_named

AnyDataset = Dataset | type[Dataset]
Saying = Mapping[str, Any]

# More words than these are no help in a sentence.
MOST_CHOICES = 12
# Of numbers in messages only these are amounts; years, rows and days are written as they are.
_COUNTED = frozenset({"limit", "length", "count", "attempts", "seconds", "columns", "rows"})


def describe_fault(fault: Saying, dataset: AnyDataset) -> str:
    """A fault of a row, in the active language."""
    text = _filled(FAULTS.get(fault.get("kind", "")), fault, heading_of(fault, dataset))
    if text is None:
        text = _("“%(text)s” cannot be taken: check the cell.") % _Params(fault)
    if fault.get("kind") == "not_a_choice":
        text = _sentences(text, _choices(fault.get("column"), dataset))
    return _sentences(text, _suggestion(fault))


def describe_mark(mark: Saying, dataset: AnyDataset) -> str:
    """How a cell was read by a convention: "read as …", with the value where it is known."""
    text = _filled(MARKS.get(mark.get("kind", "")), mark, heading_of(mark, dataset))
    if text is None:
        text = _("“%(text)s” was read by custom") % _Params(mark)
    value = mark.get("value")
    return text if value in (None, "") else f"{text} → {_shown('value', value)}"


def describe_note(note: Saying) -> str:
    """Something that was noticed in a file."""
    text = _filled(NOTES.get(note.get("kind", "")), note)
    return text or _("Something unusual was noticed in the file (%(kind)s).") % {
        "kind": note.get("kind") or "?"
    }


def describe_skip(kind: str) -> str:
    """Why a row of a file was passed over."""
    return str(SKIPPED.get(kind) or _("not a row of the table"))


def describe_failure(failure: Saying | None, dataset: AnyDataset | None = None) -> str:
    """Why a file cannot be used, or why a job came to nothing."""
    failure = failure or {}
    kind = failure.get("kind", "")
    heading = _field_heading((failure.get("params") or {}).get("field"), dataset)
    text = _filled(JOBS.get(kind) or FILES.get(kind), failure, heading, dataset)
    if text is None:
        text = _("The work came to nothing (%(kind)s). Nothing was stored.") % {"kind": kind or "?"}
    return _sentences(text, _best_guess(failure))


def heading_of(fault: Saying, dataset: AnyDataset) -> str:
    """What the column of a fault is called; a column that is not known keeps its name."""
    return _field_heading(fault.get("column"), dataset)


def dataset_title(slug: str) -> str:
    """What a dataset is called; one that is no longer there keeps its short name."""
    try:
        return str(dataset_named(slug).title)
    except UnknownDataset:
        return slug


def advice_headings() -> list[str]:
    """What heads the column of advice in a file of refused rows, in each language."""
    headings = []
    for language, _name in settings.LANGUAGES:
        with override(language):
            headings.append(what_to_do())
    return headings


def what_to_do() -> str:
    """The heading under which refused rows carry our advice when they are handed back."""
    return _("What to do")


class _Params(dict[str, str]):
    """The params of a message as people read them; what is missing is an ellipsis."""

    def __init__(self, said: Saying, dataset: AnyDataset | None = None) -> None:
        params = said.get("params") or {}
        super().__init__({name: _shown(name, value, dataset) for name, value in params.items()})
        if "bytes" in params:
            for name in {"bytes", "limit"} & params.keys():
                self[name] = filesizeformat(params[name])

    def __missing__(self, name: str) -> str:
        return "…"


def _filled(
    message: Any, said: Saying, heading: str = "", dataset: AnyDataset | None = None
) -> str | None:
    if message is None:
        return None
    params = _Params(said, dataset)
    if heading:
        params["column"] = heading
    return str(message) % params


def _shown(name: str, value: Any, dataset: AnyDataset | None = None) -> str:
    if isinstance(value, list | tuple):
        if name in ("readings", "suggestions"):
            return _alternatives(_shown(name, one) for one in value)
        return ", ".join(
            _unknown_column(one, dataset) if isinstance(one, Mapping) else str(one) for one in value
        )
    if isinstance(value, int) and not isinstance(value, bool) and name in _COUNTED:
        return str(number_format(value, force_grouping=True))
    if isinstance(value, str) and len(value) == 10 and value[4:5] == value[7:8] == "-":
        try:
            return date_format(date.fromisoformat(value), "j F Y")
        except ValueError:
            return value
    return str(value)


def _unknown_column(column: Mapping[str, Any], dataset: AnyDataset | None) -> str:
    """`“Kordinator” in column D (did you mean “Coordinator”?)`."""
    known = {"heading": column.get("heading") or "…", "letter": column.get("letter") or "?"}
    text = _("“%(heading)s” in column %(letter)s") % known
    if near := [_field_heading(name, dataset) for name in column.get("suggestions") or ()]:
        text += " (" + _("did you mean %(near)s?") % {"near": _alternatives(near)} + ")"
    return text


def _suggestion(fault: Saying) -> str:
    params = fault.get("params") or {}
    near = params.get("suggestions") or ([params["suggestion"]] if params.get("suggestion") else [])
    return _("Did you mean %(near)s?") % {"near": _alternatives(map(str, near))} if near else ""


def _best_guess(failure: Saying) -> str:
    """Where the headings were looked for, when none was found."""
    best = (failure.get("params") or {}).get("best") or []
    if not (best and isinstance(best[0], Mapping) and best[0].get("headings")):
        return ""
    return _("Row %(row)s looks most like headings: %(headings)s.") % {
        "row": best[0].get("row", "?"),
        "headings": ", ".join(map(str, best[0]["headings"][:8])),
    }


def _choices(name: str | None, dataset: AnyDataset) -> str:
    known: Any = dataset() if isinstance(dataset, type) else dataset
    column = known.fields.get(name or "")
    if name is None or column is None or column.beside:
        return ""
    choices = getattr(known.model_field(name), "flatchoices", ())
    labels = [str(label) for _value, label in choices]
    if not labels or len(labels) > MOST_CHOICES:
        return ""
    return _("Allowed are: %(choices)s.") % {"choices": ", ".join(labels)}


def _alternatives(texts: Iterable[str]) -> str:
    """`“a”, “b” or “c”`."""
    quoted = [f"“{text}”" for text in texts]
    if len(quoted) < 2:
        return "".join(quoted)
    return _("%(first)s or %(last)s") % {"first": ", ".join(quoted[:-1]), "last": quoted[-1]}


def _field_heading(name: str | None, dataset: AnyDataset | None) -> str:
    known = dataset() if isinstance(dataset, type) else dataset
    column = known.fields.get(name or "") if known is not None else None
    return str(column.heading) if column else name or ""


def _sentences(*parts: str) -> str:
    return " ".join(part for part in parts if part)
