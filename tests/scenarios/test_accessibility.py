"""Every page, walked over in a browser: usable by ear, on a phone, in Indonesian, and alone.

*Alone*: no page asks for anything from outside. The pages are those of the table of access.
"""

from typing import Any

import pytest

from tests.scenarios.walk import Walk

pytestmark = pytest.mark.django_db(transaction=True)

PARTS = ("site", "accounts", "communities", "exchange", "finance", "programs", "reports")
# These look alike for all kinds of rows of an app: the first of each is looked at. Their words
# are read on every one of them in `tests/architecture/test_language.py`.
ALIKE = ("delete", "export", "history", "import", "sign")


def kind_of(name: str) -> str:
    """What the page is of any row."""
    return name.rpartition(" ")[2].partition(":")[0]


@pytest.mark.parametrize("part", PARTS)
def test_every_page_can_be_used_by_everybody(part: str, sits_down: Any, live_server: Any) -> None:
    from tests.architecture.every_page import Everyone, pages

    everyone = Everyone()
    walk = Walk(sits_down(everyone.user), live_server.url)
    seen: set[str] = set()
    for page in pages(everyone, part):
        if (kind := kind_of(page.name)) not in seen:
            walk.visit(*page)
        seen |= {kind} & set(ALIKE)
    assert walk.faults == []
    assert walk.where
