"""Move a board to another kelurahan or desa, with everything that lies below it on every floor."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from communities.models import Board, Region
from communities.models.regions import RegionKind
from p2kp_site.foundation.history import write_history
from p2kp_site.foundation.models import ChangeSet
from p2kp_site.foundation.models.change_sets import Door, open_change_set
from p2kp_site.foundation.reader import Reader, reader_for
from p2kp_site.foundation.records import StaleRecord

if TYPE_CHECKING:
    from p2kp_site.accounts.models import User

VILLAGES = (RegionKind.URBAN_VILLAGE, RegionKind.VILLAGE)


class CannotMoveBoard(ValueError):
    """A board cannot be moved to that region, or not by this person; the message says why."""


@transaction.atomic
def move_board(
    board: Board,
    *,
    region: Region,
    by: "User | None",
    at: datetime,
    why: str,
    change_set: ChangeSet | None = None,
) -> Board:
    """Let a board belong to another kelurahan or desa; gives it as it is now.

    It is a next version of the board with a row in its history. What lies below it follows without
    one. Nobody's sign-off is dropped: where a board lies is no statement of its papers. Without
    `by` it is the operator at the console; `change_set` is the act that this is a part of.
    Raises CannotMoveBoard, and StaleRecord when somebody changed the board since it was read.
    """
    standing = Board.objects.select_for_update().get(pk=board.pk)
    region = Region.objects.get(pk=region.pk)
    if standing.version != board.version:
        raise StaleRecord(standing)
    reader = reader_for(by, on=timezone.localdate(at)) if by else None
    _refuse(standing, region, reader)
    if change_set is None:
        door = Door.PAGE if by else Door.COMMAND
        change_set = open_change_set(by=by, at=at, door=door, why=why)
    _write(standing, region, change_set)
    Board.objects.filter(pk=board.pk).carry_below()
    return Board.objects.select_related("region").get(pk=board.pk)


def _refuse(board: Board, region: Region, reader: Reader | None) -> None:
    names = {"board": board, "region": region}
    if reader is not None:
        if not reader.may("communities.change_board"):
            raise CannotMoveBoard(_("You may not change boards."))
        for lies in (board.area, region.path):
            if not reader.covers(lies):
                raise CannotMoveBoard(_("A board moves inside your own area only."))
    if region.retired_on is not None:
        raise CannotMoveBoard(_("%(region)s is not in force any more.") % names)
    if region.kind not in VILLAGES:
        raise CannotMoveBoard(_("A board belongs to a kelurahan or desa."))
    if region.pk == board.region_id:
        raise CannotMoveBoard(_("%(board)s belongs to %(region)s already.") % names)


def _write(board: Board, region: Region, change_set: ChangeSet) -> None:
    """The next version of the board, the seal carried along.

    Whoever entered a signed board stays the one who entered it: the mover wrote nothing of what
    was signed, and may have been the one who verified it.
    """
    values: dict[str, Any] = {
        "region": region,
        "area": region.path,
        "version": F("version") + 1,
        "change_set": change_set,
    }
    if board.is_signed:
        values["signed_version"] = F("version") + 1
    else:
        values.update(changed_by=change_set.by, changed_at=change_set.at)
    Board.objects.filter(pk=board.pk).stamp(**values)
    write_history(Board, change_set)
