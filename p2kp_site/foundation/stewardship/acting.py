"""Acts upon rows from their pages: each is asked once more, and done as it was seen."""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import QuerySet
from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import ngettext

from p2kp_site.foundation.stewardship.mixins import PageMixin


class ActForm(forms.Form):
    """An act that is about to be done; `expected` is what the person saw."""

    expected = forms.CharField(widget=forms.HiddenInput)
    confirmed = forms.BooleanField(widget=forms.HiddenInput)

    def __init__(self, data: Any, files: Any = None, *, expected: str) -> None:
        super().__init__(data, files, initial={"expected": expected, "confirmed": True})

    @property
    def facts(self) -> dict[str, Any]:
        """What the person wrote."""
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if name not in ("expected", "confirmed")
        }


# What an act upon a selection says afterwards: whether it did anything, and the words.
Told = tuple[bool, str]


class AsksFirst(PageMixin):
    """The question before an act; stands before `StewardAdmin`."""

    opts: Any
    media: Any
    admin_site: Any

    def act_page(self, request: Any, context: Mapping[str, Any]) -> HttpResponse:
        """The question: `title`, `question`, `form`, `button` and the way `back`."""
        request.current_app = self.admin_site.name
        page = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            **context,
            "media": self.media + context["form"].media,
        }
        return TemplateResponse(request, "foundation/act.html", page)

    def ask_about_rows(
        self,
        request: Any,
        rows: QuerySet[Any],
        *,
        make: Callable[..., ActForm],
        act: Callable[[Mapping[str, Any]], Told],
        verb: Any,
        refusals: tuple[type[Exception], ...] = (),
    ) -> HttpResponse | None:
        """Ask with the number of rows, and act when that number was confirmed."""
        number = rows.order_by().count()
        sent = request.POST if "confirmed" in request.POST else None
        form = make(sent, expected=str(number))
        changed = False
        if form.is_valid():
            changed = form.cleaned_data["expected"] != str(number)
            if changed:
                form = make(None, expected=str(number))
            else:
                try:
                    done, words = act(form.facts)
                except refusals as error:
                    form.add_error(None, str(error))
                else:
                    level = messages.SUCCESS if done else messages.ERROR
                    messages.add_message(request, level, words)
                    return None
        question = ngettext("%(number)d row was chosen.", "%(number)d rows were chosen.", number)
        chosen = request.POST.getlist(ACTION_CHECKBOX_NAME)
        across = request.POST.get("select_across", "0")
        context = {
            "title": verb,
            "question": question % {"number": number},
            "changed": changed,
            "form": form,
            "button": verb,
            "action": request.POST.get("action"),
            "across": across,
            "checkbox": ACTION_CHECKBOX_NAME,
            "chosen": chosen[:1] if across == "1" else chosen,
            "back": request.get_full_path(),
        }
        return self.act_page(request, context)
