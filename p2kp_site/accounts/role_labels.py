"""What the roles are called on pages; the rules themselves know no language."""

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from p2kp_site.accounts.rules.roles import RoleName

ROLE_LABELS: dict[str, Promise] = {
    RoleName.DATA_STEWARD: _("Data Steward"),
    RoleName.VERIFIER: _("Verifier"),
    RoleName.APPROVER: _("Approver"),
    RoleName.MINISTRY_ANALYST: _("Ministry Analyst"),
    RoleName.ADMINISTRATOR: _("Administrator"),
    RoleName.AUDITOR: _("Auditor"),
}


def roles_in_words(names: Iterable[str]) -> str:
    """Roles as people read them, in the order of the programme; a dash for none."""
    held = set(names)
    return ", ".join(str(label) for name, label in ROLE_LABELS.items() if name in held) or "–"
