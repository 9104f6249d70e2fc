"""One at a time on a database file."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from storage.holding import Held, database_file, held, holder

HOLD = """
import sys
from storage.holding import held
with held(sys.argv[1]):
    print("held", flush=True)
    sys.stdin.read()
"""


def url(folder: Path) -> str:
    """A database in a folder."""
    return f"sqlite+aiosqlite:///{folder / 'x.db'}"


def test_a_second_one_is_told_who_holds_it_until_the_first_ends_however(tmp_path: Path) -> None:
    first = subprocess.Popen(
        [sys.executable, "-c", HOLD, url(tmp_path)],
        cwd=Path(__file__).parents[2],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    with first:
        assert first.stdout is not None
        assert first.stdout.readline() == b"held\n"
        assert holder(url(tmp_path)) == first.pid
        with pytest.raises(Held, match=str(first.pid)), held(url(tmp_path)):
            pass
        first.kill()
    assert holder(url(tmp_path)) is None
    with held(url(tmp_path)):
        assert holder(url(tmp_path)) is not None


@pytest.mark.parametrize("address", ["sqlite+aiosqlite://", "postgresql+asyncpg://a:b@h/n", "no address"])
def test_what_is_no_file_is_held_by_nobody(address: str) -> None:
    assert database_file(address) is None
    with held(address), held(address):
        assert holder(address) is None
