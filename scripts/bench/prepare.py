"""Fill the templates that every run copies: an empty base, and bases with boards."""

from datetime import date

from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from bench import rows as data
from bench.case_rows import make_cases
from bench.floor import TABLE_COLUMNS, prepared_rows
from bench.money_rows import make_disbursements
from bench.summary_rows import make_summarized
from bench.works_rows import make_works
from communities.models import AreaAssignment, Board
from communities.services.regions import load_register
from communities.services.register_files import RegisterRow
from p2kp_site.accounts.models import User
from p2kp_site.accounts.services.roles import install_roles
from p2kp_site.foundation.bulk import insert_rows
from p2kp_site.foundation.history import write_history
from p2kp_site.foundation.models.change_sets import Door, open_change_set


def prepare(
    boards: int = 0, works: int = 0, disbursements: int = 0, cases: int = 0, summarized: int = 0
) -> None:
    """Bring this process's database to `boards` boards, or add works, disbursements, cases or
    what summaries count to those that are there; an empty one is made first."""
    if works:
        make_works(works)
        return
    if disbursements:
        make_disbursements(disbursements)
        return
    if cases:
        make_cases(cases)
        return
    if summarized:
        make_summarized(summarized)
        return
    if not boards:
        _make_base()
        return
    change_set = open_change_set(
        by=User.objects.get(username="bench"), at=timezone.now(), door=Door.IMPORT, why="bench"
    )
    # As a list: while a COPY runs, its connection answers no other question.
    insert_rows(Board, TABLE_COLUMNS, list(prepared_rows(boards, "new", change_set)))
    write_history(Board, change_set)
    connection.close()


def _make_base() -> None:
    from django.contrib.auth.models import Group

    call_command("migrate", verbosity=0, interactive=False)
    install_roles()
    load_register(
        [RegisterRow(*region) for region in data.register()],
        by=None,
        at=timezone.now(),
        edition="bench",
        on=date(2001, 1, 1),
    )
    user = User.objects.create_user(username="bench", name="Bench", is_staff=True)
    user.groups.set(Group.objects.filter(name="data_steward"))
    AreaAssignment.objects.create(user=user, region=None, from_on=date(2001, 1, 1))
    connection.close()
