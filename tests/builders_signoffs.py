"""Forms at every stage of their sign-offs, and the people who sign them."""

from datetime import timedelta
from typing import Any

from django.contrib.auth.models import Group

from communities.services.signoffs import SignOutcome, sign
from p2kp_site.accounts.models import User
from p2kp_site.accounts.services.roles import install_roles
from p2kp_site.foundation.models.change_sets import Door
from p2kp_site.foundation.reader import Reader, reader_for
from p2kp_site.foundation.signoffs import SIGNED, SignoffState
from tests.builders import AT, TODAY
from tests.builders_accounts import NATION, make_person

ROLES = {
    SignoffState.HANDED_OVER: "data_steward",
    SignoffState.ACKNOWLEDGED: "approver",
    SignoffState.VERIFIED: "verifier",
    SignoffState.RETURNED: "verifier",
}
LATER = AT + timedelta(hours=1)


def reader_of(user: User) -> Reader:
    return reader_for(user, on=TODAY)


def signer(step: str, *, area: str = NATION) -> Reader:
    """Somebody new who may take this step."""
    role = ROLES[SignoffState(step)]
    if not Group.objects.filter(name=role).exists():
        install_roles()
    return reader_of(make_person(role, area=area))


def signed(
    rows: Any, step: str, *, by: Reader | None = None, reason: str = "", **values: Any
) -> SignOutcome:
    """Take these rows one step further, by somebody new unless said otherwise."""
    if step == SignoffState.RETURNED:
        reason = reason or "Tanggal salah"
    by = by or signer(step)
    facts = {"at": LATER, "door": Door.PAGE, **values}
    return sign(rows, step=step, by=by, reason=reason, **facts)


def brought_to(form: Any, state: str) -> Any:
    """The same form, signed by one person after the other until it stands there."""
    rows = type(form)._default_manager.filter(pk=form.pk)
    steps: tuple[str, ...] = SIGNED
    if state in SIGNED:
        steps = SIGNED[: SIGNED.index(SignoffState(state)) + 1]
    elif state == SignoffState.RETURNED:
        steps = (SignoffState.HANDED_OVER, SignoffState.RETURNED)
    else:
        steps = ()
    for step in steps:
        outcome = signed(rows, step)
        assert outcome.signed == 1, outcome
    form.refresh_from_db()
    return form
