"""A site that is served, a real worker beside it, and the browsers of people.

Pytest may load this before Django is set up: what needs models is imported where it is used.
"""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.exchange.crash.crew import Crew

WIDE = {"width": 1280, "height": 900}


@pytest.fixture
def worker(crew: Crew) -> None:
    """A worker on the embedded broker, that sees this test's base."""
    crew.need(1)


@pytest.fixture
def sits_down(browser: Any, live_server: Any) -> Iterator[Callable[..., Any]]:
    """Opens the first page for a person who signs in by the form, in a browser of their own."""
    contexts = []

    def open_for(user: Any) -> Any:
        from tests.builders_accounts import PASSWORD

        user.set_password(PASSWORD)
        user.save()
        context = browser.new_context(base_url=live_server.url, viewport=WIDE)
        contexts.append(context)
        page = context.new_page()
        page.goto("/admin/")
        page.fill("input[name=username]", user.username)
        page.fill("input[name=password]", PASSWORD)
        page.click("button[type=submit]")
        page.wait_for_url("**/admin/")
        return page

    yield open_for
    for context in contexts:
        context.close()
