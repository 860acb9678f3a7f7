"""The process that reads workbooks: it may die, and never stays behind."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from p2kp_site.exchange.reading import Limits, UnusableFile, open_table
from p2kp_site.exchange.reading.table import Table
from p2kp_site.exchange.reading.workbook import WorkbookSource

from .boards import HEADINGS, read
from .workbooks import sheet_xml, write_xlsx

HEAD: list[Any] = ["Kode", "Nama BKM", "L", "P"]
ROWS: list[list[Any]] = [["B-1", "BKM Maju", 5, 3], ["B-2", "BKM Jaya", 6, 4]]
MANY: list[list[Any]] = [HEAD, *([f"B-{n}", "BKM Maju", 5, 3] for n in range(20_000))]


def refusal(path: Path, limits: Limits | None = None) -> UnusableFile:
    with pytest.raises(UnusableFile) as caught:
        read(path, limits=limits)
    return caught.value


def child_of(table: Table) -> int:
    assert isinstance(table._source, WorkbookSource)
    return table._source.pid


def test_the_parent_keeps_a_slice_only(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "b.xlsx", {"S": sheet_xml(MANY)})
    with open_table(path, name="b.xlsx", headings=HEADINGS) as table:
        assert table.row_estimate == 20_001
        assert max(len(part) for part in table.slices(500)) == 500


def test_a_reading_process_that_is_killed_is_told_and_buried(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "b.xlsx", {"S": sheet_xml(MANY)})
    with open_table(path, name="b.xlsx", headings=HEADINGS) as table:
        child = child_of(table)
        slices = table.slices(100)
        next(slices)
        os.kill(child, signal.SIGKILL)
        with pytest.raises(UnusableFile) as caught:
            list(slices)
    assert caught.value.kind == "reader_died"
    assert caught.value.params["code"] == -signal.SIGKILL
    assert_gone(child)


def assert_gone(pid: int) -> None:
    """Neither running nor left as a zombie: nobody knows the number any more."""
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_no_reading_process_outlives_its_table(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "b.xlsx", {"S": sheet_xml(MANY)})
    with open_table(path, name="b.xlsx", headings=HEADINGS) as table:
        child = child_of(table)
        next(table.slices(100))
    assert_gone(child)


def test_no_reading_process_is_left_by_a_refused_file(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "b.xlsx", {"S": sheet_xml([["Hari", "Jam"], ["Senin", 8]])})
    before = children()
    assert refusal(path).kind == "no_known_header"
    assert children() == before


def children() -> set[str]:
    """The numbers of this process's children, without the one that lists them."""
    command = ["ps", "-o", "pid=", "--ppid", str(os.getpid())]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as listing:
        listed, _errors = listing.communicate()
    return {*listed.split()} - {str(listing.pid)}


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends a child with its parent")
def test_the_reading_process_dies_with_its_parent(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "b.xlsx", {"S": sheet_xml(MANY)})
    code = (
        "import sys, os, signal\n"
        "from p2kp_site.exchange.reading import open_table\n"
        "table = open_table(sys.argv[1], name='b', headings={'Kode': 'code', 'Nama BKM': 'name'})\n"
        "print(table._source.pid, flush=True)\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    parent = subprocess.run(
        [sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=False
    )
    child = int(parent.stdout)
    for _ in range(100):
        try:
            os.kill(child, 0)
        except ProcessLookupError:
            return
        if "\nState:\tZ" in Path(f"/proc/{child}/status").read_text():
            return  # dead; whoever adopted it has not looked yet
        time.sleep(0.02)
    pytest.fail("the reading process is still alive")


def test_the_reading_process_loads_neither_django_nor_celery(tmp_path: Path) -> None:
    code = (
        "import sys; sys.path.append(sys.argv[1]); import reading.workbook_child\n"
        "print([m for m in sys.modules if m.split('.')[0] in ('django', 'celery', 'p2kp_site')])"
    )
    folder = Path(sys.modules["p2kp_site.exchange.reading"].__file__ or "").parent.parent
    done = subprocess.run(
        [sys.executable, "-I", "-c", code, str(folder)], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
