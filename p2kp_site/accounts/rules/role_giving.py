"""Which roles an office administrator may give, said without a database."""

from p2kp_site.accounts.rules.roles import RoleName

# Roles of the ministry itself look at the whole programme: only the nation's administrator
# gives them.
OF_THE_MINISTRY = frozenset({RoleName.MINISTRY_ANALYST, RoleName.AUDITOR})


def roles_to_give(*, nationwide: bool) -> frozenset[RoleName]:
    """The roles that an administrator may give and take away."""
    return frozenset(RoleName) if nationwide else frozenset(RoleName) - OF_THE_MINISTRY
