"""The site speaks Indonesian: the catalogue is whole, and the pages show nothing else.

That the catalogue holds every text of the code is found by `make check-messages`, which needs
GNU gettext; this file reads what the catalogue says, and the pages as each role sees them.
"""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import translation
from django.utils.translation import trans_real

from communities.models import Board, Region
from p2kp_site.accounts.models import User
from p2kp_site.accounts.rules.roles import RoleName
from p2kp_site.exchange.models import ExportJob, ImportJob
from p2kp_site.exchange.registry import all_datasets
from tests.architecture.english import english_in, untranslated_in
from tests.architecture.every_page import PARTS, Everyone, pages
from tests.architecture.sources import PACKAGES, ROOT, modules
from tests.builders import make_board, make_change_set, make_region
from tests.exchange.services.office import KOTA, as_csv, bring, make_person, reader, store, take

CATALOGUE = ROOT / "locale" / "id" / "LC_MESSAGES" / "django.po"
ENTRY = re.compile(r'^(msgid|msgid_plural|msgstr|msgstr\[\d\]) "(.*)"$|^"(.*)"$')
PLACE = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}|</?\w+")

NATIONAL = {RoleName.MINISTRY_ANALYST, RoleName.AUDITOR, RoleName.ADMINISTRATOR}


# The catalogue --------------------------------------------------------------------------------


def entries() -> Iterator[dict[str, str]]:
    """The entries of the .po file, each as keyword -> text, with its comments under `#`."""
    for block in CATALOGUE.read_text(encoding="utf-8").split("\n\n"):
        entry, key = {"#": ""}, ""
        for line in block.splitlines():
            if line.startswith("#"):
                entry["#"] += line
            elif found := ENTRY.match(line):
                key = found[1] or key
                entry[key] = entry.get(key, "") + (found[2] if found[1] else found[3])
        yield entry


ENTRIES = [entry for entry in entries() if entry.get("msgid")]


def test_every_text_has_its_indonesian() -> None:
    assert len(ENTRIES) > 600
    lacking = [e["msgid"] for e in ENTRIES if not (e.get("msgstr") or e.get("msgstr[0]"))]
    assert not lacking
    assert not [entry["msgid"] for entry in ENTRIES if "fuzzy" in entry["#"]]


def test_a_text_is_marked_under_names_that_the_collector_knows() -> None:
    """What xgettext does not know as a marker, it does not collect, and nobody translates."""
    marked = re.compile(r"^from django\.utils\.translation import (\w+) as (\w+)$", re.M)
    for path in modules(*PACKAGES):
        for name, alias in marked.findall(path.read_text(encoding="utf-8")):
            assert alias == "_", f"{path}: {name} as {alias}"


def test_a_translation_says_what_its_text_says() -> None:
    """The same places to fill, the same marks, the same end of the sentence."""
    for entry in ENTRIES:
        text = entry.get("msgid_plural") or entry["msgid"]
        words = entry.get("msgstr") or entry["msgstr[0]"]
        assert sorted(PLACE.findall(text)) == sorted(PLACE.findall(words)), text
        assert text.endswith((".", "?", ":")) == words.endswith((".", "?", ":")), text
        assert words == words.strip(), words


def test_the_compiled_catalogue_is_in_force() -> None:
    with translation.override("id"):
        for entry in ENTRIES:
            if "msgid_plural" not in entry:
                text = entry["msgid"].replace('\\"', '"')
                assert translation.gettext(text) == entry["msgstr"].replace('\\"', '"'), text


@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
def test_the_headings_of_a_dataset_differ_within_a_language(language: str) -> None:
    with translation.override(language):
        for dataset in all_datasets():
            headings = [str(c.heading).casefold() for c in dataset.fields.values()]
            assert len(set(headings)) == len(headings), dataset.slug


def test_the_headings_of_boards_are_those_of_the_offices() -> None:
    (boards,) = (dataset for dataset in all_datasets() if dataset.slug == "boards")
    with translation.override("id"):
        headings = [str(column.heading) for column in boards.fields.values()]
        # What a form has besides its own columns stands at the end.
        assert headings[:20] == [
            "Ref", "Kode BKM", "Nama BKM/LKM", "Kode Wilayah", "Kelurahan/Desa", "Kecamatan",
            "Kabupaten/Kota", "Tanggal Berdiri", "Koordinator", "Alamat", "Telepon", "Nomor Akta",
            "Tanggal Akta", "Notaris", "Bank", "Nomor Rekening", "Aktif", "Tanggal Ditutup",
            "Alasan Tidak Aktif", "Catatan",
        ]  # fmt: skip
        assert headings[20].startswith("Diserahkan oleh")


# The pages ------------------------------------------------------------------------------------


@pytest.fixture
def unknown(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Fills with what the pages ask for and no catalogue has; libraries are found out here."""
    missing: set[str] = set()
    indonesian = {entry.get("msgstr") for entry in ENTRIES}  # some texts are asked for twice

    def watch(name: str) -> Any:
        ask = getattr(translation._trans, name)

        def asked(message: Any, *others: Any) -> Any:
            known: Any = trans_real.translation("id")._catalog
            has = message in known or (message, 0) in known or message in indonesian
            if message and not has:
                missing.add(str(message))
            return ask(message, *others)

        return asked

    for name in ("gettext", "ngettext"):
        monkeypatch.setattr(translation._trans, name, watch(name))
    return missing


def furnish() -> None:
    """A board, its history, a stored import with every kind of row, and an export."""
    region = make_region(code=KOTA)
    board = make_board(name="BKM Maju", code="A-1", change_set=make_change_set(why="rapat"))
    board.name = "BKM Maju Jaya"
    board.save(change_set=make_change_set(why="ejaan"))
    maker = reader(make_person(region=region, username="penata", name="Penata"))
    content = as_csv(
        ("Kode", "Nama BKM", "Kode Wilayah", "Tanggal Berdiri"),
        ("A-1", "BKM Maju Sekali", KOTA, "12/3/2015"),
        ("A-2", "BKM Dua", KOTA, "12-08-2015"),
        ("A-3", "", KOTA, "40 Mei"),
        ("", "", "", ""),
        ("Jumlah", "3", "", ""),
    )
    store(bring(maker, content, name="contoh.csv"), maker, partial=True)
    bring(maker, as_csv(("Kode", "Nama BKM", "Kode Wilayah", "Entah"), ("A-5", "E", KOTA, "x")))
    bring(maker, b"<html></html>", name="kosong.csv")
    bring(maker, content, name="lagi.csv")
    take(maker, "xlsx")


def addresses(person: User) -> Iterator[str]:
    """Pages that a person may ask for; some refuse, and say so in Indonesian too."""
    board, region = Board.objects.get(code="A-1"), Region.objects.get(code=KOTA)
    colleague = User.objects.get(username="penata")
    yield from ("/admin/", "/admin/password_change/", "/admin/nowhere/", "/admin/login/")
    for name, row, more in (
        ("communities_board", board, ("", "q=zzz", "entah=1", "formed_on_after=x")),
        ("communities_region", region, ("", "kind=village")),
        ("accounts_user", colleague, ("", "q=zzz")),
    ):
        yield from (f"{reverse(f'admin:{name}_changelist')}?{query}" for query in more)
        yield reverse(f"admin:{name}_add")
        yield from (
            reverse(f"admin:{name}_{page}", args=[row.pk])
            for page in ("change", "history", "delete")
        )
    yield from (reverse(f"admin:communities_board_{page}") for page in ("import", "export"))
    for button in ("new-password", "hand-over", "deactivate"):
        yield f"/admin/accounts/user/{colleague.pk}/{button}/"
    yield reverse("admin:accounts_user_change", args=[person.pk])
    for kind in (ImportJob, ExportJob):
        base = f"admin:exchange_{kind.__name__.lower()}"
        yield reverse(f"{base}_changelist")
        yield from (reverse(f"{base}_change", args=[job.pk]) for job in kind.objects.all())
    stored = reverse("admin:exchange_importjob_change", args=[ImportJob.objects.earliest("pk").pk])
    yield from (f"{stored}?kind={one}" for one in ("new", "changed", "refused", "skipped"))


@pytest.mark.sqlite  # words do not depend on the database
@pytest.mark.django_db
@pytest.mark.parametrize("role", list(RoleName), ids=lambda role: role.name.lower())
def test_a_role_reads_indonesian_on_every_page(role: RoleName, unknown: set[str]) -> None:
    furnish()
    area = None if role in NATIONAL else Region.objects.get(code="14.04.04")
    person = make_person(region=area, role=role, is_staff=True, username="saya", name="Saya")
    client = Client(raise_request_exception=False)
    client.force_login(person)
    english, read = {}, 0
    for address in addresses(person):
        answer = client.get(address, follow=True)
        read += answer.status_code == 200
        if found := english_in(answer.content.decode()):
            english[address] = found
    assert not english
    assert not unknown
    assert read > 12


@pytest.mark.sqlite  # words do not depend on the database
@pytest.mark.django_db
@pytest.mark.parametrize("part", PARTS)
def test_no_page_of_any_kind_of_row_holds_english(part: str, unknown: set[str]) -> None:
    everyone, client = Everyone(), Client()
    client.force_login(everyone.user)
    for page in pages(everyone, part):
        answer = client.get(page.address, follow=True)
        assert answer.status_code == 200, page.name
        text = answer.content.decode()
        assert not [*english_in(text), *untranslated_in(text)], page.name
    assert not unknown


@pytest.mark.django_db
def test_what_forms_answer_is_indonesian(unknown: set[str]) -> None:
    person = make_person(region=None, role=RoleName.DATA_STEWARD, is_staff=True, username="saya")
    client = Client()
    wrong = {"username": "entah", "password": "entah", "formed_on": "40 Mei", "file": ""}
    answers = [client.post("/admin/login/", wrong)]
    client.force_login(person)
    passwords = {"old_password": "x", "new_password1": "123", "new_password2": "1234"}
    answers += [
        client.post(reverse("admin:communities_board_add"), wrong),
        client.post(reverse("admin:communities_board_import"), wrong),
        client.post("/admin/password_change/", passwords),
        client.post(reverse("admin:logout")),
    ]
    for answer in answers:
        assert answer.status_code in (200, 400)
        text = answer.content.decode()
        assert not [*english_in(text), *untranslated_in(text)]
    assert not unknown


def test_english_would_be_noticed() -> None:
    page = '<p title="Go back">Kembali</p><span class="material-symbols-outlined">add</span>'
    assert english_in(page) == ["Go back"]
    assert english_in("<b>Simpan</b><b>Select action</b>") == ["Select action"]


def test_a_text_that_was_not_translated_would_be_noticed() -> None:
    page = "<p>Simpan</p><p>Regions</p><p>Change history: BKM Maju</p><p>Status</p>"
    assert untranslated_in(page) == ["Regions", "Change history: BKM Maju"]
