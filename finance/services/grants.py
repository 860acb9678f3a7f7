"""What happens to grants: they are split into tranches, and carry the running total of them."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import F, OuterRef
from django.utils.translation import gettext as _

from finance.models import Grant, Tranche, TrancheScheme
from finance.rules.tranches import WHOLE, percent, split
from p2kp_site.foundation.models import ChangeSet
from p2kp_site.foundation.models.change_sets import Door, open_change_set
from p2kp_site.foundation.records import StaleRecord
from programs.models.activities import total

if TYPE_CHECKING:
    from p2kp_site.accounts.models import User


class GrantRefused(ValueError):
    """A grant cannot be split; the message says why."""


@transaction.atomic
def make_tranches(
    grant: Grant, *, by: "User | None", at: datetime, change_set: ChangeSet | None = None
) -> list[Tranche]:
    """Split a grant by its scheme, to the last rupiah; the tranches are content of the grant.

    Raises GrantRefused, and StaleRecord when somebody changed the grant since it was read.
    """
    grant = _locked(grant)
    shares = _shares(grant)
    parts = split(grant.amount, [share.share for share in shares])
    if min(parts) < 1:
        raise GrantRefused(_("The grant is too small to be split by this scheme."))
    change_set = change_set or open_change_set(
        by=by, at=at, door=Door.PAGE if by else Door.COMMAND, why=_("Tranches made")
    )
    grant.reopen()
    grant.touch(change_set)
    tranches = [
        Tranche(grant=grant, number=share.number, source=share.source, amount=part)
        for share, part in zip(shares, parts, strict=True)
    ]
    Tranche.objects.bulk_create(tranches, change_set=change_set)
    Grant.objects.filter(pk=grant.pk).stamp(tranched=F("tranched") + sum(parts))
    return tranches


def recount(grants: Iterable[int]) -> None:
    """Write the running totals of these grants again, in the transaction that wrote their tranches.

    Raises IntegrityError (`grant_tranches_within_amount`) where they come to more than the grant.
    """
    keys = sorted(set(grants))
    # Locked one after the other, so that what is summed is all that was written.
    Grant.objects.filter(pk__in=keys).lock(with_keys=False)
    tranches = Tranche.objects.filter(grant=OuterRef("pk"))
    Grant.objects.filter(pk__in=keys).stamp(tranched=total(tranches, "grant", "amount"))


def release(grant: Grant) -> None:
    """Let go of the running total of a grant, because it and its tranches are written together.

    For pages, before they write; `recount` follows in the same transaction.
    """
    Grant.objects.filter(pk=grant.pk).stamp(tranched=0)


def _shares(grant: Grant) -> list[Any]:
    """The shares by which the grant is split, in the order of the tranches."""
    if grant.scheme_id is None:
        raise GrantRefused(_("The grant names no tranche scheme: write its tranches by hand."))
    if grant.tranches.exists():
        raise GrantRefused(_("The grant has tranches already: change them instead."))
    scheme: Any = TrancheScheme.objects.with_share_total().get(pk=grant.scheme_id)
    if scheme.share_total != WHOLE:
        raise GrantRefused(
            _("The shares of the scheme come to %(total)s, not to 100 %%.")
            % {"total": percent(scheme.share_total)}
        )
    shares = scheme.shares.select_related("source")
    return list(shares.order_by("number", "source__position", "pk"))


def _locked(grant: Grant) -> Grant:
    """The grant as it stands, held until the end; what was read must be it."""
    rows = Grant.objects.filter(pk=grant.pk)
    rows.lock(with_keys=False)
    standing: Grant = rows.select_related("board", "programme").get()
    if standing.version != grant.version:
        raise StaleRecord(standing)
    return standing
