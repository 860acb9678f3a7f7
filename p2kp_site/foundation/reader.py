"""Who reads: a person's rights and areas on one day, built once at the edge and passed down."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.module_loading import import_string

from p2kp_site.foundation import areas as paths

if TYPE_CHECKING:
    from p2kp_site.accounts.models import User


@dataclass(frozen=True, slots=True)
class Reader:
    """A person as every list, form, import and export sees them.

    `rights` are permission codes (`communities.view_board`); `areas` are region paths, where the
    empty path is the whole nation and no path at all means that nothing may be seen.
    """

    user: "User | None"
    rights: frozenset[str]
    areas: tuple[str, ...]
    on: date

    def may(self, right: str) -> bool:
        """May this person do it at all? The rows are asked apart, with `visible_to`."""
        return right in self.rights

    def covers(self, area: str) -> bool:
        """Does this area lie in one of the reader's areas?"""
        return any(area.startswith(own) for own in self.areas)

    @property
    def area(self) -> str | None:
        """The smallest area that holds all of the reader's areas; None without any."""
        return paths.common(self.areas)


def nobody(on: date) -> Reader:
    """The reader who sees nothing and may do nothing."""
    return Reader(user=None, rights=frozenset(), areas=(), on=on)


def reader_for(user: "User | AnonymousUser", *, on: date) -> Reader:
    """The reader that a user is on that day; inactive and unknown people are nobody."""
    provider: Callable[..., Reader] = import_string(settings.READER_PROVIDER)
    return provider(user, on=on) if user.is_active else nobody(on)


class ReaderMiddleware:
    """Gives each request its `reader`, built when first asked for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        request.reader = SimpleLazyObject(lambda: reader_for(request.user, on=timezone.localdate()))
        return self.get_response(request)
