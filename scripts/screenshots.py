#!/usr/bin/env python3
"""Takes the pictures of `docs/screens.md` from a demo that runs: `screenshots.py [ADDRESS]`.

Each page once as on a desk (1280 pixels) and once as on a phone (390), into docs/images/screens.
A small import with faults is brought in for the picture of a preview, and cancelled at the end.
"""

import csv
import json
import shutil
import struct
import sys
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright
from pypdfium2 import PdfBitmap, PdfDocument

from running import temporary_folder

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "docs" / "images" / "screens"
DEMO = ROOT / "var" / "demo"
ADDRESS = "http://127.0.0.1:8000"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
SIZES: dict[str, ViewportSize] = {
    "desk": {"width": 1280, "height": 860},
    "phone": {"width": 390, "height": 844},
}
QUALITY = 58

STEWARD, REGENCY = "steward.tembilahan", "steward.inhil"
PAYMENTS = "/admin/finance/disbursement/"
KEPT = "/admin/reports/summaryrun/"
KEPT_ROW = "#result_list tr:has-text('Ikhtisar'):has-text('201') th a"
FIRST_ROW = "#result_list tbody tr:first-child th a"
RUN = "/admin/reports/summaryrun/live/?summary={}&region=14.04&period=2015"


@dataclass(frozen=True)
class Shot:
    """A picture: its name, who looks, at which page, and what they click there first."""

    name: str
    account: str | None
    path: str
    click: str = ""


SHOTS = (
    Shot("sign-in", None, "/admin/login/"),
    Shot("start", REGENCY, "/admin/"),
    Shot("boards", REGENCY, "/admin/communities/board/"),
    Shot("board", REGENCY, "/admin/communities/board/", FIRST_ROW),
    Shot("import", STEWARD, "/admin/communities/board/import/"),
    Shot("export", "analyst", "/admin/communities/board/export/"),
    Shot("imports", STEWARD, "/admin/exchange/importjob/"),
    Shot("works", "verifier.inhil", "/admin/programs/work/"),
    Shot("work", "verifier.inhil", "/admin/programs/work/", FIRST_ROW),
    Shot("plan", REGENCY, "/admin/programs/plan/", FIRST_ROW),
    Shot("slum-area", REGENCY, "/admin/communities/slumarea/", FIRST_ROW),
    Shot("cases", REGENCY, "/admin/programs/case/"),
    Shot("case", REGENCY, "/admin/programs/case/", FIRST_ROW),
    Shot("disbursements", "keuangan.inhil", PAYMENTS),
    Shot("decision", "pjok.inhil", f"{PAYMENTS}?awaiting_me=decide", FIRST_ROW),
    Shot("payment", "keuangan.inhil", f"{PAYMENTS}?state=approved", FIRST_ROW),
    Shot("grant", REGENCY, "/admin/finance/grant/", FIRST_ROW),
    Shot("summary-boards", "analyst", RUN.format("community-boards")),
    Shot("summary-overview", "analyst", RUN.format("programme-overview")),
    Shot("summary-kept", "analyst", KEPT, KEPT_ROW),
    Shot("subscription", REGENCY, "/admin/reports/subscription/", FIRST_ROW),
    Shot("issues", REGENCY, "/admin/reports/issue/"),
    Shot("accounts", "admin", "/admin/accounts/user/"),
    Shot("account", "admin", "/admin/accounts/user/", FIRST_ROW),
    Shot("chains", "admin", "/admin/finance/chain/"),
)


class Studio:
    """A browser in which people of the demo sign in once each, at each size."""

    def __init__(self, browser: Browser, address: str) -> None:
        self.browser, self.address = browser, address
        self.passwords = json.loads((DEMO / "accounts.json").read_text())
        self.cookies: dict[str | None, Any] = {}

    @contextmanager
    def seat(self, account: str | None, size: str) -> Iterator[Page]:
        """A page of somebody who is signed in, at a screen of this size."""
        context = self.browser.new_context(
            base_url=self.address, viewport=SIZES[size], locale="id-ID", reduced_motion="reduce"
        )
        page = context.new_page()
        if account in self.cookies:
            context.add_cookies(self.cookies[account])
        elif account is not None:
            page.goto("/admin/login/")
            page.fill("input[name=username]", account)
            page.fill("input[name=password]", self.passwords[account])
            page.click("button[type=submit]")
            page.wait_for_url("**/admin/")
            self.cookies[account] = context.cookies()
        yield page
        context.close()

    def take(self, shot: Shot, size: str) -> None:
        """One picture of the first screen, as a person sees it."""
        with self.seat(shot.account, size) as page:
            answer = page.goto(shot.path)
            if answer is None or not answer.ok:
                sys.exit(f"{shot.name}: {shot.path} is not shown to {shot.account}")
            if shot.click:
                page.click(shot.click)
            page.wait_for_load_state("networkidle")
            self.keep(page, shot.name, size)

    def keep(self, page: Page, name: str, size: str) -> None:
        """Write what is on the screen."""
        path = TARGET / f"{name}-{size}.jpg"
        page.screenshot(path=path, type="jpeg", quality=QUALITY)
        print(path.relative_to(ROOT))


def faulty_file(folder: Path) -> Path:
    """The exported boards with a new name, a new board and an unknown village."""
    with (DEMO / "boards-tembilahan.csv").open(encoding="utf-8-sig", newline="") as source:
        rows = list(csv.DictReader(source))
    rows[0]["name"] += " Baru"
    rows[1]["region"] = "14.04.04.9999"
    new = {**rows[2], "ref": "", "code": "CONTOH-BARU-01", "name": "BKM Contoh Baru"}
    path = folder / "contoh-bkm-koreksi.csv"
    with path.open("w", encoding="utf-8", newline="") as target:
        writer = csv.DictWriter(target, fieldnames=rows[0])
        writer.writeheader()
        writer.writerows([*rows, new])
    return path


def take_preview(studio: Studio) -> None:
    """What a file would do, before anything is stored; nobody confirms it."""
    with temporary_folder("p2kp-screens-") as folder, studio.seat(STEWARD, "desk") as page:
        page.goto("/admin/communities/board/import/")
        page.set_input_files("input[type=file]", faulty_file(folder))
        page.get_by_role("button", name="Baca berkas").click()
        page.locator("#rows").wait_for(timeout=60_000)
        for size, screen in SIZES.items():
            page.set_viewport_size(screen)
            page.reload()
            page.wait_for_load_state("networkidle")
            studio.keep(page, "preview", size)
        page.get_by_role("button", name="Batalkan").click()


def take_paper(studio: Studio) -> None:
    """The first page of a kept summary as PDF."""
    with studio.seat("analyst", "desk") as page:
        page.goto(KEPT)
        page.click(KEPT_ROW)
        link = page.locator("a[href$='format=pdf']").get_attribute("href") or ""
        pdf = page.request.get(link).body()
        bitmap = PdfDocument(pdf)[0].render(scale=1.5, prefer_bgrx=True)
        page.goto("about:blank")
        page.set_content(f"<body style='margin:0'><img src='{as_address(bitmap)}'>")
        path = TARGET / "summary-paper.jpg"
        page.locator("img").screenshot(path=path, type="jpeg", quality=QUALITY)
        print(path.relative_to(ROOT))


def as_address(bitmap: PdfBitmap) -> str:
    """A picture of 32 bits a point as a BMP, its rows from the top, in an address of its own."""
    content = bytes(bitmap.buffer)
    head = struct.pack("<2sIII", b"BM", 54 + len(content), 0, 54)
    facts = struct.pack(
        "<IiiHHIIiiII", 40, bitmap.width, -bitmap.height, 1, 32, 0, len(content), 0, 0, 0, 0
    )
    return "data:image/bmp;base64," + b64encode(head + facts + content).decode()


def main(address: str = ADDRESS) -> None:
    """Take all pictures; a test names those that no page shows any more."""
    browser_here = next(filter(None, map(shutil.which, BROWSERS)), None)
    TARGET.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_here, args=["--no-sandbox"])
        studio = Studio(browser, address)
        for size in SIZES:
            for shot in SHOTS:
                studio.take(shot, size)
        take_preview(studio)
        take_paper(studio)


if __name__ == "__main__":
    main(*sys.argv[1:])
