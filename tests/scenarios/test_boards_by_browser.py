"""A workbook of boards on its way through the site: brought in, mended, signed, taken out."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from communities.models import Board
from p2kp_site.foundation.signoffs import SignoffState
from tests.builders_accounts import NATION, RETEH, make_person, region_of
from tests.exchange.services.office import as_xlsx

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("worker")]

LIST = "/admin/communities/board/"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HEADINGS = ("Kode BKM", "Nama BKM/LKM", "Kode Wilayah", "Tanggal Berdiri")
GOOD = ("BKM-1", "BKM Contoh Melati", "14.04.04.1001", "12 September 2006")
BAD = ("BKM-2", "BKM Contoh Mawar", "14.04.04.9999", "3 Oktober 2006")
MENDED = ("BKM-2", "BKM Contoh Mawar", "14.04.04.1002", "3 Oktober 2006")


def upload(page: Any, *rows: tuple[str, ...]) -> None:
    """Bring a workbook in, and wait until the worker has read it."""
    page.goto(LIST)
    page.locator("a[href$='/board/import/']").first.click()
    content = as_xlsx(HEADINGS, *rows)
    page.set_input_files(
        "input[type=file]", {"name": "bkm.xlsx", "mimeType": XLSX, "buffer": content}
    )
    page.get_by_role("button", name="Baca berkas").click()
    page.locator("#rows").wait_for(timeout=30_000)


def sign(page: Any, action: str) -> None:
    """Sign every row of the list."""
    page.goto(LIST)
    page.locator("input#action-toggle").first.check()
    page.locator("select[name=action]").first.select_option(action)
    page.locator("button[name=index]").first.click()
    page.locator("form#sign button[type=submit]").click()
    page.wait_for_url(f"**{LIST}**")


def taken_out(page: Any, file: Path) -> set[Any]:
    """What stands in the cells of the workbook that the worker makes of the list."""
    page.goto(LIST)
    page.locator("a[href*='/board/export/']").first.click()
    page.get_by_role("button", name="Buat berkas").click()
    link = page.get_by_role("link", name="Unduh berkas")
    link.wait_for(timeout=30_000)
    with page.expect_download() as download:
        link.click()
    download.value.save_as(file)
    rows = load_workbook(BytesIO(file.read_bytes())).worksheets[0].values
    return {cell for row in rows for cell in row}


def states() -> set[str]:
    return set(Board.objects.values_list("signoff", flat=True))


def test_a_workbook_with_a_fault_is_mended_signed_by_others_and_taken_out(
    sits_down: Any, tmp_path: Path
) -> None:
    for village in ("14.04.04.1001", "14.04.04.1002"):
        region_of(village)
    steward = sits_down(make_person("data_steward", area="14.04", name="Ani"))

    upload(steward, GOOD, BAD)
    refused = steward.locator("#rows").inner_text()
    assert "14.04.04.9999" in refused
    assert not Board.objects.exists()

    upload(steward, GOOD, MENDED)
    steward.get_by_role("button", name="Konfirmasi: simpan 2 baris").click()
    steward.get_by_role("link", name="Ke daftar").wait_for(timeout=30_000)
    assert sorted(Board.objects.values_list("code", flat=True)) == ["BKM-1", "BKM-2"]

    sign(steward, "hand_over_rows")
    assert states() == {SignoffState.HANDED_OVER}
    sign(sits_down(make_person("approver", area="14.04", name="Umar")), "acknowledge_rows")
    sign(sits_down(make_person("verifier", area="14.04", name="Siti")), "verify_rows")
    assert states() == {SignoffState.VERIFIED}

    analyst = sits_down(make_person("ministry_analyst", area=NATION, name="Rina"))
    assert {"BKM Contoh Melati", "BKM Contoh Mawar"} <= taken_out(analyst, tmp_path / "keluar")

    stranger = sits_down(make_person("data_steward", area=RETEH, name="Orang Lain"))
    stranger.goto(LIST)
    assert "BKM Contoh" not in stranger.content()
    stranger.goto(f"{LIST}{Board.objects.first().pk}/change/")
    assert "BKM Contoh" not in stranger.content()
