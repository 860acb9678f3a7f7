"""A base with cases by the hundred thousand, their timelines and their reminders."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.db import connection
from django.utils import timezone

from bench.task import bench_user
from communities.models import AreaAssignment, Board
from p2kp_site.foundation.bulk import insert_rows
from p2kp_site.foundation.history import write_history
from p2kp_site.foundation.models.change_sets import Door, open_change_set
from programs.models import (
    Case,
    CaseEvent,
    CaseReminder,
    CaseStage,
    CaseTerm,
    CaseType,
    ReminderMail,
)
from programs.services.case_types import load_case_types

_OF_ONE_BOARD = 30  # in a small base as in a large one
_OPEN_OF, _UNCHECKED_OF = 10, 50  # one case in so many is in process, or waits for a second person
_LEVELS: tuple[str, ...] = ("village",) * 70 + ("district",) * 15 + ("regency",) * 10
_LEVELS += ("province",) * 4 + ("nation",)
_PRIORITIES = ("normal",) * 15 + ("low",) * 4 + ("high",)
_IN_PROCESS = ("DITERIMA", "DITELAAH", "DITANGANI", "DIUSULKAN")
_TITLES = ("Jalan berlubang", "Dana belum cair", "Drainase tersumbat", "Pemilihan BKM", "Pelatihan")
_DAY = date(2007, 1, 1)
_MINE = 60  # of the person who looks, in each base
_UNCERTAIN = 20
CHECKER = "bench-checker"


def make_cases(rows: int) -> None:
    """Give the boards of this base so many cases, each with four events."""
    load_case_types(at=timezone.now())
    change_set = open_change_set(by=bench_user(), at=timezone.now(), door=Door.IMPORT, why="bench")
    at = connection.ops.adapt_datetimefield_value(change_set.at)
    # All is asked before: while a COPY runs, its connection answers no other question.
    some = max(rows // _OF_ONE_BOARD, 1)
    boards = list(Board.objects.order_by("pk").values_list("pk", "area", "region_id")[:some])
    rest = {
        str(f.column): f.get_db_prep_save(f.get_default(), connection)
        for f in Case._meta.concrete_fields
        if not f.primary_key
    }
    same = {
        "version": 1, "changed_at": at, "changed_by_id": change_set.by_id,
        "change_set_id": change_set.pk,
    }  # fmt: skip  # a table, an entry a line
    made = list(_cases(rows, boards, change_set.by_id, at))
    insert_rows(Case, list(rest), ([*{**rest, **same, **row}.values()] for row in made))
    write_history(Case, change_set, first=True)
    _tell(change_set, at)
    _remind(at)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    connection.close()


def _closer() -> int:
    """Who closed what is done, and in the office beside them somebody who checks outcomes."""
    from django.contrib.auth.models import Group

    people = type(bench_user()).objects
    checker = people.create_user(username=CHECKER, name="Bench", is_staff=True)
    checker.groups.set(Group.objects.filter(name="verifier"))
    AreaAssignment.objects.create(user=checker, region=None, from_on=date(2001, 1, 1))
    return int(people.create_user(username="bench-closer", name="Bench").pk)


def _cases(rows: int, boards: Sequence[Any], user: Any, at: Any) -> Iterator[dict[str, Any]]:
    kind, closer = CaseType.objects.get(code="PPM").pk, _closer()
    stages = dict(CaseStage.objects.filter(type=kind).values_list("code", "pk"))
    terms = {
        name: list(CaseTerm.objects.filter(kind=name).order_by("pk").values_list("pk", flat=True))
        for name in ("channel", "theme")
    }
    for i in range(rows):
        board, area, region = boards[i * 7919 % len(boards)]
        received = _DAY + timedelta(i * 131 % 3300)
        if i % _OPEN_OF == 0:
            standing = _in_process(i // _OPEN_OF, stages, user, closer)
        else:
            standing = _done(i, stages, received)
            standing |= {"closed_by_id": closer}
            if i % _UNCHECKED_OF != 1:
                standing |= {"outcome_checked_by_id": user, "outcome_checked_at": at}
        yield {
            "ref": f"K{i:011d}",
            "type_id": kind,
            "number": f"PPM-{area[:4]}-{received.year}-{i:07d}",
            "register_number": f"REG-{i:07d}",
            "register_key": f"{area[:6]}/{received.year}/REG-{i:07d}",
            "region_id": region,
            "area": area,
            "board_id": board if i // 2 % 2 else None,
            "title": f"{_TITLES[i % 5]} RT {i % 20 + 1:02d}",
            "description": "Warga meminta penjelasan kepada pelaksana kegiatan.",
            "priority": _PRIORITIES[i * 7 % len(_PRIORITIES)],
            "level": _LEVELS[i * 13 % len(_LEVELS)],
            "received_on": received.isoformat(),
            "nature": ("problem", "informative")[i // 4 % 2],
            "scope": ("finance", "administration")[i // 8 % 2],
            "channel_id": terms["channel"][i % len(terms["channel"])],
            "theme_id": terms["theme"][i % len(terms["theme"])],
            "reporter_name": f"Pelapor {i}",
            **standing,
        }


def _in_process(turn: int, stages: Mapping[str, int], user: Any, closer: int) -> dict[str, Any]:
    due_on = _DAY + timedelta(7000 + turn * 37 % 400)
    return {
        "stage_id": stages[_IN_PROCESS[turn % 4]],
        # A few are the person's who looks; of the others two of three have somebody.
        "assignee_id": user if turn < _MINE else closer if turn % 3 else None,
        "due_on": due_on.isoformat() if turn % 3 else None,
    }


def _done(i: int, stages: Mapping[str, int], received: date) -> dict[str, Any]:
    return {
        "stage_id": stages["SELESAI"],
        "closed_on": (received + timedelta(i % 90)).isoformat(),
        "outcome": "Sudah dijelaskan kepada warga.",
        "needs_check": True,
    }


def _tell(change_set: Any, at: Any) -> None:
    """The timelines: each case was opened, moved on, noted on and moved again."""
    first, second, third = CaseStage.objects.filter(type__code="PPM").in_order()[:3]
    ways = {
        "opened": (None, first.pk), "moved": (first.pk, second.pk), "noted": (None, None),
        "moved again": (second.pk, third.pk),
    }  # fmt: skip  # a table, an entry a line
    rest = {
        str(f.column): f.get_db_prep_save(f.get_default(), connection)
        for f in CaseEvent._meta.concrete_fields
        if not f.primary_key
    }
    same = {"by_id": change_set.by_id, "at": at, "change_set_id": change_set.pk}
    keys = list(Case.objects.order_by("pk").values_list("pk", flat=True))
    events = (
        {
            "ref": f"E{place}{number:010d}", "case_id": key, "kind": kind.split()[0],
            "stage_from_id": since, "stage_to_id": to, "text": "Sesuai catatan",
        }
        for number, key in enumerate(keys)
        for place, (kind, (since, to)) in enumerate(ways.items())
    )  # fmt: skip  # a table, an entry a line
    insert_rows(CaseEvent, list(rest), ([*{**rest, **same, **one}.values()] for one in events))


def _remind(at: Any) -> None:
    """What is in process was told to the office; of a few nobody knows whether the mail left."""
    due = Case.objects.open_cases().filter(due_on__isnull=False).order_by("pk")
    rows = [(key, day.isoformat(), "due", at) for key, day in due.values_list("pk", "due_on")]
    insert_rows(CaseReminder, ("case_id", "due_on", "kind", "made_at"), rows)
    keys = list(CaseReminder.objects.order_by("pk").values_list("pk", flat=True))
    people = type(bench_user()).objects
    me, other = bench_user().pk, people.get(username="bench-closer").pk
    mails = (
        (key, me if i < _MINE else other, "sending" if i < _UNCERTAIN else "sent", at,
         None if i < _UNCERTAIN else at)
        for i, key in enumerate(keys)
    )  # fmt: skip  # a table, an entry a line
    insert_rows(ReminderMail, ("reminder_id", "user_id", "state", "taken_at", "sent_at"), mails)
