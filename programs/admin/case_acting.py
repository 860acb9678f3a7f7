"""Acts upon cases from their pages: one case, or a selection that is assigned."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import Max, Min, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from p2kp_site.foundation.areas import common
from p2kp_site.foundation.models.change_sets import Door
from p2kp_site.foundation.reader import Reader
from p2kp_site.foundation.stewardship.acting import AsksFirst, Told
from p2kp_site.foundation.wording import left_in_words
from programs.admin.case_acts import (
    DONE,
    RIGHTS,
    VERB,
    Act,
    AssignManyForm,
    act_upon,
    form_for,
    moves_of,
    seen,
)
from programs.models import Case
from programs.models.cases import MOVE
from programs.services.case_acts import ActedMeanwhile, CaseRefused
from programs.services.cases import Assigned, assign_cases

LEFT: Mapping[str, Any] = {
    "closed": gettext_lazy("closed"),
    "theirs": gettext_lazy("assigned to this person already"),
    "unseen": gettext_lazy("not seen by this person"),
}


def may_act(reader: Reader, act: Act) -> bool:
    """Has the reader the right to this act at all? Rows are asked apart."""
    return reader.may(RIGHTS[act])


def offered(case: Case, reader: Reader) -> list[tuple[Act, dict[str, str], Any]]:
    """The acts that this reader may do with a case now: what its address says, and its words."""
    if not reader.covers(case.area):
        return []
    acts: list[tuple[Act, dict[str, str], Any]] = []
    if reader.may(MOVE):
        acts += [
            (Act.MOVE, {"to": move.to.code}, _("To “%(stage)s”") % {"stage": move.to.name})
            for move in moves_of(case)
        ]
        plain = (Act.HAND_OVER, Act.ASSIGN, Act.DUE, Act.NOTE) if case.is_open else (Act.NOTE,)
        acts += [(act, {}, VERB[act]) for act in plain]
    if may_act(reader, Act.CHECK) and _waits_for(case, reader):
        acts.append((Act.CHECK, {}, VERB[Act.CHECK]))
    return acts


def _waits_for(case: Case, reader: Reader) -> bool:
    """Is there an outcome that this person may check?"""
    if case.is_open or case.outcome_checked_by_id or reader.user is None:
        return False
    return case.closed_by_id != reader.user.pk


class ActsOnCases(AsksFirst):
    """The question before an act upon cases."""

    model: Any
    get_object: Any
    may_write: Any
    list_disable_select_all = False
    actions = ("assign_rows",)

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.act_view)
        # What stands beside this mixin has the method.
        urls: list[URLPattern] = super().get_urls()
        name = "programs_case_act"
        return [path("<path:object_id>/act/<str:act>/", view, name=name), *urls]

    def buttons(self, request: Any, case: Case) -> list[tuple[str, str]]:
        """The acts that the reader may do now: address and words."""
        return [
            (
                f"{reverse('admin:programs_case_act', args=[case.pk, act])}?"
                + urlencode({"seen": seen(case, act), **query}),
                str(words),
            )
            for act, query, words in offered(case, request.reader)
        ]

    def act_view(self, request: Any, object_id: str, act: str) -> HttpResponse:
        """Ask once more, and act upon the case as the person has seen it."""
        row: Case = self.get_object(request, unquote(object_id))
        if act not in list(Act):
            raise Http404
        act = Act(act)
        if not may_act(request.reader, act) or not self.may_write(request, row):
            raise PermissionDenied
        form = form_for(act, row, request.reader, request)
        back = reverse("admin:programs_case_change", args=[row.pk])
        if form.is_valid():
            try:
                act_upon(row, act, form, by=request.reader, at=timezone.now())
            except ActedMeanwhile as error:
                messages.error(request, " ".join((_("Nothing was done."), str(error))))
                return redirect(back)
            except CaseRefused as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, DONE[act])
                return redirect(back)
        move = getattr(form, "move", None)
        context = {
            "title": f"{VERB[act]}: {row.number}",
            "question": f"{row}: {move}" if move else str(row),
            "original": row,
            "form": form,
            "button": VERB[act],
            "back": back,
        }
        return self.act_page(request, context)

    def has_assign_permission(self, request: Any) -> bool:
        return may_act(request.reader, Act.ASSIGN)

    @admin.action(description=VERB[Act.ASSIGN], permissions=["assign"])
    def assign_rows(self, request: Any, rows: QuerySet[Any]) -> HttpResponse | None:
        """Give a selection of cases to one person."""
        ends = rows.order_by().aggregate(first=Min("area"), last=Max("area"))
        # Whoever sees the first and the last of them by one area sees all between.
        area = common(one or "" for one in ends.values()) or ""

        def act(facts: Mapping[str, Any]) -> Told:
            now: dict[str, Any] = {"by": request.reader, "at": timezone.now(), "door": Door.PAGE}
            outcome = assign_cases(rows, to=facts["to"], **now)
            return bool(outcome.done), assigned_in_words(outcome)

        make = partial(AssignManyForm, area=area, on=request.reader.on)
        return self.ask_about_rows(request, rows, make=make, act=act, verb=VERB[Act.ASSIGN])


def assigned_in_words(outcome: Assigned) -> str:
    """How many cases were assigned, and why others were not."""
    done = ngettext("%(number)d case assigned.", "%(number)d cases assigned.", outcome.done)
    words = str(done % {"number": outcome.done})
    left = left_in_words(sum(outcome.reasons.values()), outcome.reasons, LEFT)
    return f"{words} {left}".strip()
