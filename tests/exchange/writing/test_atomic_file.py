"""Files that appear whole or not at all."""

import hashlib
import io
import zipfile
from pathlib import Path

import pytest

from p2kp_site.exchange.writing.atomic import atomic_file
from p2kp_site.exchange.writing.xlsx_files import Sheet, SheetColumn, write_xlsx


def test_a_file_appears_under_its_name_only_when_it_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "ekspor.csv"
    with atomic_file(path) as file:
        file.write(b"separuh")
        assert not path.exists()
        assert (tmp_path / "ekspor.csv.part").exists()
    assert path.read_bytes() == b"separuh"
    assert list(tmp_path.iterdir()) == [path]


def test_size_and_fingerprint_are_those_of_the_bytes_on_the_disk(tmp_path: Path) -> None:
    path = tmp_path / "ekspor.csv"
    with atomic_file(path) as file:
        for _ in range(1_000):
            assert file.write(b"Siti;3\r\n") == 8
    assert file.size == path.stat().st_size == 8_000
    assert file.hexdigest() == hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_failure_leaves_the_old_file_and_no_part(tmp_path: Path) -> None:
    path = tmp_path / "ekspor.csv"
    path.write_bytes(b"lama")

    def half() -> None:
        with atomic_file(path) as file:
            file.write(b"baru")
            raise ConnectionError

    with pytest.raises(ConnectionError):
        half()
    assert path.read_bytes() == b"lama"
    assert list(tmp_path.iterdir()) == [path]


def test_a_part_that_a_killed_worker_left_is_written_over(tmp_path: Path) -> None:
    path = tmp_path / "ekspor.csv"
    (tmp_path / "ekspor.csv.part").write_bytes(b"sisa yang lebih panjang")
    with atomic_file(path) as file:
        file.write(b"baru")
    assert path.read_bytes() == b"baru"
    assert list(tmp_path.iterdir()) == [path]


def test_a_missing_folder_is_an_error_before_anything_is_written(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError), atomic_file(tmp_path / "tiada" / "x.csv"):
        pytest.fail("the block must not run")


def test_a_workbook_written_through_it_is_whole_and_hashed(tmp_path: Path) -> None:
    path = tmp_path / "ekspor.xlsx"
    with atomic_file(path) as file:
        write_xlsx(file, [Sheet("Data", [SheetColumn("Kode")], [("007",)])])
    data = path.read_bytes()
    assert zipfile.ZipFile(io.BytesIO(data)).testzip() is None
    assert file.hexdigest() == hashlib.sha256(data).hexdigest()
