"""The register is read as it is published, and refused when it is not whole."""

import gzip
import io
import tarfile
import zipfile

import pytest

from communities.services import register_archives
from communities.services.register_files import RegisterRow, UnusableRegister, read_register

PUBLISHED = {
    "package/data/provinces.csv": "code,name\n14,Riau\n",
    "package/data/regencies.csv": "code,province_code,name\n14.04,14,Kabupaten Indragiri Hilir\n",
    "package/data/districts.csv": "code,regency_code,name\n14.04.04,14.04,Tembilahan\n",
    "package/data/villages.csv": (
        'code,district_code,name\n14.04.04.1001,14.04.04,"Tembilahan, ""Kota"""\n'
    ),
    "package/data/islands.csv": "code,regency_code,coordinate,name\n14.04.40001,14.04,x,Pulau\n",
    "package/README.md": "code,name\nthis is no table",
}
ROWS = [
    RegisterRow("14", "", "Riau"),
    RegisterRow("14.04", "14", "Kabupaten Indragiri Hilir"),
    RegisterRow("14.04.04", "14.04", "Tembilahan"),
    RegisterRow("14.04.04.1001", "14.04.04", 'Tembilahan, "Kota"'),
]


def tar(files: dict[str, str], path):
    with tarfile.open(path, "w:gz") as archive:
        for name, text in files.items():
            data = text.encode()
            member = tarfile.TarInfo(name)
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    return path


def zipped(files: dict[str, str], path):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return path


def folder(files: dict[str, str], path):
    for name, text in files.items():
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("pack", "name"),
    [
        (tar, "register.tgz"),
        (tar, "register.tar.gz"),
        (zipped, "register.zip"),
        (folder, "register"),
    ],
)
def test_the_published_files_are_read_from_a_folder_or_an_archive(tmp_path, pack, name):
    assert read_register(pack(PUBLISHED, tmp_path / name)) == ROWS


@pytest.mark.parametrize(
    "text",
    [
        "code,parent_code,name\n14,,Riau\n14.04,14,Indragiri\n",
        "\ufeffCode,Parent_Code,Name\r\n14,,Riau\r\n\r\n1404,14, Indragiri  \r\n",
        "name;code;parent_code\nRiau;14;\nIndragiri;14.04;14\n",
        "code,name\n14.04,Indragiri\n14,Riau\n",
    ],
)
def test_one_file_in_any_usual_form_is_read(tmp_path, text):
    path = tmp_path / "register.csv"
    path.write_text(text, encoding="utf-8", newline="")
    assert read_register(path) == [
        RegisterRow("14", "", "Riau"),
        RegisterRow("14.04", "14", "Indragiri"),
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"code,parent_code,name\n14,,Riau\n14,,Riau\n", ["line 3|baris 3", "14"]),
        (b"code,parent_code,name\n14,,Riau\n15.01,15,X\n", ["line 3|baris 3", "15"]),
        (b"code,parent_code,name\n14,,Riau\n14.1,14,X\n", ["line 3|baris 3", "14.1"]),
        (b"code,parent_code,name\n14,,Riau\n1403060,14,X\n", ["1403060"]),
        (b"code,parent_code,name\n14,,Riau\n14.01,15,X\n", ["14.01", "15"]),
        (b"code,parent_code,name\n14,,\n", ["line 2|baris 2"]),
        (b"code,parent_code,name\n14,,%s\n" % (b"x" * 151), ["line 2|baris 2"]),
        (b"code,parent_code,name\n14,,Riau,more\n", ["line 2|baris 2"]),
        (b"code,parent_code,name\n14,,Riau\n15,,\xc9\n", ["line 3|baris 3", "UTF-8"]),
        (b'code,parent_code,name\n14,,"Riau\n', ["register.csv"]),
        (b"c\0de,name\n", ["register.csv"]),
        (b"code,parent_code,name\n", ["register.csv"]),
        (b"kode,nama\n14,Riau\n", ["code, parent_code"]),
        (b"", ["register.csv"]),
    ],
)
def test_a_file_that_is_no_whole_register_is_refused_and_the_line_named(tmp_path, text, said):
    path = tmp_path / "register.csv"
    path.write_bytes(text)
    with pytest.raises(UnusableRegister) as refused:
        read_register(path)
    for words in said:
        assert any(word in str(refused.value) for word in words.split("|")), refused.value


@pytest.mark.parametrize("name", ["register.tgz", "register.zip", "register.tar", "nothing.csv"])
def test_a_damaged_or_missing_file_is_refused(tmp_path, name):
    if name != "nothing.csv":
        (tmp_path / name).write_bytes(b"PK\3\4 this is no archive at all" * 40)
    with pytest.raises(UnusableRegister):
        read_register(tmp_path / name)


@pytest.mark.parametrize("pack", [tar, zipped])
def test_an_archive_that_was_cut_off_is_refused(tmp_path, pack):
    path = pack(PUBLISHED, tmp_path / ("register.zip" if pack is zipped else "register.tgz"))
    path.write_bytes(path.read_bytes()[:-60])
    with pytest.raises(UnusableRegister):
        read_register(path)


@pytest.mark.parametrize("name", ["register.tgz", "register.zip"])
def test_an_archive_that_inflates_too_much_is_refused(tmp_path, monkeypatch, name):
    monkeypatch.setattr(register_archives, "MOST_BYTES", 100_000)
    pack = zipped if name.endswith(".zip") else tar
    path = pack({"big.csv": "code,name\n" + "14,Riau\n" * 50_000}, tmp_path / name)
    assert path.stat().st_size < 10_000
    with pytest.raises(UnusableRegister):
        read_register(path)


def test_what_is_passed_over_in_an_archive_counts_too(tmp_path, monkeypatch):
    monkeypatch.setattr(register_archives, "MOST_BYTES", 100_000)
    path = tar({"big.bin": "0" * 200_000, **PUBLISHED}, tmp_path / "register.tgz")
    with pytest.raises(UnusableRegister):
        read_register(path)


def test_an_archive_of_too_many_files_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(register_archives, "MOST_FILES", 5)
    with pytest.raises(UnusableRegister):
        read_register(tar(PUBLISHED, tmp_path / "register.tgz"))
    with pytest.raises(UnusableRegister):
        read_register(zipped(PUBLISHED, tmp_path / "register.zip"))


def test_paths_and_links_lead_nowhere(tmp_path):
    outside = tmp_path / "outside.csv"
    outside.write_text("code,name\n15,Outside\n")
    inside = tmp_path / "inside"
    inside.mkdir()
    (inside / "link.csv").symlink_to(outside)
    (inside / "provinces.csv").write_text("code,name\n14,Riau\n")
    assert read_register(inside) == ROWS[:1]
    path = tmp_path / "register.tgz"
    with tarfile.open(path, "w:gz") as archive:
        link = tarfile.TarInfo("link.csv")
        link.type, link.linkname = tarfile.SYMTYPE, str(outside)
        archive.addfile(link)
        data = b"code,name\n14,Riau\n"
        member = tarfile.TarInfo("../../escape.csv")
        member.size = len(data)
        archive.addfile(member, io.BytesIO(data))
    assert read_register(path) == ROWS[:1]
    assert not (tmp_path.parent / "escape.csv").exists()


def test_rubbish_inside_a_gzip_is_refused(tmp_path):
    path = tmp_path / "register.tgz"
    path.write_bytes(gzip.compress(b"not a tar archive" * 100))
    with pytest.raises(UnusableRegister):
        read_register(path)
