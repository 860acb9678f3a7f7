"""Every dataset and every command that acts for an account, tried by every role.

The expected answers stand in `access_answers.py`; what is not in it fails here.
"""

import csv
import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command, get_commands, load_command_class
from django.core.management.base import CommandError
from django.db import transaction
from django.urls import reverse

from finance.models.disbursements import State
from p2kp_site.exchange.models.imports import ImportState
from p2kp_site.exchange.registry import all_datasets, dataset_named
from tests.architecture.access_answers import COMMANDS, DATASETS, PERSONAL
from tests.architecture.access_finance import disbursement, hold
from tests.architecture.access_kinds import LETTERS, Answer
from tests.architecture.access_people import Cast, situations, visit
from tests.exchange.contract.files import bring, file_of, table_of, take, without
from tests.exchange.contract.world import HERE, World
from tests.exchange.services.office import counts, make_person, reader
from tests.finance.builders_disbursements import brought_to

pytestmark = pytest.mark.django_db

OURS = ("p2kp_site", "communities", "programs", "finance")
PER_DATASET = pytest.mark.parametrize("kind", all_datasets(), ids=lambda kind: kind.slug)


@pytest.fixture
def cast() -> Cast:
    return Cast(World())


def acting_commands() -> set[str]:
    """The commands of ours that act for an account."""
    own = {name: app for name, app in get_commands().items() if str(app).startswith(OURS)}
    return {
        name
        for name, app in own.items()
        if "--as" in load_command_class(app, name).create_parser("manage.py", name).format_help()
    }


def test_every_command_dataset_and_personal_column_stands_in_the_table() -> None:
    assert set(DATASETS) == {kind.slug for kind in all_datasets()}
    assert set(COMMANDS) == acting_commands()
    hiding = {kind.model._meta.label_lower for kind in all_datasets() if personal_columns(kind)}
    assert set(PERSONAL) == hiding


@PER_DATASET
def test_a_dataset_is_taken_out_and_brought_in_by_whom_the_table_says(
    kind: Any, cast: Cast
) -> None:
    rows = cast.world.rows(kind.slug)
    # As a verifier takes it out: without the columns that most may not bring.
    mine = take(kind, reader(cast.person("V", "own", kind.model)), "csv")
    acts = {
        "import": lambda by: counts(bring(kind, by, mine, "csv")).get("unchanged") == len(rows),
        "export": lambda by: {row.ref for row in rows} <= _refs(take(kind, by, "csv")),
    }
    wrong = {}
    for verb, act in acts.items():
        for situation, expected in situations(DATASETS[kind.slug][verb], kind.model):
            people = {x: reader(cast.person(x, situation, kind.model)) for x in LETTERS}
            through = "".join(letter for letter, by in people.items() if _may(act, by))
            if sorted(through) != sorted(expected):
                wrong[verb, situation] = f"{through}, not {expected}"
    assert wrong == {}


def _may(act: Any, by: Any) -> bool:
    try:
        return bool(act(by))
    except PermissionDenied:
        return False


def _refs(content: bytes) -> set[str]:
    return {row["ref"] for row in csv.DictReader(StringIO(content.decode("utf-8-sig")))}


# Personal columns ---------------------------------------------------------------------------------


def personal_columns(kind: Any) -> list[str]:
    # Of the class: made of a reader, a dataset may ask the base for its spread columns.
    return [name for name, column in kind.fields.items() if column.personal]


def personal_values(kind: Any, rows: list[Any]) -> list[str]:
    """What stands in the personal columns of these rows."""
    found = kind.model._default_manager.filter(pk__in=[row.pk for row in rows])
    sources = [kind().fields[name].source for name in personal_columns(kind)]
    texts = [str(cell) for row in found.values_list(*sources) for cell in row if cell]
    return [text for text in texts if len(text) > 4]


HIDING = [kind for kind in all_datasets() if personal_columns(kind)]


@pytest.mark.parametrize("kind", HIDING, ids=lambda kind: kind.slug)
def test_personal_values_are_shown_to_whom_the_table_says(kind: Any, cast: Cast) -> None:
    rows, label = cast.world.rows(kind.slug), kind.model._meta.label_lower
    values = personal_values(kind, rows)
    assert values
    name = f"admin:{label.replace('.', '_')}"
    pages = [reverse(f"{name}_changelist"), reverse(f"{name}_export")]
    pages += [reverse(f"{name}_{p}", args=[r.pk]) for r in rows for p in ("change", "history")]
    people = {letter: cast.person(letter, "own", kind.model) for letter in LETTERS}
    people["S without the right"] = without_personal_right(kind, cast)
    reading = set()
    for letter, user in people.items():
        shown = "".join(visit(user, page).content.decode() for page in pages)
        if any(value in shown for value in values):
            reading.add(letter)
    assert reading == set(PERSONAL[label])


def without_personal_right(kind: Any, cast: Cast) -> Any:
    codename = kind.right("personal").partition(".")[2]
    region = cast.world.regency
    assert region.code == HERE
    return make_person(region=region, without=[codename], is_staff=True)


@pytest.mark.parametrize("kind", HIDING, ids=lambda kind: kind.slug)
def test_without_the_personal_right_such_columns_neither_leave_nor_come_in(
    kind: Any, cast: Cast
) -> None:
    rows = cast.world.rows(kind.slug)
    by = reader(without_personal_right(kind, cast))
    names = set(personal_columns(kind))
    whole = take(kind, reader(cast.person("S", "own", kind.model)), "csv")
    less = take(kind, by, "csv")
    assert set(table_of(whole, "csv")[0]) - set(table_of(less, "csv")[0]) == names
    assert counts(bring(kind, by, less, "csv")) == {"read": len(rows), "unchanged": len(rows)}
    columns = list(kind(by).fields.values())
    for name in names:
        only = without(
            table_of(whole, "csv"), columns, lambda c, n=name: c.personal and c.name != n
        )
        job = bring(kind, by, file_of(only, "csv"), "csv")
        assert job.state == ImportState.UNUSABLE
        assert (job.failure or {})["kind"] == "forbidden_column"


# Commands -----------------------------------------------------------------------------------------


def awaited(cast: Cast) -> None:
    """A disbursement of the own area that waits for a position; everybody holds it."""
    row = brought_to(disbursement(cast.world), State.HANDED_OVER)
    for situation in ("own", "foreign"):
        for letter in LETTERS:
            hold(row.next_position, cast.person(letter, situation))


def arguments(command: str, cast: Cast, folder: Path) -> list[str]:
    """What a command is told besides the account."""
    if command == "decide":
        awaited(cast)
        return ["disbursements", "--action=approve", "--json"]
    if command == "move_case":
        complaint = cast.world.rows("cases")[2]
        return [complaint.number, "--to=DITELAAH", "--json"]
    cast.world.rows("boards")
    file = folder / "boards.csv"
    file.write_bytes(take(dataset_named("boards"), reader(cast.person("V", "own")), "csv"))
    return {
        "import_dataset": ["boards", str(file), "--json"],
        "run_summary": ["community-boards", f"--region={HERE}", "--period=2015", "--json"],
        "sign": ["boards", "--step=handed_over", "--json"],
        "export_dataset": ["boards", "--format=csv", f"--output={folder / 'out.csv'}", "--json"],
    }[command]


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_a_command_acts_for_whom_the_table_says(command: str, cast: Cast, tmp_path: Path) -> None:
    told = arguments(command, cast, tmp_path)
    answer: Answer = COMMANDS[command]
    for situation, expected in situations(answer):
        through = "".join(
            letter
            for letter in LETTERS
            if _acts(command, told, cast.person(letter, situation).username)
        )
        assert sorted(through) == sorted(expected), situation


def _acts(command: str, told: list[str], username: str) -> bool:
    """Did the command reach the rows? It ends with 0 and counts some."""
    out = StringIO()
    try:
        with transaction.atomic():
            call_command(command, *told, "--as", username, stdout=out)
            transaction.set_rollback(True)  # the next finds the rows as they were
    except (CommandError, SystemExit):
        return False
    result = json.loads(out.getvalue().splitlines()[-1])
    done = ("rows", "unchanged", "signed", "decided", "moved", "figures")
    return any(result.get(one) for one in done)


def test_a_dataset_that_only_leaves_lets_nobody_in() -> None:
    for slug, doors in DATASETS.items():
        assert dataset_named(slug).importable or doors["import"] == Answer("")
