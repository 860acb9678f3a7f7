"""People who act at one moment: real threads with connections of their own, met at a barrier."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from threading import Barrier, BrokenBarrierError
from typing import Any

from django.db import connection

PATIENCE = 20.0  # seconds, many times what is needed


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """What these acts return, or the exceptions they raise; each waits before its first write."""
    barrier = Barrier(len(acts))

    def met(act: Callable[[], Any]) -> Any:
        try:
            with connection.execute_wrapper(_Meeting(barrier)):
                return act()
        finally:
            # Whoever wrote nothing lets the others go on.
            barrier.abort()

    return side_by_side(*(partial(met, act) for act in acts))


def side_by_side(*acts: Callable[[], Any]) -> list[Any]:
    """The same of acts that know themselves when to wait for each other."""

    def run(act: Callable[[], Any]) -> Any:
        try:
            return act()
        except Exception as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


class _Meeting:
    """Waits for the others before the decisive statement: the first that locks or writes."""

    def __init__(self, barrier: Barrier) -> None:
        self.barrier = barrier
        self.met = False

    def __call__(self, execute: Any, sql: str, *rest: Any) -> Any:
        if not self.met and _is_decisive(sql):
            self.met = True
            with suppress(BrokenBarrierError):
                self.barrier.wait(timeout=PATIENCE)
        return execute(sql, *rest)


def _is_decisive(sql: str) -> bool:
    """On SQLite a transaction that writes locks as it begins: there is no later moment to meet."""
    if connection.vendor == "sqlite":
        return sql.startswith("BEGIN")
    return sql.startswith(("INSERT", "UPDATE")) or "FOR NO KEY UPDATE" in sql or "FOR UPDATE" in sql


def errors_in(outcomes: list[Any]) -> list[BaseException]:
    """Of these, the exceptions."""
    return [one for one in outcomes if isinstance(one, BaseException)]
