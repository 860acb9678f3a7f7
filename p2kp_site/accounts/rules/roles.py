"""Roles as code: who may do what. `docs/access.md` is checked against this table.

A right is `<app>.<verb>_<model>`; `*` stands for every model that has the verb, `-` takes away.
Which rows a person sees is no matter of the role but of their area.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from fnmatch import fnmatchcase


class RoleName(StrEnum):
    DATA_STEWARD = "data_steward"
    VERIFIER = "verifier"
    APPROVER = "approver"
    MINISTRY_ANALYST = "ministry_analyst"
    ADMINISTRATOR = "administrator"
    AUDITOR = "auditor"


@dataclass(frozen=True, slots=True)
class Role:
    """A role: its name in the code, its label (English, translated when shown), its rights."""

    name: RoleName
    label: str
    summary: str
    rights: tuple[str, ...]


DOMAIN_APPS = ("communities", "programs", "finance")


# Who works where is the office administrator's matter, though it lies beside the regions.
_NOT_AREAS = "-communities.*_areaassignment"
# Regions change as a whole, by `load_regions`.
_NOT_THE_REGISTER = tuple(
    f"-communities.{verb}_region" for verb in ("add", "change", "delete", "import")
)


# Which steps a kind of form needs is said by the nation's administrators.
_NOT_SIGNOFF_RULES = tuple(
    f"-communities.{verb}_signoffrule" for verb in ("add", "change", "delete", "import")
)

# Who decides on money, and by which chain, is not said by those who enter it.
_DECIDERS = ("position", "positionassignment", "chain", "chainstep", "golive")
_NOT_DECIDERS = tuple(
    f"-finance.{verb}_{kind}"
    for kind in _DECIDERS
    for verb in ("add", "change", "delete", "import")
)


# One's own subscriptions to summaries, with their recipients; whoever oversees looks at those of
# the area.
_SUBSCRIBES = (
    *(f"reports.{verb}_subscription" for verb in ("view", "add", "change")),
    *(f"reports.{verb}_recipient" for verb in ("view", "add", "change", "delete")),
)
_OVERSEES_SUBSCRIPTIONS = (
    "reports.view_subscription",
    "reports.oversee_subscription",
    "reports.view_recipient",
)


def _domain(*verbs: str) -> tuple[str, ...]:
    return tuple(f"{app}.{verb}_*" for app in DOMAIN_APPS for verb in verbs)


ROLES: tuple[Role, ...] = (
    Role(
        RoleName.DATA_STEWARD,
        "Data Steward",
        "Imports, types and corrects the rows of their own area, and hands them over.",
        (
            *_domain("view", "add", "change", "delete", "import", "export", "personal"),
            *_domain("hand_over", "pay", "account", "move"),
            _NOT_AREAS,
            *_NOT_SIGNOFF_RULES,
            *_NOT_DECIDERS,
            *_NOT_THE_REGISTER,
            "exchange.view_importjob",
            "exchange.view_exportjob",
            "reports.view_summaryrun",
            *_SUBSCRIBES,
        ),
    ),
    Role(
        RoleName.VERIFIER,
        "Verifier",
        "Checks rows of their area against the papers.",
        (
            *_domain("view", "export", "verify", "decide", "check"),
            _NOT_AREAS,
            "exchange.view_importjob",
            "exchange.view_exportjob",
            "reports.view_summaryrun",
        ),
    ),
    Role(
        RoleName.APPROVER,
        "Approver",
        "Acknowledges and approves rows of their area.",
        (
            *_domain("view", "export", "acknowledge", "decide", "check"),
            _NOT_AREAS,
            "exchange.view_importjob",
            "exchange.view_exportjob",
            "reports.view_summaryrun",
        ),
    ),
    Role(
        RoleName.MINISTRY_ANALYST,
        "Ministry Analyst",
        "Reads and exports figures.",
        (
            *_domain("view", "export"),
            _NOT_AREAS,
            "exchange.view_exportjob",
            "reports.view_summaryrun",
            *_SUBSCRIBES,
        ),
    ),
    Role(
        RoleName.ADMINISTRATOR,
        "Administrator",
        "Makes, hands over and deactivates the accounts of their own area.",
        (
            "accounts.view_user",
            "accounts.add_user",
            "accounts.change_user",
            "communities.view_region",
            "communities.view_areaassignment",
            "communities.add_areaassignment",
            "communities.change_areaassignment",
            *(f"communities.{verb}_signoffrule" for verb in ("view", "add", "change", "delete")),
            *(
                f"finance.{verb}_{kind}"
                for kind in _DECIDERS
                for verb in ("view", "add", "change", "delete")
            ),
            "exchange.view_importjob",
            "exchange.view_exportjob",
            *_OVERSEES_SUBSCRIPTIONS,
        ),
    ),
    Role(
        RoleName.AUDITOR,
        "Auditor",
        "Reads everything of their area, with history, imports and exports; changes nothing.",
        (
            *_domain("view"),
            "accounts.view_user",
            "exchange.view_importjob",
            "exchange.view_exportjob",
            "foundation.view_changeset",
            "reports.view_summaryrun",
            *_OVERSEES_SUBSCRIPTIONS,
        ),
    ),
)


def rights_of(role: Role, known: Iterable[str]) -> set[str]:
    """The rights of a role among those that the running system knows."""
    given = [rule for rule in role.rights if not rule.startswith("-")]
    taken = [rule[1:] for rule in role.rights if rule.startswith("-")]
    return {
        right
        for right in known
        if any(fnmatchcase(right, rule) for rule in given)
        and not any(fnmatchcase(right, rule) for rule in taken)
    }
