"""Every page, walked over in a browser: usable by ear, on a phone, in Indonesian, and alone.

*Alone*: no page asks for anything from outside. The pages are those of the table of access.
"""

from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT

from tests.scenarios.walk import PHONE, Walk

# On one database: what a page shows does not depend on it.
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.sqlite]

PARTS = ("site", "accounts", "communities", "exchange", "finance", "programs", "reports")
# These look alike for all kinds of rows of an app: the first of each is looked at. Their words
# are read on every one of them in `tests/architecture/test_language.py`.
ALIKE = ("add", "delete", "export", "history", "import", "sign")
# One page of each kind, for the dark.
KINDS = {
    "communities.board changelist",
    "communities.board change",
    "communities.board import",
    "communities.board export",
    "communities.board history",
}


def kind_of(name: str) -> str:
    """What the page is of any row."""
    return name.rpartition(" ")[2].partition(":")[0]


@pytest.mark.parametrize("part", PARTS)
def test_every_page_can_be_used_by_everybody(part: str, sits_down: Any, live_server: Any) -> None:
    from tests.architecture import every_page

    assert every_page.PARTS == PARTS
    everyone = every_page.Everyone()
    walk = Walk(sits_down(everyone.user), live_server.url)
    seen: set[str] = set()
    for page in every_page.pages(everyone, part):
        if (kind := kind_of(page.name)) not in seen:
            walk.visit(*page)
        seen |= {kind} & set(ALIKE)
    assert not walk.faults, "\n".join(walk.faults)
    assert walk.where


@pytest.mark.parametrize("part", ["imports", "summaries"])
def test_a_page_can_be_used_at_every_step(part: str, sits_down: Any, live_server: Any) -> None:
    from tests.architecture import every_page, page_states

    everyone = every_page.Everyone()
    walk = Walk(sits_down(everyone.user), live_server.url)
    for page in getattr(page_states, part)(everyone):
        walk.visit(*page)
    assert not walk.faults, "\n".join(walk.faults)
    assert walk.where


def test_a_form_with_faults_can_be_used_by_everybody(sits_down: Any, live_server: Any) -> None:
    from tests.architecture import every_page, page_states

    walk = Walk(sits_down(every_page.Everyone().user), live_server.url)
    for page in page_states.forms():
        walk.send_empty(*page)
    assert not walk.faults, "\n".join(walk.faults)
    assert walk.where


@pytest.mark.parametrize("part", ["site", "communities", "exchange", "reports"])
def test_a_phone_in_the_dark_shows_every_kind_of_page(
    part: str, sits_down: Any, live_server: Any
) -> None:
    from tests.architecture.every_page import Everyone, pages

    everyone = Everyone()
    page = sits_down(everyone.user)
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size(PHONE)
    walk = Walk(page, live_server.url)
    for one in pages(everyone, part):
        if part != "communities" or one.name in KINDS:
            walk.where = one.name
            page.goto(one.address)
            walk.look()
            walk.fits()
    assert not walk.faults, "\n".join(walk.faults)
    assert walk.where


def test_whoever_is_not_signed_in_or_lost_can_use_the_page(page: Any, live_server: Any) -> None:
    from django.template.loader import render_to_string

    walk = Walk(page, live_server.url)
    for address in ("/admin/login/", "/r/file/entah/", "/r/leave/entah/", "/entah/"):
        walk.visit(address, f"{live_server.url}{address}", lost=True)
    for name in ("400", "403", "403_csrf", "404", "500"):
        walk.where = name
        page.set_content(render_to_string(f"{name}.html"))
        page.evaluate(AXE_SCRIPT)
        walk.look()
        walk.fits()
    assert not walk.faults, "\n".join(walk.faults)
