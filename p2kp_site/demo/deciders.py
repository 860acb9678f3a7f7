"""By whom and how it is decided on money in the story: an administrator of the nation says it."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from communities.models import Region
from finance.models import (
    Chain,
    ChainStep,
    GoLive,
    Position,
    PositionAssignment,
    TrancheScheme,
    TrancheShare,
)
from p2kp_site.accounts.models import User
from p2kp_site.demo.accounts import INDRAGIRI_HILIR
from p2kp_site.demo.chapters import NATION
from p2kp_site.demo.money_chapters import CHAIN, CHAIN_NAME, CODE, FROM, NOTE, SCHEME_NAME, SHARES
from p2kp_site.foundation.models import ChangeSet
from p2kp_site.foundation.models.change_sets import Door, open_change_set
from programs.models import FundingSource


@transaction.atomic
def say_who_decides() -> bool:
    """Positions, their holders, the chain, the scheme and the go-live date; once only.

    Returns whether there was anything to say.
    """
    if Chain.objects.filter(code=CODE).exists():
        return False
    by = User.objects.get(username=NATION)
    act = open_change_set(by=by, at=timezone.now(), door=Door.COMMAND, why=NOTE)
    regency = Region.objects.in_force().get(code=INDRAGIRI_HILIR)
    note = {"note": NOTE}
    chain = _stored(act, Chain(code=CODE, name=CHAIN_NAME, from_on=FROM, **note))
    for number, (code, name, username) in enumerate(CHAIN, 1):
        position = Position.objects.filter(code=code).first() or _stored(
            act, Position(code=code, name=name, **note)
        )
        _stored(act, ChainStep(chain=chain, number=number, position=position))
        holder = User.objects.get(username=username)
        held = {"position": position, "user": holder, "region": regency, "from_on": FROM}
        _stored(act, PositionAssignment(**held, **note))
    if not GoLive.objects.filter(region=regency).exists():
        _stored(act, GoLive(region=regency, on=FROM, **note))
    _make_scheme(act)
    return True


def chain_in_words() -> str:
    """The positions in their order."""
    return _("%(positions)s, one after the other") % {
        "positions": " → ".join(code for code, _name, _username in CHAIN)
    }


def _make_scheme(act: ChangeSet) -> None:
    sources = {one.code: one for one in FundingSource.objects.all()}
    scheme = _stored(act, TrancheScheme(code=CODE, name=SCHEME_NAME, from_on=FROM, note=NOTE))
    for number, source, share in SHARES:
        _stored(
            act, TrancheShare(scheme=scheme, number=number, source=sources[source], share=share)
        )


def _stored(act: ChangeSet, row: Any) -> Any:
    row.full_clean()
    row.save(change_set=act)
    return row
