"""A password that somebody else chose must be changed before anything else."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse


class PasswordMustChangeMiddleware:
    """Leads a person with a password from somebody else to the page where they choose their own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if getattr(request.user, "must_change_password", False):
            pages = ("admin:password_change", "admin:logout", "set_language")
            allowed = {reverse(page) for page in pages}
            static = request.path.startswith(reverse("admin:jsi18n"))
            if request.path not in allowed and not static:
                return redirect("admin:password_change")
        return self.get_response(request)
