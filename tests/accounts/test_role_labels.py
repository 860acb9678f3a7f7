"""What the roles are called."""

from django.utils import translation

from p2kp_site.accounts.role_labels import ROLE_LABELS, roles_in_words
from p2kp_site.accounts.rules.roles import ROLES


def test_every_role_has_the_label_of_the_rules():
    with translation.override("en"):
        labels = {name: str(label) for name, label in ROLE_LABELS.items()}
    assert labels == {role.name: role.label for role in ROLES}


def test_roles_are_told_in_the_order_of_the_programme():
    assert roles_in_words([]) == "–"
    assert len(roles_in_words(["auditor", "data_steward"]).split(", ")) == 2
