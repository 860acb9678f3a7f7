"""Pages that look otherwise for what happened before: an import at each of its steps, summaries
with figures, and forms that were sent with faults."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.http import urlencode

from tests.architecture.every_page import Everyone, Page
from tests.architecture.form_pages import page_of
from tests.builders import make_board
from tests.builders_accounts import region_of
from tests.exchange.services.office import KOTA, as_csv, bring, reader, store
from tests.reports.desk import ran

HEAD = ("Kode", "Nama BKM", "Kode Wilayah", "Tanggal Berdiri")
ROWS = (
    ("A-1", "BKM Contoh Maju Sekali", KOTA, "12/3/2015"),  # changed
    ("A-2", "BKM Contoh Dua", KOTA, "12-08-2015"),
    ("A-3", "", "14.04.04.9999", "40 Mei"),  # refused
    ("Jumlah", "3", "", ""),  # skipped
)
KINDS = ("new", "changed", "refused", "skipped")
# Forms on which something has to be filled in; each is sent with nothing.
FORMS = (
    "communities_board_add",
    "communities_board_import",
    "accounts_user_add",
    "reports_subscription_add",
    "programs_case_add",
    "finance_grant_add",
    "password_change",
)


def imports(everyone: Everyone) -> Iterator[Page]:
    """An import that asks about a column, one that is no table, a preview and a receipt."""
    region_of(KOTA)
    make_board(code="A-1", name="BKM Contoh Maju")
    by = reader(everyone.user)
    asks = bring(by, as_csv((*HEAD, "Entah"), (*ROWS[0], "x")))
    yield Page("an unknown column", page_of(asks))
    yield Page("no table", page_of(bring(by, b"<html></html>")))
    job = bring(by, as_csv(HEAD, *ROWS))
    for step in ("preview", "receipt"):
        assert job.refused == 1
        yield Page(step, page_of(job))
        for kind in KINDS:
            yield Page(f"{step}, {kind}", f"{page_of(job)}?kind={kind}")
        if step == "preview":
            store(job, by, partial=True)


def summaries(everyone: Everyone) -> Iterator[Page]:
    """Each summary with today's figures, a period that is none, and runs of which one moved."""
    make_board(region=region_of(KOTA), formed_on="2010-01-01")
    by = reader(everyone.user)
    live = reverse("admin:reports_summaryrun_live")
    for summary in ("community-boards", "programme-overview"):
        asked = {"summary": summary, "region": "14.04", "period": "2015"}
        yield Page(f"live {summary}", f"{live}?{urlencode(asked)}")
        yield Page(f"kept {summary}", page_of(ran(by, summary=summary, formats=["pdf", "html"])))
    yield Page("no period", f"{live}?{urlencode({**asked, 'period': 'besok'})}")
    make_board(region=region_of(KOTA), formed_on="2011-01-01")
    yield Page("moved since the last run", page_of(ran(by)))


def forms() -> Iterator[Page]:
    """Where a form is that is sent with nothing in it."""
    for name in FORMS:
        yield Page(f"{name} with faults", reverse(f"admin:{name}"))
