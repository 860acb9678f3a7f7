"""One's own password: the page to which a temporary password leads."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.views import PasswordChangeView
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from unfold.forms import AdminOwnPasswordChangeForm


class OwnPasswordForm(AdminOwnPasswordChangeForm):
    """A password that the person chose: it ends the duty to choose one."""

    def clean_new_password1(self) -> str:
        password = str(self.cleaned_data["new_password1"])
        if self.user.check_password(password):
            raise ValidationError(_("This is your present password: choose another one."))
        return password

    def save(self, commit: bool = True) -> Any:
        self.user.must_change_password = False
        self.user._history_user = self.user
        return super().save(commit)


class OwnPasswordView(PasswordChangeView):
    """The page on which a person chooses their password; it leads on to the work."""

    form_class = OwnPasswordForm
    success_url = reverse_lazy("admin:index")

    def form_valid(self, form: Any) -> HttpResponse:
        messages.success(self.request, _("Your password was changed."))
        return super().form_valid(form)


def password_change(request: HttpRequest, extra_context: Any = None) -> HttpResponseBase:
    """The page `admin:password_change`."""
    request.current_app = admin.site.name
    context = {**admin.site.each_context(request), **(extra_context or {})}
    return OwnPasswordView.as_view(extra_context=context)(request)
