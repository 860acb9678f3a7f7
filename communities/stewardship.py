"""The pages of forms that are signed off: where each stands, who signed, and what comes next."""

from typing import Any, ClassVar

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import display

from communities.filters.signoffs import AWAITING_ME
from communities.services.signoffs import preview, sign
from communities.sign_selection import SignForm, SignsSelections
from communities.signoff_words import VERB, outcome_in_words, why_not
from p2kp_site.accounts.models import User
from p2kp_site.foundation.models.change_sets import Door
from p2kp_site.foundation.signoffs import SIGNED, STEPS, SignedForm, SignoffState, may_sign

TONES = {
    SignoffState.ENTERED: "",
    SignoffState.HANDED_OVER: "info",
    SignoffState.ACKNOWLEDGED: "primary",
    SignoffState.VERIFIED: "success",
    SignoffState.RETURNED: "danger",
}

# The fieldset of the signatures on paper (`PaperSignatures`).
PAPER_SIGNATURES: Any = (
    gettext_lazy("Signatures on paper"),
    {
        # Three on a line do not fit beside the sidebar.
        "fields": tuple(
            line
            for step in ("submitted", "acknowledged", "verified")
            for line in ((f"paper_{step}_name", f"paper_{step}_position"), f"paper_{step}_on")
        )
    },
)


class SignedAdmin(SignsSelections):
    """Sign-offs on the pages of a form; stands before `StewardAdmin`.

    The filter set of the page is a `SignedFilterSet`.
    """

    model: Any
    opts: Any
    admin_site: Any
    change_form_outer_before_template = "communities/signoffs.html"
    # Who waits longest comes first; a queue is what a filter leaves, and needs no index of its own.
    queue_order: ClassVar[tuple[str, ...]] = ("handed_over_at", "id")

    @display(description=gettext_lazy("sign-off"), label=TONES)
    def signoff_label(self, form: SignedForm) -> Any:
        return form.signoff, SignoffState(form.signoff).label

    def get_list_display(self, request: Any) -> list[Any]:
        first, *others = super().get_list_display(request)
        return [first, "signoff_label", *others]

    def get_page_order(self, request: Any) -> tuple[str, ...]:
        queues = (SignoffState.ACKNOWLEDGED.value, SignoffState.VERIFIED.value)
        if request.GET.get(AWAITING_ME) in queues:
            return self.queue_order
        order: tuple[str, ...] = super().get_page_order(request)
        return order

    def get_urls(self) -> list[URLPattern]:
        name = f"{self.opts.app_label}_{self.opts.model_name}_sign"
        view = self.admin_site.admin_view(self.sign_view)
        urls: list[URLPattern] = super().get_urls()
        return [path("<path:object_id>/sign/<str:step>/", view, name=name), *urls]

    # One form -----------------------------------------------------------------------------------

    def render_change_form(
        self, request: Any, context: dict[str, Any], obj: Any = None, **options: Any
    ) -> HttpResponse:
        """The page of a form, with its sign-offs and the steps that the reader may take now."""
        if obj is not None:
            context["signoffs"] = {
                "state": SignoffState(obj.signoff).label,
                "tone": TONES.get(SignoffState(obj.signoff), ""),
                "told": _told(obj),
                "reason": obj.return_reason,
                "steps": self._offered(request, obj),
            }
        response: HttpResponse = super().render_change_form(request, context, obj=obj, **options)
        return response

    def _offered(self, request: Any, form: SignedForm) -> list[tuple[str, str]]:
        """The steps that the reader may take with this form now: address and words."""
        rows: Any = self.model._default_manager.filter(pk=form.pk)
        steps = [step for step in STEPS if may_sign(self.model, step, request.reader)]
        return [
            (self._sign_address(form, step), str(VERB[step]))
            for step in steps
            if rows.awaiting(step, request.reader).exists()
        ]

    def _sign_address(self, form: SignedForm, step: str) -> str:
        page = f"admin:{self.opts.app_label}_{self.opts.model_name}_sign"
        return f"{reverse(page, args=[form.pk, step])}?version={form.version}"

    def sign_view(self, request: Any, object_id: str, step: str) -> HttpResponse:
        """Ask once more, and sign the version that the person has seen."""
        record = self.get_object(request, unquote(object_id))
        if step not in STEPS:
            raise Http404
        if not may_sign(self.model, step, request.reader) or not self.may_write(request, record):
            raise PermissionDenied
        rows: Any = self.model._default_manager.filter(pk=record.pk)
        back = redirect(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", record.pk)
        asked = preview(rows, step=step, by=request.reader)
        if not asked.signed:
            messages.error(request, why_not(asked))
            return back
        seen = request.GET.get("version", "")
        sent = request.POST if request.method == "POST" else None
        question = SignForm(sent, step=step, expected=int(seen) if seen.isdecimal() else 0)
        if question.is_valid():
            outcome = sign(
                rows.filter(version=question.cleaned_data["expected"]),
                step=step,
                by=request.reader,
                at=timezone.now(),
                door=Door.PAGE,
                reason=question.cleaned_data.get("reason", ""),
            )
            if outcome.signed:
                messages.success(request, outcome_in_words(outcome, step))
            else:
                messages.error(request, why_not(outcome))
            return back
        context = {
            "title": f"{VERB[step]}: {record}",
            "question": str(record),
            "form": question,
            "button": VERB[step],
            "back": back.url,
        }
        return self.sign_page(request, context)

    # Deletion -----------------------------------------------------------------------------------

    def why_kept(self, obj: Any) -> str:
        if not obj.is_signed:
            return ""
        return _(
            "It carries sign-offs, and what people signed is not deleted. If it should not be here,"
            " ask whoever checks it to return it with a reason: then you can delete it. If only"
            " something in it is wrong, correct it and hand it over again."
        )

    def get_deleted_objects(self, objs: Any, request: Any) -> Any:
        found, counts, lacking, protected = super().get_deleted_objects(objs, request)
        if signed := sum(1 for row in objs if row.signoff in SIGNED):
            # It is no matter of rights: nobody deletes what was signed.
            lacking = {*lacking} - {self.opts.verbose_name}
            words = _("Rows that carry sign-offs: %(number)d") % {"number": signed}
            protected = [*protected, words]
        return found, counts, lacking, protected

    get_object: Any
    may_write: Any


def _told(form: SignedForm) -> list[tuple[str, str, Any]]:
    """Who took which step and when, from the entry on; the names in one query."""
    steps = [(SignoffState.ENTERED.label, form.changed_by_id, form.changed_at)]
    steps += [
        (step.label, getattr(form, f"{step}_by_id"), getattr(form, f"{step}_at"))
        for step in map(SignoffState, STEPS)
        if getattr(form, f"{step}_at") is not None
    ]
    people = User.objects.in_bulk({who for _step, who, _at in steps if who is not None})
    system = _("The system")
    return [(str(label), str(people.get(who, system)), at) for label, who, at in steps]
