"""The form of a record: it knows which version it was made from, and never overwrites a newer."""

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import UnfoldAdminTextInputWidget

from p2kp_site.foundation.wording import field_in_words, in_words

# Sent by a page that said that the row carries sign-offs (`form_before.html`).
SEEN_SIGNOFFS = "seen_signoffs"


class StewardForm(forms.ModelForm):
    """A record as it is typed; what is chosen already may stay, whatever is offered today."""

    read_version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    why = forms.CharField(
        label=gettext_lazy("Reason for the change"),
        required=False,
        max_length=500,
        widget=UnfoldAdminTextInputWidget,
        help_text=gettext_lazy("Is kept in the history; may stay empty."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.initial["read_version"] = self.instance.version if self.instance.pk else None
        keep_chosen(self)
        ask_for_choices(self)

    @property
    def typed(self) -> list[str]:
        """The columns that the person changed."""
        return [name for name in self.changed_data if name not in ("why", "read_version")]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if self.instance.pk and data.get("read_version") != self.instance.version:
            self._refuse_stale(data)
        if getattr(self.instance, "is_signed", False) and SEEN_SIGNOFFS not in self.data:
            # The page says from now on what saving does, and sends that it was seen.
            self.add_error(
                None,
                _(
                    "This row was signed after you had opened the page. Your entries are kept "
                    "below; save again to store them and drop the sign-offs."
                ),
            )
        return data

    def _refuse_stale(self, data: dict[str, Any]) -> None:
        """Keep the entries, tell what is stored now; saving again is then a decision."""
        record = self.instance
        message = _(
            "%(who)s changed this on %(when)s, after you had opened the page. "
            "Your entries are kept below; nothing is stored yet."
        ) % {"who": record.changed_by or _("The system"), "when": in_words(record.changed_at)}
        stored = [
            f"{capfirst(field.verbose_name)}: “{_stored(record, field)}”"
            for field in record._meta.fields
            if field.name in data and data[field.name] != getattr(record, field.name)
        ]
        if stored:
            message += " " + _("Stored now, different from your entries: %(values)s.") % {
                "values": "; ".join(stored)
            }
        message += " " + _("Save again to store your entries, or open the page anew to drop them.")
        self.add_error(None, message)
        sent: Any = self.data
        kept = sent.copy()
        kept[self.add_prefix("read_version")] = str(record.version)
        self.data = kept


def _stored(record: Any, field: Any) -> str:
    if field.is_relation:
        return in_words(getattr(record, field.name))
    return field_in_words(field, getattr(record, field.name))


class InlineForm(forms.ModelForm):
    """A row that is typed on the page of another."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        ask_for_choices(self)
        name_boxes(self)


def name_boxes(form: Any) -> None:
    """Name each box for whoever hears the page: in a table only the head of its column does."""
    for field in form.fields.values():
        widget = getattr(field.widget, "widget", field.widget)  # without the links beside it
        if not widget.is_hidden:
            widget.attrs.setdefault("aria-label", capfirst(field.label))


def ask_for_choices(form: Any) -> None:
    """Begin a required choice with nothing: the theme would leave the first one standing."""
    columns = {column.name: column for column in form._meta.model._meta.fields}
    for name, field in form.fields.items():
        column = columns.get(name)
        if not isinstance(field, forms.TypedChoiceField) or not field.required or column is None:
            continue
        choices: Any = field.choices
        told = list(choices)
        if not column.has_default() and not any(value in ("", None) for value, _label in told):
            field.choices = [("", gettext_lazy("Select value")), *told]


def keep_chosen(form: Any) -> None:
    """Offer what a stored row points to already: a retired region must not block a correction."""
    fields: dict[str, Any] = form.fields
    for name, field in fields.items():
        if isinstance(field, forms.ModelChoiceField) and form.instance.pk:
            column = form.instance._meta.get_field(name)
            chosen = getattr(form.instance, column.attname, None)
            if chosen is not None:
                offered: Any = field.queryset
                field.queryset = offered | offered.model._default_manager.filter(pk=chosen)
