"""Files of the repository that other files must agree with."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LOCKS = sorted((ROOT / "requirements").glob("*.txt"))


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_lock_files_name_no_host_and_give_pip_no_orders(lock: Path) -> None:
    text = lock.read_text()
    assert "://" not in text
    assert not re.search(r"^(--|-\w)", text, re.MULTILINE)
    assert set(re.findall(r"^ +(--[\w-]+)", text, re.MULTILINE)) == {"--hash"}


def test_the_example_environment_lists_what_the_settings_read() -> None:
    settings = (ROOT / "p2kp_site" / "settings.py").read_text()
    example = (ROOT / ".env.example").read_text()
    read = set(re.findall(r'\benv\.\w+\(\s*"(\w+)"', settings))
    listed = re.findall(r"^#?([A-Z_]+)=", example, re.MULTILINE)
    assert sorted(listed) == sorted(read)
