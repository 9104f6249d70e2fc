"""One at a time on a database file."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from bot.operations.startup import CannotStart, alone_on
from storage.file_lock import Held, database_file, held, holder

HOLD = """
import sys
from storage.file_lock import held
with held(sys.argv[1]):
    print("held", flush=True)
    sys.stdin.read()
"""


def url(folder: Path) -> str:
    """A database in a folder."""
    return f"sqlite:///{folder / 'x.db'}"


@contextmanager
def another(address: str) -> Iterator[subprocess.Popen[bytes]]:
    """A process that holds a database; it is killed at the end."""
    first = subprocess.Popen(
        [sys.executable, "-c", HOLD, address],
        cwd=Path(__file__).parents[2],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    with first:
        assert first.stdout is not None
        assert first.stdout.readline() == b"held\n"
        yield first
        first.kill()


def test_a_second_one_is_told_who_holds_it_until_the_first_ends_however(tmp_path: Path) -> None:
    with another(url(tmp_path)) as first:
        assert holder(url(tmp_path)) == first.pid
        with pytest.raises(Held, match=str(first.pid)), held(url(tmp_path)):
            pass
    assert holder(url(tmp_path)) is None
    with held(url(tmp_path)):
        assert holder(url(tmp_path)) is not None


def test_a_number_that_an_ended_process_left_is_written_over(tmp_path: Path) -> None:
    mark = tmp_path / "x.db.lock"
    mark.write_text("999999999999\n")
    assert holder(url(tmp_path)) is None
    with held(url(tmp_path)):
        assert mark.read_text() == f"{os.getpid()}\n"
        assert holder(url(tmp_path)) == os.getpid()


def test_who_only_asks_holds_nothing_in_the_eyes_of_others(tmp_path: Path) -> None:
    (tmp_path / "x.db").touch()
    with held(url(tmp_path)):
        pass
    with ThreadPoolExecutor(4) as several:
        assert set(several.map(holder, [url(tmp_path)] * 200)) == {None}


@pytest.mark.parametrize("link", [os.symlink, os.link], ids=["symbolic", "hard"])
@pytest.mark.parametrize("turned", [False, True], ids=["by the link", "by the name"])
def test_links_lead_to_a_file_that_is_held(
    link: Callable[[Path, Path], None], turned: bool, tmp_path: Path
) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "x.db").touch()
    link(tmp_path / "x.db", tmp_path / "a" / "x.db")
    one, other = url(tmp_path), url(tmp_path / "a")
    with another(other if turned else one) as first:
        late = one if turned else other
        assert holder(late) == first.pid
        with pytest.raises(Held, match=str(first.pid)), held(late):
            pass
    with held(one), pytest.raises(Held), held(other):
        pass
    assert [holder(one), holder(other)] == [None, None]


def test_a_file_that_a_bot_makes_is_held_by_every_name_it_gets_later(tmp_path: Path) -> None:
    with alone_on(url(tmp_path)):
        assert (tmp_path / "x.db").stat().st_mode & 0o777 == 0o600
        (tmp_path / "later").mkdir()
        os.link(tmp_path / "x.db", tmp_path / "later" / "x.db")
        later = alone_on(url(tmp_path / "later"), patience=0)
        with pytest.raises(CannotStart, match="under another name"), later:
            pass


def test_commits_in_the_log_of_another_name_are_not_passed_over(tmp_path: Path) -> None:
    (tmp_path / "y.db").touch()
    os.link(tmp_path / "y.db", tmp_path / "x.db")
    (tmp_path / "y.db-wal").write_bytes(b"commits")
    with (
        pytest.raises(
            CannotStart, match=r"y\.db-wal holds commits of this database: start once with its name y\.db"
        ),
        alone_on(url(tmp_path)),
    ):
        pass


@pytest.mark.parametrize("address", ["sqlite://", "postgresql+psycopg://a:b@h/n", "no address"])
def test_what_is_no_file_is_held_by_nobody(address: str) -> None:
    assert database_file(address) is None
    with held(address), held(address):
        assert holder(address) is None
