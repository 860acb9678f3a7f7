"""The demo's people: one account for each role and level of the story, with drawn passwords."""

import json
import os
import secrets
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import transaction

from communities.models import AreaAssignment, Region
from p2kp_site.accounts.models import User
from p2kp_site.accounts.rules.roles import RoleName


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """A person of the demo; `area` is a region code, empty for the whole nation."""

    username: str
    name: str
    roles: tuple[RoleName, ...]
    area: str


INDRAGIRI_HILIR, RIAU = "14.04", "14"
ACCOUNTS = (
    DemoAccount(
        "steward.tembilahan", "Penata Data Tembilahan", (RoleName.DATA_STEWARD,), "14.04.04"
    ),
    DemoAccount("steward.inhil", "Penata Data Inhil", (RoleName.DATA_STEWARD,), INDRAGIRI_HILIR),
    DemoAccount("verifier.inhil", "Pemeriksa Inhil", (RoleName.VERIFIER,), INDRAGIRI_HILIR),
    DemoAccount(
        "acknowledger.inhil", "Yang Mengetahui Inhil", (RoleName.APPROVER,), INDRAGIRI_HILIR
    ),
    # An office of two people: this one enters and verifies, never the same form.
    DemoAccount(
        "ganda.inhil",
        "Petugas Ganda Inhil",
        (RoleName.DATA_STEWARD, RoleName.VERIFIER),
        INDRAGIRI_HILIR,
    ),
    # The chain of decisions on money, one account for each position (`deciders.py`).
    DemoAccount("faskel.inhil", "Tim Faskel Contoh Inhil", (RoleName.VERIFIER,), INDRAGIRI_HILIR),
    DemoAccount("pjok.inhil", "PJOK Contoh Inhil", (RoleName.APPROVER,), INDRAGIRI_HILIR),
    DemoAccount("korkot.inhil", "Korkot Contoh Inhil", (RoleName.VERIFIER,), INDRAGIRI_HILIR),
    DemoAccount("ppk.inhil", "PPK Contoh Inhil", (RoleName.APPROVER,), INDRAGIRI_HILIR),
    DemoAccount("satker.inhil", "Satker Contoh Inhil", (RoleName.APPROVER,), INDRAGIRI_HILIR),
    # This one writes down SP2D and LPJ.
    DemoAccount(
        "keuangan.inhil", "Petugas Keuangan Contoh", (RoleName.DATA_STEWARD,), INDRAGIRI_HILIR
    ),
    DemoAccount("approver.riau", "Penyetuju Riau", (RoleName.APPROVER,), RIAU),
    DemoAccount("analyst", "Analis Kementerian", (RoleName.MINISTRY_ANALYST,), ""),
    DemoAccount("auditor", "Pemeriksa Keuangan", (RoleName.AUDITOR,), ""),
    DemoAccount("admin", "Pengelola Sistem", (RoleName.ADMINISTRATOR, RoleName.DATA_STEWARD), ""),
)


def passwords_file() -> Path:
    """Where the demo keeps the passwords that it made, readable by its owner only."""
    return Path(settings.VAR_DIR) / "demo" / "accounts.json"


def make_demo_accounts() -> dict[str, str]:
    """Make the accounts that are missing; returns user name -> password, as far as known.

    A password is drawn once and kept in `passwords_file()`; one that a person has changed since
    is not touched.
    """
    path = passwords_file()
    known: dict[str, str] = json.loads(path.read_text()) if path.exists() else {}
    with transaction.atomic():
        for account in ACCOUNTS:
            if User.objects.filter(username=account.username).exists():
                continue
            known[account.username] = secrets.token_urlsafe(9)
            _make(account, password=known[account.username])
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        json.dump(known, file, indent=2)
    return {a.username: known[a.username] for a in ACCOUNTS if a.username in known}


def _make(account: DemoAccount, *, password: str) -> None:
    user = User(username=account.username, name=account.name, is_staff=True)
    user.set_password(password)
    user.save()
    user.groups.set(Group.objects.filter(name__in=[role.value for role in account.roles]))
    region = Region.objects.in_force().get(code=account.area) if account.area else None
    # The story begins in 2006, so its people hold their areas from then on.
    AreaAssignment.objects.create(user=user, region=region, from_on=date(2006, 1, 1))
