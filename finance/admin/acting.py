"""Acts upon disbursements from their pages: each is asked once more, and done as it was seen."""

from collections.abc import Mapping
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from finance.admin.act_forms import Acts, act_upon, answer
from finance.decision_words import VERB, Act, outcome_in_words, why_not
from finance.models import Disbursement
from finance.models.disbursements import ACCOUNT, DECIDE, HAND_OVER, PAY, VERIFY, Kind, State
from finance.services.counter_rows import ADD, CounterRowRefused
from finance.services.disbursement_acts import MoneyRefused
from finance.services.disbursements import PaperRefused
from p2kp_site.foundation.reader import Reader
from p2kp_site.foundation.stewardship.acting import AsksFirst, Told

RIGHTS: dict[Act, tuple[str, ...]] = {
    Act.HAND_OVER: (HAND_OVER,),
    Act.APPROVE: (DECIDE, VERIFY),
    Act.RETURN: (DECIDE,),
    Act.REJECT: (DECIDE,),
    Act.PAY: (PAY,),
    Act.ACCOUNT: (ACCOUNT,),
    Act.REVERSE: (ADD,),
    Act.GIVE_BACK: (ADD,),
}
REFUSALS = (PaperRefused, MoneyRefused, CounterRowRefused)


def may_act(reader: Reader, act: Act) -> bool:
    """Has the reader the right to this act at all? Rows are asked apart."""
    return any(reader.may(right) for right in RIGHTS[act])


def seen(row: Disbursement) -> str:
    """What a person saw of a row: when it is that still, the act is what the person meant."""
    return f"{row.version}-{row.round}-{row.state}-{row.next_step or 0}"


def offered(row: Disbursement, reader: Reader) -> list[Act]:
    """The acts that this reader may do with a row now."""
    rows, acts = Disbursement.objects.filter(pk=row.pk), []
    if row.is_open and rows.to_hand_over(reader).exists():
        acts.append(Act.HAND_OVER)
    if row.state == State.HANDED_OVER and rows.to_decide(reader).exists():
        acts += [Act.APPROVE, Act.RETURN, Act.REJECT]
    if row.is_backlog and rows.to_sign(reader).exists():
        acts.append(Act.APPROVE)
    if row.kind == Kind.PAYMENT and reader.covers(row.area):
        left = row.net - row.accounted_amount
        if row.state == State.APPROVED and not row.answered:
            acts.append(Act.PAY)
        if row.state == State.PAID and row.net:
            acts.append(Act.ACCOUNT)
        if row.state in (State.PAID, State.ACCOUNTED) and left:
            acts.append(Act.GIVE_BACK)
        if row.state in (State.APPROVED, State.PAID) and not row.answered:
            acts.append(Act.REVERSE)
    return [act for act in acts if may_act(reader, act)]


class ActsOnRows(AsksFirst):
    """The question before an act, for one row and for a selection."""

    model: Any
    get_object: Any
    may_write: Any
    list_disable_select_all = False
    actions = (
        "hand_over_rows", "approve_rows", "return_rows", "reject_rows", "pay_rows", "account_rows",
    )  # fmt: skip

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.act_view)
        urls: list[URLPattern] = super().get_urls()
        name = f"{self.opts.app_label}_{self.opts.model_name}_act"
        return [path("<path:object_id>/act/<str:act>/", view, name=name), *urls]

    def buttons(self, request: Any, row: Disbursement) -> list[tuple[str, str]]:
        """The acts that the reader may do now: address and words."""
        page = f"admin:{self.opts.app_label}_{self.opts.model_name}_act"
        return [
            (f"{reverse(page, args=[row.pk, act])}?seen={seen(row)}", str(VERB[act]))
            for act in offered(row, request.reader)
        ]

    # One row --------------------------------------------------------------------------------------

    def act_view(self, request: Any, object_id: str, act: str) -> HttpResponse:
        """Ask once more, and act upon what the person has seen."""
        row: Disbursement = self.get_object(request, unquote(object_id))
        if act not in list(Act):
            raise Http404
        act = Act(act)
        if not may_act(request.reader, act) or not self.may_write(request, row):
            raise PermissionDenied
        sent = request.POST if request.method == "POST" else None
        expected = request.GET.get("seen", "") or seen(row)
        form = Acts.one[act](sent, expected=expected)
        if form.is_valid():
            try:
                return self._act(request, row, act, form)
            except REFUSALS as error:
                form.add_error(None, str(error))
        context = {
            "title": f"{VERB[act]}: {row}",
            "question": f"{row} — {row.tranche.grant}",
            "original": row,
            "form": form,
            "button": VERB[act],
            "back": self._page_of(row),
        }
        return self.act_page(request, context)

    def _act(self, request: Any, row: Disbursement, act: Act, form: Any) -> HttpResponse:
        now: dict[str, Any] = {"by": request.reader, "at": timezone.now()}
        if act in (Act.REVERSE, Act.GIVE_BACK):
            made = answer(row, act, **now, **form.facts)
            messages.success(
                request, _("The counter-row was entered. Totals move when its chain approved it.")
            )
            return redirect(self._page_of(made))
        rows = Disbursement.objects.none()
        if form.cleaned_data["expected"] == seen(row):
            # Asked again where it is locked: somebody may be faster still.
            same = {n: getattr(row, n) for n in ("pk", "version", "round", "state", "next_step")}
            rows = Disbursement.objects.filter(**same)
        outcome = act_upon(rows, act, **now, **form.facts)
        if outcome.done:
            messages.success(request, outcome_in_words(outcome, act))
        else:
            messages.error(request, why_not(outcome))
        return redirect(self._page_of(row))

    def _page_of(self, row: Disbursement) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[row.pk])

    # Many rows ------------------------------------------------------------------------------------

    def has_hand_over_permission(self, request: Any) -> bool:
        return may_act(request.reader, Act.HAND_OVER)

    def has_approve_permission(self, request: Any) -> bool:
        return may_act(request.reader, Act.APPROVE)

    def has_return_permission(self, request: Any) -> bool:
        return may_act(request.reader, Act.RETURN)

    def has_pay_permission(self, request: Any) -> bool:
        return may_act(request.reader, Act.PAY)

    def has_account_permission(self, request: Any) -> bool:
        return may_act(request.reader, Act.ACCOUNT)

    @admin.action(description=VERB[Act.HAND_OVER], permissions=["hand_over"])
    def hand_over_rows(self, request: Any, rows: QuerySet[Any]) -> HttpResponse | None:
        return self._act_upon_rows(request, rows, Act.HAND_OVER)

    @admin.action(description=VERB[Act.APPROVE], permissions=["approve"])
    def approve_rows(self, request: Any, rows: QuerySet[Any]) -> HttpResponse | None:
        return self._act_upon_rows(request, rows, Act.APPROVE)

    @admin.action(description=VERB[Act.RETURN], permissions=["return"])
    def return_rows(self, request: Any, rows: QuerySet[Any]) -> HttpResponse | None:
        return self._act_upon_rows(request, rows, Act.RETURN)

    @admin.action(description=VERB[Act.REJECT], permissions=["return"])
    def reject_rows(self, request: Any, rows: QuerySet[Any]) -> HttpResponse | None:
        return self._act_upon_rows(request, rows, Act.REJECT)

    @admin.action(description=VERB[Act.PAY], permissions=["pay"])
    def pay_rows(self, request: Any, rows: QuerySet[Any]) -> HttpResponse | None:
        return self._act_upon_rows(request, rows, Act.PAY)

    @admin.action(description=VERB[Act.ACCOUNT], permissions=["account"])
    def account_rows(self, request: Any, rows: QuerySet[Any]) -> HttpResponse | None:
        return self._act_upon_rows(request, rows, Act.ACCOUNT)

    def _act_upon_rows(self, request: Any, rows: QuerySet[Any], act: Act) -> HttpResponse | None:
        """Ask with the number of rows, and act when that number was confirmed."""
        now: dict[str, Any] = {"by": request.reader, "at": timezone.now()}

        def done(facts: Mapping[str, Any]) -> Told:
            outcome = act_upon(rows, act, **now, **facts)
            return bool(outcome.done), outcome_in_words(outcome, act)

        return self.ask_about_rows(
            request, rows, make=Acts.many[act], act=done, verb=VERB[act], refusals=REFUSALS
        )
