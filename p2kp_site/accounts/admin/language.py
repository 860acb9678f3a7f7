"""The switch of languages on every page: an account keeps what its person chose."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.views import i18n

from p2kp_site.accounts.models import User
from p2kp_site.accounts.services.accounts import choose_language


def set_language(request: HttpRequest) -> HttpResponseBase:
    """Django's page of that name, which leaves a cookie for the sign-in page of this browser."""
    if request.method == "POST" and isinstance(request.user, User):
        choose_language(request.POST.get("language", ""), by=request.user, at=timezone.now())
    return i18n.set_language(request)
