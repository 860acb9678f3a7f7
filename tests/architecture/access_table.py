"""The table of `docs/access.md`, made from the rights of the groups in the database.

To write it again after a change of the roles: `manage.py shell`, then
`from tests.architecture.access_table import write; write()`.
"""

from collections.abc import Mapping
from pathlib import Path

from django.apps import apps
from django.contrib.auth.models import Group
from django.utils.translation import override

from p2kp_site.accounts.rules.roles import ROLES

VERBS = {
    "view": "see",
    "add": "add",
    "change": "change",
    "delete": "delete",
    "import": "import",
    "export": "export",
    "personal": "personal data",
    "hand_over": "hand over",
    "acknowledge": "acknowledge",
    "verify": "verify",
    "decide": "decide",
    "pay": "pay",
    "account": "account for",
    "move": "move",
    "check": "check",
    "oversee": "oversee",
}
PAGE = Path(__file__).resolve().parents[2] / "docs" / "access.md"


def table(rights: Mapping[str, set[str]]) -> str:
    """One line for each kind of row, one column for each role, in words."""
    heads = [role.label for role in ROLES]
    lines = [f"| Rows | {' | '.join(heads)} |", f"|---|{'---|' * len(heads)}"]
    everything = {right for held in rights.values() for right in held}
    for model in sorted({_model_of(right) for right in everything}):
        cells = [_in_words(rights[role.name.value], model) for role in ROLES]
        lines.append(f"| {_called(model)} | {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def _model_of(right: str) -> tuple[str, str]:
    app, _, codename = right.partition(".")
    return app, codename.rpartition("_")[2]


def _called(model: tuple[str, str]) -> str:
    with override("en"):
        name = str(apps.get_model(*model)._meta.verbose_name_plural)
    return f"{name} (`{model[0]}.{model[1]}`)"


def _in_words(held: set[str], model: tuple[str, str]) -> str:
    app, name = model
    words = [word for verb, word in VERBS.items() if f"{app}.{verb}_{name}" in held]
    others = {r for r in held if _model_of(r) == model} - {f"{app}.{v}_{name}" for v in VERBS}
    return ", ".join([*words, *sorted(others)]) or "–"


def write() -> None:
    """Put the table of the running system into the page."""
    names = Group.objects.values_list("name", flat=True)
    rights = {
        name: {
            f"{p.content_type.app_label}.{p.codename}"
            for p in Group.objects.get(name=name).permissions.select_related("content_type")
        }
        for name in names
    }
    text = PAGE.read_text(encoding="utf-8")
    before, _, rest = text.partition("<!-- table -->\n")
    after = rest.partition("<!-- end -->\n")[2]
    page = f"{before}<!-- table -->\n{table(rights)}<!-- end -->\n{after}"
    PAGE.write_text(page, encoding="utf-8")
