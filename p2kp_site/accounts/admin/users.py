"""The base of the account pages: everything about an account but where it works.

Each button is a service of `accounts.services.accounts`; the pages only ask and tell.
"""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.admin import ModelAdmin
from unfold.decorators import action

from p2kp_site.accounts.admin.forms import AccountForm
from p2kp_site.accounts.models import User
from p2kp_site.accounts.role_labels import roles_in_words
from p2kp_site.accounts.services.accounts import (
    accounts_within_reach,
    change_account,
    create_account,
    deactivate,
    reactivate,
    reset_password,
)
from p2kp_site.foundation.stewardship.access import PersonalColumns, RowAccess
from p2kp_site.foundation.stewardship.choices import Choosable, ScopedChoices
from p2kp_site.foundation.stewardship.history import HistoryPage
from p2kp_site.foundation.stewardship.lists import StrictLists

FACTS = ("username", "name", "position", "email")


class AccountPages(
    HistoryPage, PersonalColumns, StrictLists, ScopedChoices, RowAccess, Choosable, ModelAdmin
):
    """List, form and history of accounts, and the buttons: new password, stop, let in again."""

    form = AccountForm
    page_order = ("username",)
    search_fields = ("username",)  # asked for by Django; the filter set's `q` does the work
    list_display: tuple[str, ...] = (
        "name",
        "username",
        "position",
        "roles",
        "is_active",
        "last_login",
    )
    list_display_links = ("name", "username")
    readonly_fields = ("state", "language", "last_login", "date_joined")
    fieldsets = (
        (None, {"fields": (("name", "username"), ("position", "email"), "roles")}),
        (
            gettext_lazy("State"),
            {"fields": (("state", "language"), ("last_login", "date_joined"))},
        ),
    )
    add_fieldsets = ((None, {"fields": (("name", "username"), ("position", "email"), "roles")}),)
    actions = None
    actions_detail: tuple[str, ...] = ("new_password", "stop", "let_in")
    history_untold = ("is_superuser", "is_staff")

    # Rows -------------------------------------------------------------------------------------

    def visible_accounts(self, request: Any) -> QuerySet[User]:
        """The accounts that the reader may see: none, until a floor that knows areas says."""
        return User._default_manager.none()

    def get_queryset(self, request: Any) -> QuerySet[User]:
        return self.visible_accounts(request).prefetch_related("groups")

    def writable_rows(self, request: Any) -> QuerySet[User]:
        """Accounts within reach; nobody changes their own."""
        return accounts_within_reach(request.reader).exclude(pk=request.reader.user.pk)

    def has_delete_permission(self, request: Any, obj: Any = None) -> bool:
        return False

    def has_manage_permission(self, request: Any, object_id: Any = None) -> bool:
        """May the reader press the buttons of this account?"""
        obj = self.get_object(request, str(object_id)) if object_id else None
        return self.has_change_permission(request, obj)

    @admin.display(description=gettext_lazy("roles"))
    def roles(self, user: User) -> str:
        return roles_in_words(group.name for group in user.groups.all())

    @admin.display(description=gettext_lazy("state"))
    def state(self, user: User) -> str:
        if not user.is_active:
            return _("deactivated: cannot sign in")
        if user.must_change_password:
            return _("active; must choose a password at the next sign-in")
        return _("active")

    # Saving -----------------------------------------------------------------------------------

    def get_form(self, request: Any, obj: Any = None, change: bool = False, **options: Any) -> Any:
        form = super().get_form(request, obj, change, **options)
        form.reader = request.reader
        return form

    def save_model(self, request: Any, obj: User, form: Any, change: bool) -> None:
        facts = {name: form.cleaned_data[name] for name in FACTS}
        roles, by, at = form.cleaned_data["roles"], request.reader.user, timezone.now()
        if change:
            change_account(account=obj, roles=roles, by=by, at=at, **facts)
            return
        user, request.temporary_password = create_account(roles=roles, by=by, at=at, **facts)
        obj.__dict__.update(user.__dict__)

    def log_addition(self, request: Any, obj: Any, message: Any) -> None:
        """Nothing: an account keeps its own history."""

    def log_change(self, request: Any, obj: Any, message: Any) -> None:
        """Nothing: an account keeps its own history."""

    def add_view(self, request: Any, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        # After the only button comes the password: nothing may lead past it.
        context = {"show_save_and_add_another": False, "show_save_and_continue": False}
        return super().add_view(request, form_url, {**context, **(extra_context or {})})

    def response_add(self, request: Any, obj: User, post_url_continue: Any = None) -> HttpResponse:
        # Shown in the answer itself: a redirect would have to keep the password somewhere.
        return self._told_once(request, obj, request.temporary_password)

    # Buttons ----------------------------------------------------------------------------------

    @action(
        description=gettext_lazy("New password"),
        permissions=["manage"],
        url_path="new-password",
        icon="key",
    )
    def new_password(self, request: Any, object_id: str) -> HttpResponse:
        user = self._managed(request, object_id)
        if request.method == "POST":
            password = reset_password(account=user, by=request.reader.user, at=timezone.now())
            return self._told_once(request, user, password)
        question = _("Give “%(person)s” a new temporary password? Their sessions end at once.")
        return self._asked(request, user, question, _("Give a new password"))

    @action(
        description=gettext_lazy("Deactivate"),
        permissions=["manage"],
        url_path="deactivate",
        icon="person_off",
    )
    def stop(self, request: Any, object_id: str) -> HttpResponse:
        user = self._managed(request, object_id)
        if request.method == "POST":
            why = request.POST.get("why", "")
            deactivate(account=user, by=request.reader.user, at=timezone.now(), why=why)
            messages.success(request, _("The account is deactivated; its sessions have ended."))
            return self._back(user)
        question = _("Deactivate “%(person)s”? They are signed out at once; what they did stays.")
        return self._asked(request, user, question, _("Deactivate"), asks_why=True)

    @action(
        description=gettext_lazy("Activate again"),
        permissions=["manage"],
        url_path="activate",
        icon="person_check",
    )
    def let_in(self, request: Any, object_id: str) -> HttpResponse:
        user = self._managed(request, object_id)
        if request.method == "POST":
            why = request.POST.get("why", "")
            reactivate(account=user, by=request.reader.user, at=timezone.now(), why=why)
            messages.success(request, _("The account is active again."))
            return self._back(user)
        question = _("Let “%(person)s” sign in again?")
        return self._asked(request, user, question, _("Activate again"), asks_why=True)

    def get_actions_detail(self, request: Any, object_id: Any) -> list[Any]:
        """Only the buttons that make sense for the account as it is."""
        user = self.get_object(request, str(object_id))
        unfit = "let_in" if user.is_active else "stop"
        shown = super().get_actions_detail(request, object_id)
        return [one for one in shown if not one.action_name.endswith(f"_{unfit}")]

    # Shared -----------------------------------------------------------------------------------

    def _managed(self, request: Any, object_id: str) -> User:
        user: User = self.get_object(request, object_id)
        if not self.has_change_permission(request, user):
            raise PermissionDenied
        return user

    def _asked(
        self, request: Any, user: User, question: str, button: str, *, asks_why: bool = False
    ) -> HttpResponse:
        context = {"question": question % {"person": user}, "button": button, "asks_why": asks_why}
        return self.page(request, user, "accounts/question.html", {"title": button, **context})

    def _told_once(self, request: Any, user: User, password: str) -> HttpResponse:
        context = {"title": _("New password"), "password": password}
        answer = self.page(request, user, "accounts/password.html", context)
        answer.headers["Cache-Control"] = "no-store"
        return answer

    def page(
        self, request: Any, user: User, template: str, context: dict[str, Any]
    ) -> TemplateResponse:
        """A page about one account."""
        request.current_app = self.admin_site.name
        whole = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": user,
            "account_url": self._url(user),
            **context,
        }
        return TemplateResponse(request, template, whole)

    def _url(self, user: User) -> str:
        return reverse("admin:accounts_user_change", args=[user.pk])

    def _back(self, user: User) -> HttpResponse:
        return redirect(self._url(user))
