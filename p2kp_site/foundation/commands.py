"""What the product's commands share: who acts, one line for a refusal, JSON at the end."""

import json
from typing import Any, NoReturn

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from p2kp_site.foundation.reader import Reader, reader_for

UNUSABLE = 2


class ProductCommand(BaseCommand):
    """A command that ends with 0, 1 (done, but something was refused) or 2 (cannot be done)."""

    def refuse(self, message: str) -> NoReturn:
        """End with 2 and one line on stderr."""
        raise CommandError(" ".join(message.split()), returncode=UNUSABLE)

    def reader_named(self, username: str) -> Reader:
        """The reader that an account is today; an unknown or inactive one is refused."""
        user = get_user_model().objects.filter(username=username, is_active=True).first()
        if user is None:
            self.refuse(_("There is no active account called “%(name)s”.") % {"name": username})
        return reader_for(user, on=timezone.localdate())

    def filters_in(self, texts: list[str]) -> dict[str, Any]:
        """What `--filter KEY=VALUE …` says; a key that is given twice holds several values."""
        filters: dict[str, Any] = {}
        for text in texts:
            key, separator, value = text.partition("=")
            # Without a value it would mean all rows: a variable of a script that was empty.
            if not (separator and value.strip()):
                self.refuse(_("--filter takes KEY=VALUE, not “%(text)s”.") % {"text": text})
            filters[key] = [*_listed(filters[key]), value] if key in filters else value
        return filters

    def finish(self, result: dict[str, Any], *, as_json: bool, text: str) -> None:
        """Print the outcome: for people, or as one JSON object on the last line."""
        self.stdout.write(json.dumps(result, ensure_ascii=False) if as_json else text)


def _listed(value: Any) -> list[str]:
    return value if isinstance(value, list) else [value]
