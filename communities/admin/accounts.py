"""The pages of accounts, with the areas of each person and the hand-over of an office."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import Prefetch, QuerySet
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import action
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminSingleDateWidget

from communities.admin.areas import AreaInline
from communities.filters.accounts import AccountFilterSet
from communities.models import AreaAssignment
from communities.services.assignments import (
    assign_area,
    end_assignment,
    hand_over,
    visible_accounts,
    within_reach,
)
from p2kp_site.accounts.admin.users import AccountPages
from p2kp_site.accounts.models import User
from p2kp_site.accounts.services.accounts import AccountRefused


class HandOverForm(forms.Form):
    """To whom an office goes, and on which day."""

    successor = forms.ModelChoiceField(
        label=gettext_lazy("Successor"),
        queryset=User.objects.none(),
        widget=UnfoldAdminSelectWidget,
        empty_label=gettext_lazy("Select value"),
        help_text=gettext_lazy(
            "Active accounts of your area. Roles are given on the account’s page."
        ),
    )
    on = forms.DateField(
        label=gettext_lazy("On"),
        widget=UnfoldAdminSingleDateWidget,
        help_text=gettext_lazy("The successor's first day; until the day before, nothing changes."),
    )

    def __init__(self, *args: Any, candidates: QuerySet[User], **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["successor"]
        field.queryset = candidates


@admin.register(User)
class AccountAdmin(AccountPages):
    """Accounts of the reader's areas."""

    filterset_class = AccountFilterSet
    list_display = ("name", "username", "position", "roles", "works_in", "is_active", "last_login")
    inlines = (AreaInline,)
    actions_detail = ("new_password", "office", "stop", "let_in")

    def visible_accounts(self, request: Any) -> QuerySet[User]:
        return visible_accounts(request.reader)

    def get_queryset(self, request: Any) -> QuerySet[User]:
        today = AreaAssignment.objects.in_force(request.reader.on).visible_to(request.reader)
        areas = today.select_related("region").order_by("from_on")
        return (
            super()
            .get_queryset(request)
            .prefetch_related(Prefetch("area_assignments", queryset=areas, to_attr="areas_today"))
        )

    @admin.display(description=gettext_lazy("works in"))
    def works_in(self, user: Any) -> str:
        return (
            ", ".join(
                str(one.region) if one.region else _("the whole nation") for one in user.areas_today
            )
            or "–"
        )

    def save_formset(self, request: Any, form: Any, formset: Any, change: bool) -> None:
        by, at = request.reader.user, timezone.now()
        for one in formset.save(commit=False):
            if one.pk:
                stored = AreaAssignment.objects.get(pk=one.pk)
                end_assignment(assignment=stored, until_on=one.until_on, by=by, at=at)
            else:
                assign_area(
                    account=form.instance,
                    region=one.region,
                    from_on=one.from_on,
                    until_on=one.until_on,
                    by=by,
                    at=at,
                )

    @action(
        description=gettext_lazy("Hand over"),
        permissions=["manage"],
        url_path="hand-over",
        icon="move_up",
    )
    def office(self, request: Any, object_id: str) -> HttpResponse:
        """Hand a person's areas over to a successor."""
        user = self._managed(request, object_id)
        mine = within_reach(request.reader).exclude(pk__in=[user.pk, request.reader.user.pk])
        candidates = mine.filter(is_active=True).order_by("name")
        form = HandOverForm(request.POST or None, candidates=candidates)
        if request.method == "POST" and form.is_valid():
            try:
                hand_over(
                    account=user,
                    successor=form.cleaned_data["successor"],
                    on=form.cleaned_data["on"],
                    by=request.reader.user,
                    at=timezone.now(),
                )
            except AccountRefused as error:
                form.add_error(None, str(error))
            else:
                messages.success(
                    request,
                    _("Handed over to %(person)s.") % {"person": form.cleaned_data["successor"]},
                )
                return self._back(user)
        context = {
            "title": _("Hand over"),
            "question": _("Hand the areas of “%(person)s” over?") % {"person": user},
            "button": _("Hand over"),
            "form": form,
            "media": self.media + form.media,
        }
        return self.page(request, user, "communities/hand_over.html", context)
