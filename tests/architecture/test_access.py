"""`docs/access.md` says what the roles in the running system may do."""

import re
from pathlib import Path

import pytest
from django.contrib.auth.models import Group, Permission

from p2kp_site.accounts.rules.roles import ROLES, RoleName
from p2kp_site.accounts.services.roles import install_roles
from tests.architecture.access_table import table
from tests.architecture.sources import ROOT

pytestmark = pytest.mark.django_db

PAGE: Path = ROOT / "docs" / "access.md"
MAKERS = {"data_steward"}
CHECKERS = {"verifier", "approver", "auditor", "ministry_analyst"}


@pytest.fixture
def rights() -> dict[str, set[str]]:
    """Role -> the rights that its group has in the database."""
    install_roles()
    return {
        group.name: {
            f"{app}.{codename}"
            for app, codename in group.permissions.values_list(
                "content_type__app_label", "codename"
            )
        }
        for group in Group.objects.all()
    }


def test_the_page_shows_the_rights_that_the_groups_have(rights: dict[str, set[str]]) -> None:
    page = PAGE.read_text(encoding="utf-8")
    shown = re.search(r"<!-- table -->\n(.*)<!-- end -->\n", page, re.DOTALL)
    assert shown
    assert shown[1] == table(rights), "write the table again: see the head of access_table.py"


def test_the_page_names_every_role(rights: dict[str, set[str]]) -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert set(rights) == {role.name.value for role in ROLES} == {n.value for n in RoleName}
    for role in ROLES:
        assert role.label in page
        assert role.summary in page


def test_every_right_of_a_role_exists_in_the_system() -> None:
    known = {f"{p.content_type.app_label}.{p.codename}" for p in Permission.objects.all()}
    named = {r.removeprefix("-") for role in ROLES for r in role.rights if "*" not in r}
    assert named <= known


def test_installing_the_roles_again_takes_back_what_was_added_by_hand() -> None:
    install_roles()
    group = Group.objects.get(name=RoleName.AUDITOR.value)
    group.permissions.add(Permission.objects.get(codename="delete_board"))
    install_roles()
    assert not group.permissions.filter(codename="delete_board").exists()


def test_whoever_checks_does_not_make(rights: dict[str, set[str]]) -> None:
    # One's own subscription to figures is no row of the programme.
    making = re.compile(r"(?<!^reports)\.(add|change|delete|import)_")
    for role in CHECKERS:
        assert [right for right in rights[role] if making.search(right)] == [], role


def test_personal_data_is_for_those_who_type_it(rights: dict[str, set[str]]) -> None:
    assert {r for r, held in rights.items() if "communities.personal_board" in held} == MAKERS


@pytest.mark.parametrize("verb", ["add", "change", "delete"])
def test_only_an_administrator_says_who_works_where(rights: dict[str, set[str]], verb: str) -> None:
    right = f"communities.{verb}_areaassignment"
    assert {role for role, held in rights.items() if right in held} <= {"administrator"}


def test_nobody_writes_a_history(rights: dict[str, set[str]]) -> None:
    writing = re.compile(r"\.(add|change|delete)_historical")
    assert {role for role, held in rights.items() if any(map(writing.search, held))} == set()


def test_no_role_gives_roles_or_touches_permissions(rights: dict[str, set[str]]) -> None:
    for role, held in rights.items():
        assert not [right for right in held if right.startswith(("auth.", "admin."))], role
