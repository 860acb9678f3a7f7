"""A form that people signed, and the people who come to it through files, pages and the command."""

import json
from html import unescape
from io import StringIO
from typing import Any

from django.contrib.messages import get_messages
from django.core.management import CommandError, call_command

from p2kp_site.accounts.models import User
from p2kp_site.exchange.columns import Column
from p2kp_site.exchange.registry import all_datasets
from p2kp_site.foundation.signoffs import SIGNED, SignoffState
from tests.architecture.form_pages import entries_of
from tests.architecture.test_signoffs import FORMS, plain
from tests.builders import make_user
from tests.builders_accounts import INHIL, make_person
from tests.builders_signoffs import ROLES, brought_to, signed
from tests.exchange.contract import files
from tests.exchange.contract.files import Table
from tests.exchange.contract.test_every_dataset import to_change

VERIFIED = SIGNED[-1]


class Desk:
    """A form of one kind, and its dataset as the steward of its regency reads and writes it."""

    def __init__(self, model: Any) -> None:
        self.model = model
        self.form = FORMS[model]()
        self.maker = make_user()
        plain(self.form).update(changed_by=self.maker)
        self.form.refresh_from_db()
        self.dataset = next(kind for kind in all_datasets() if kind.model is model)

    @property
    def stored(self) -> Any:
        return plain(self.form).get()

    def sign(self, state: str = VERIFIED) -> Any:
        self.form = brought_to(self.form, state)
        return self.form

    def sign_on(self, state: str) -> None:
        """Take the steps from where the form stands to this state, by one person after another."""
        done = [step for step, _by, _at in self.stored.signatures]
        for step in SIGNED[len(done) :]:
            if state in SIGNED and SIGNED.index(step) <= SIGNED.index(SignoffState(state)):
                assert signed(self.model._default_manager.all(), step).signed == 1
        self.form.refresh_from_db()

    def is_sealed(self, state: str = VERIFIED) -> bool:
        """Is the form as it was signed?"""
        kept = SIGNED.index(SignoffState(state)) + 1
        now = self.stored
        facts = (now.signoff, now.version, now.signed_version, len(now.signatures))
        return facts == (state, self.form.version, self.form.version, kept)

    def is_open_again(self) -> bool:
        """Was the form written, and are its sign-offs gone, in the base and in its history?"""
        now = self.stored
        last = self.model.history.filter(id=now.pk).latest("history_id")
        told = [(one.signoff, one.signed_version, one.version) for one in (now, last)]
        return told == [(SignoffState.ENTERED, None, 2)] * 2 and now.signatures == []

    # Files --------------------------------------------------------------------------------------

    def take(self) -> tuple[Any, list[Column], Table]:
        """The form as a file: its reader, its columns, and the cells below their headings."""
        by = files.keeper_of(self.dataset)
        table = files.table_of(files.take(self.dataset, by, "csv"), "csv")
        assert len(table) == 2
        return by, self.dataset(by).columns, table

    def bring(self, by: Any, table: Table) -> Any:
        return files.bring(self.dataset, by, files.file_of(table, "csv"), "csv")

    def changed(self, columns: list[Column], table: Table) -> str:
        """Another text in a cell that a file or page may change; gives the column's name."""
        column = to_change(self.dataset, columns)
        place = columns.index(column)
        table[1][place] = files.other_than(self.dataset(), column, table[1][place])
        return column.name

    # Pages --------------------------------------------------------------------------------------

    def edit(self, browser: Any) -> tuple[str, dict[str, list[str]]]:
        """The page as its steward leaves it, with one field changed."""
        sent = entries_of(browser, self.form)
        _by, columns, table = self.take()
        name = self.changed(columns, table)
        assert name in sent, f"the page of {self.model._meta.label} has no field {name}"
        sent[name] = [table[1][[column.name for column in columns].index(name)]]
        return name, sent

    # Command ------------------------------------------------------------------------------------

    def run(self, step: str, user: User) -> tuple[int, dict[str, Any]]:
        """Exit code and outcome of `manage.py sign`."""
        out, code = StringIO(), 0
        asked = [self.dataset.slug, "--step", step, "--as", user.username, "--json"]
        if step == SignoffState.RETURNED:
            asked += ["--reason", "Tanggal salah"]
        try:
            call_command("sign", *asked, stdout=out)
        except SystemExit as end:
            code = int(end.code or 0)
        except CommandError as error:
            return error.returncode, {"says": str(error)}
        return code, json.loads(out.getvalue().splitlines()[-1])


def person(step: str, **values: Any) -> User:
    """Somebody of the regency who takes this step: decrees are signed there, not below."""
    return make_person(ROLES[SignoffState(step)], **{"area": INHIL, **values})


def outcome(signed: int, **reasons: int) -> dict[str, Any]:
    return {"signed": signed, "refused": sum(reasons.values()), "reasons": reasons}


def said(answer: Any) -> str:
    """What a page tells, its messages included."""
    told = [str(message) for message in get_messages(answer.wsgi_request)]
    return "\n".join([unescape(answer.content.decode()), *told])
