"""How the rows of the story are signed, by the service that pages and the command use."""

from collections import Counter
from typing import Any

from django.utils import timezone

from communities.services.signoffs import SignOutcome, sign
from p2kp_site.demo.chapters import (
    ACKNOWLEDGER,
    REASON,
    RETURNED,
    SIGNINGS,
    VERIFIER,
    Rows,
    Signing,
)
from p2kp_site.demo.office import StoryWentWrong, reader_named
from p2kp_site.exchange.registry import dataset_named
from p2kp_site.foundation.models.change_sets import Door
from p2kp_site.foundation.reader import Reader
from p2kp_site.foundation.signoffs import SIGNED, SignoffState

Signed = dict[str, Counter[SignoffState]]
"""How many rows of each dataset took each step."""

_BEFORE = dict(zip(SIGNED, (SignoffState.ENTERED, *SIGNED), strict=False))


def sign_all() -> Signed:
    """Take the steps that are left; of a step that was taken once nothing is taken again."""
    signed: Signed = {}
    for signing in SIGNINGS:
        for step in SIGNED[: SIGNED.index(signing.as_far_as) + 1]:
            number = _sign(signing, step)
            signed.setdefault(signing.dataset, Counter())[step] += number
    return signed


def return_one() -> int:
    """The verifier sends a work back with a reason; once only."""
    by = reader_named(VERIFIER)
    rows = rows_of(RETURNED, by)
    if rows.exclude(signoff=SignoffState.HANDED_OVER).exists():
        return 0
    return _act(rows, SignoffState.RETURNED, by, reason=REASON).signed


def try_to_verify(own: Rows, username: str) -> SignOutcome:
    """What happens when somebody verifies these rows."""
    by = reader_named(username)
    return _act(rows_of(own, by), SignoffState.VERIFIED, by)


def rows_of(chosen: Rows | Signing, reader: Reader) -> Any:
    """The rows that the filter of the dataset shows this reader."""
    kind = dataset_named(chosen.dataset)
    filters = dict(chosen.filters)
    return kind.filterset_class(filters, kind(reader).rows(), reader=reader).rows()


def _sign(signing: Signing, step: SignoffState) -> int:
    """Sign when all the rows wait for this very step: else somebody has gone on with them."""
    people = {
        SignoffState.HANDED_OVER: signing.handed_over_by,
        SignoffState.ACKNOWLEDGED: ACKNOWLEDGER,
        SignoffState.VERIFIED: VERIFIER,
    }
    by = reader_named(people[step])
    rows = rows_of(signing, by)
    if rows.exclude(signoff=_BEFORE[step]).exists():
        return 0
    outcome = _act(rows, step, by)
    if outcome.refused:
        raise StoryWentWrong(f"{signing.dataset} {step.value}: {outcome.reasons}")
    return outcome.signed


def _act(rows: Any, step: SignoffState, by: Reader, reason: str = "") -> SignOutcome:
    return sign(rows, step=step, by=by, at=timezone.now(), door=Door.COMMAND, reason=reason)
