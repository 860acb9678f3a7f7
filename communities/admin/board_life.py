"""What the page of a board tells of its life, and what becomes of it when its place changes."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import Count, Model, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from communities.admin.elections import turnout_in_words
from communities.admin.regions import short_name
from communities.admin.slum_panels import slum_table
from communities.models import (
    Board,
    BoardElection,
    BoardOfficer,
    BoardYear,
    ConsultantAssignment,
    SelfHelpGroup,
    SlumAreaPart,
)
from communities.services.boards import move_board
from p2kp_site.foundation.stewardship.mixins import PageMixin
from p2kp_site.foundation.wording import in_words

# Boards have nine to thirteen members, and their units; more are on the list of officers.
MOST_OFFICERS = 30
MOST_LINES = 6

# Kinds of rows of higher floors: model, title, and what tells of those of a board.
Table = Callable[[Board, Any], dict[str, Any]]
_told_from_above: list[tuple[type[Model], Any, Table]] = []


def tell_of_boards(model: type[Model], title: Any, table: Table) -> None:
    """Have the page of a board tell of its rows of a higher floor, which this one does not know."""
    _told_from_above.append((model, title, table))


class BoardLife(PageMixin):
    """The page of a board shows its officers, elections, years and groups, and moves it."""

    change_form_outer_after_template = "communities/board_life.html"
    change_set: Any

    def render_change_form(
        self, request: Any, context: dict[str, Any], *args: Any, obj: Any = None, **options: Any
    ) -> Any:
        if obj is not None:
            context["life"] = life_of(obj, request.reader)
        return super().render_change_form(request, context, *args, obj=obj, **options)

    def save_model(self, request: Any, obj: Any, form: Any, change: bool) -> None:
        """A changed place is a move: all that lies below the board goes with it."""
        if change and "region" in form.typed:
            self._move(request, obj, form)
            if form.typed == ["region"]:
                return
        super().save_model(request, obj, form, change)

    def _move(self, request: Any, board: Board, form: Any) -> None:
        why = form.cleaned_data.get("why", "")
        moved = move_board(
            board,
            region=board.region,
            by=request.reader.user,
            at=timezone.now(),
            why=why,
            change_set=self.change_set(request, why),
        )
        # What the person typed besides is the version after that.
        meta: Any = Board._meta
        for name in ("version", *Board.guarded):
            column = meta.get_field(name).attname
            setattr(board, column, getattr(moved, column))
        board.remember_read()
        messages.success(
            request,
            _("The board belongs to %(region)s now, with everything that lies below it.")
            % {"region": moved.region.name},
        )


def life_of(board: Board, reader: Any) -> list[dict[str, Any]]:
    """The parts of a board's life that this reader may see, each with the way to its list."""
    own = {"board": board.code}
    parts: tuple[Any, ...] = (
        (BoardOfficer, _("Officers of the latest term"), _officers, own),
        (BoardElection, _("Elections"), _elections, own),
        (BoardYear, _("Independence and audits"), _years, own),
        (SelfHelpGroup, _("Self-help groups (KSM)"), _groups, own),
        *((model, str(title), table, own) for model, title, table in _told_from_above),
        (
            SlumAreaPart,
            _("Slum areas in its kelurahan or desa"),
            lambda board, reader: slum_table(board.region, reader),
            {"region": board.region.code},
        ),
        (
            ConsultantAssignment,
            _("Consultants who accompany the board today"),
            _consultants,
            {"serving": board.region.code, "on": reader.on.isoformat()},
        ),
    )
    told = []
    for model, title, table, query in parts:
        meta: Any = model._meta
        if not reader.may(f"{meta.app_label}.view_{meta.model_name}"):
            continue
        address = f"admin:{meta.app_label}_{meta.model_name}"
        adds = query is own and reader.covers(board.area)
        adds = adds and reader.may(f"{meta.app_label}.add_{meta.model_name}")
        told.append(
            {
                "title": title,
                "table": table(board, reader),
                "all": f"{reverse(f'{address}_changelist')}?{urlencode(query)}",
                "add": adds and f"{reverse(f'{address}_add')}?{urlencode({'board': board.pk})}",
            }
        )
    return told


def _officers(board: Board, reader: Any) -> dict[str, Any]:
    named = reader.may("communities.personal_boardofficer")
    rows = BoardOfficer.objects.filter(board=board).of_latest_term().order_by("id")
    found = list(rows[:MOST_OFFICERS])
    headers = [_("Position"), _("Sex"), _("Term"), _("Status")]
    lines = [
        [o.get_position_display(), o.get_sex_display(), str(o.term), o.get_status_display()]
        for o in found
    ]
    if named:
        headers.insert(0, _("Name"))
        lines = [[o.name, *line] for o, line in zip(found, lines, strict=True)]
    return {"headers": headers, "rows": lines}


def _elections(board: Board, _reader: Any) -> dict[str, Any]:
    rows = BoardElection.objects.filter(board=board).order_by("-held_on", "-id")
    return {
        "headers": [
            _("Held on"), _("Kind"), _("Term"), _("Participants"), _("Elected"), _("Turnout"),
            _("Final"),
        ],
        "rows": [
            [
                in_words(one.held_on), one.get_kind_display(), str(one.term),
                in_words(one.participants), in_words(one.elected), turnout_in_words(one),
                in_words(one.is_final),
            ]
            for one in rows[:MOST_LINES]
        ],
    }  # fmt: skip


def _years(board: Board, _reader: Any) -> dict[str, Any]:
    rows = BoardYear.objects.filter(board=board).order_by("-year")
    return {
        "headers": [_("Year"), _("Independence"), _("Audit")],
        "rows": [
            [
                str(one.year),
                in_words(one.get_independence_display()),
                in_words(one.get_audit_display()),
            ]
            for one in rows[:MOST_LINES]
        ],
    }


def _groups(board: Board, _reader: Any) -> dict[str, Any]:
    """Groups can be many: they are counted here by kind, and listed on their own page."""
    rows = SelfHelpGroup.objects.filter(board=board).values("kind").order_by("kind")
    labels = dict(SelfHelpGroup._meta.get_field("kind").flatchoices)
    counted = rows.annotate(groups=Count("id"), working=Count("id", filter=Q(is_active=True)))
    return {
        "headers": [_("Kind"), _("Groups"), _("Still active")],
        "rows": [
            [str(labels[one["kind"]]), in_words(one["groups"]), in_words(one["working"])]
            for one in counted
        ],
    }


def _consultants(board: Board, reader: Any) -> dict[str, Any]:
    """They follow from the place and the day; no row of a board carries their names."""
    rows: Any = ConsultantAssignment.objects.for_area_until(board.area, reader.on)
    found = list(rows.visible_to(reader).select_related("agency", "region")[:MOST_LINES])
    standing = [one for one in found if one.until_on is None or one.until_on > reader.on]
    standing.sort(key=lambda one: (one.area, one.agency.kind, one.pk))
    return {
        "headers": [_("Consultant"), _("Kind"), _("Region")],
        "rows": [
            [one.agency.name, one.agency.get_kind_display(), short_name(one.region)]
            for one in standing
        ],
        "nothing": _nobody_since(found[0]) if found and not standing else "",
    }


def _nobody_since(last: ConsultantAssignment) -> str:
    return _("Nobody since %(day)s. The last was %(name)s (%(kind)s, %(region)s).") % {
        "day": in_words(last.until_on),
        "name": last.agency.name,
        "kind": last.agency.get_kind_display(),
        "region": short_name(last.region),
    }
