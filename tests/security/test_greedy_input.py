"""Files and addresses that an operator is given: each ends in a sentence, in bounded time and memory."""

from __future__ import annotations

import gzip
import json
import os
import time
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.simulation.history.past import Past, Unreadable
from bot.simulation.history.reading import read_history
from bot.simulation.history.streaming import messages
from rules.config import files
from rules.config.files import lines_of, opened, plain
from tests.bots import write_rules
from tests.processes import here as zhiqun

MB = 1 << 20
MANY = '{"ts": 1, "kind": "message", "chat": "c", "user": "1", "text": "hi"}\n'


def endless(name: str) -> Callable[[Path], Path]:
    return lambda folder: Path(name)


def pipe(folder: Path) -> Path:
    os.mkfifo(folder / "pipe.csv")
    return folder / "pipe.csv"


def link(folder: Path) -> Path:
    (folder / "link.csv").symlink_to("/dev/zero")
    return folder / "link.csv"


def folder_itself(folder: Path) -> Path:
    return folder


def sparse(folder: Path) -> Path:
    """A file of 1 TB that takes no room."""
    with (folder / "sparse.csv").open("wb") as file:
        file.truncate(1 << 40)
    return folder / "sparse.csv"


FILES: dict[str, tuple[Callable[[Path], Path], str]] = {
    "/dev/zero": (endless("/dev/zero"), "is no plain file"),
    "/dev/stdin": (endless("/dev/stdin"), "is no plain file"),
    "a pipe": (pipe, "is no plain file"),
    "a link to a device": (link, "is no plain file"),
    "a folder": (folder_itself, "is a folder"),
    "a sparse giant": (sparse, "is larger than"),
    "nothing": (lambda folder: folder / "absent.csv", "No such file"),
}
COMMANDS = (
    ("bans", "preview"),
    ("bans", "load"),
    ("courses", "import"),
    ("courses", "import-catalogue"),
    ("spam", "evaluate"),
    ("spam", "evaluate", "--spam"),
    ("spam", "train"),
    ("recommend", "evaluate", "--interactions"),
    ("db", "restore"),
)


@pytest.mark.parametrize("what", FILES)
@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_file_made_to_take_everything_ends_a_command_in_a_sentence(
    tmp_path: Path, what: str, command: tuple[str, ...]
) -> None:
    made, reason = FILES[what]
    (tmp_path / "files").mkdir()
    path = made(tmp_path / "files")
    write_rules(tmp_path / "rules")
    started = time.perf_counter()
    done = zhiqun(tmp_path, *command, str(path))
    assert time.perf_counter() - started < 10
    assert done.returncode in (1, 2)
    assert "Traceback" not in done.stderr
    if command != ("db", "restore"):
        assert reason in done.stderr
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize("name", ["chat.jsonl", "chat.jsonl.gz", "chat.csv", "result.json"])
@pytest.mark.parametrize("command", [("backtest", "--history"), ("replay",)], ids=" ".join)
def test_a_history_that_is_a_device_is_refused(tmp_path: Path, name: str, command: tuple[str, ...]) -> None:
    write_rules(tmp_path / "rules")
    (tmp_path / name).symlink_to("/dev/zero")
    done = zhiqun(tmp_path, *command, name)
    assert done.returncode == 1
    assert f"{name} is no plain file" in done.stderr


def test_more_than_was_allowed_is_not_read_of_a_file_that_grows(tmp_path: Path) -> None:
    path = tmp_path / "growing"
    path.write_bytes(b"x" * MB)
    with opened(path, MB) as file:
        with path.open("ab") as more:
            more.write(b"x" * MB)
        with pytest.raises(ValueError, match="growing is larger than 1 MB"):
            file.read()


def test_what_unpacks_to_more_than_allowed_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bomb.gz"
    path.write_bytes(gzip.compress(bytes(64 * MB)))
    assert path.stat().st_size < MB
    with opened(path, MB, packed=True) as file, pytest.raises(ValueError, match="is larger than 1 MB"):
        file.read()
    path.write_bytes(b"no gzip")
    with opened(path, MB, packed=True) as file, pytest.raises(ValueError, match="cannot be unpacked"):
        file.read()


@given(st.lists(st.binary(max_size=9).map(lambda b: b.replace(b"\n", b"")), max_size=6), st.integers(1, 8))
def test_lines_that_are_too_long_are_passed_over_and_counted(lines: list[bytes], longest: int) -> None:
    raw = b"".join(line + b"\n" for line in lines)
    wanted = [(n, line + b"\n" if len(line) <= longest else None) for n, line in enumerate(lines, 1)]
    assert [*lines_of(BytesIO(raw), longest)] == wanted


def read(tmp_path: Path, name: str, raw: bytes) -> tuple[int, list[str]]:
    """How many messages a history has, and what is said of the others."""
    path = tmp_path / name
    path.write_bytes(raw)
    started = time.process_time()  # whatever else the machine does
    found = [*read_history(path)]
    assert time.process_time() - started < 5
    messages = sum(isinstance(one, Past) for one in found)
    return messages, [one.reason for one in found if isinstance(one, Unreadable)]


def message(number: int, text: str = '"hi"', more: str = "") -> str:
    """A message as Telegram Desktop exports it."""
    return (
        f'{{"id": {number}, "type": "message", "date_unixtime": "170000000{number}", "from": "A", '
        f'"from_id": "user1", "text": {text}{more}}}'
    )


def export(*messages: str) -> bytes:
    """A chat of these messages."""
    return f'{{"name": "c", "type": "private_group", "id": 1, "messages": [{", ".join(messages)}]}}'.encode()


GREEDY: dict[str, tuple[str, bytes, str]] = {
    "a line without an end": ("c.jsonl", MANY.encode() + b"x" * (8 * MB) + b"\n" + MANY.encode(), "longer"),
    "no line at all": ("c.jsonl", MANY.encode() * 2 + b"\x00" * (8 * MB), "longer"),
    "depth in a line": (
        "c.jsonl",
        MANY.encode() * 2 + b'{"ts": 1, "kind": "message", "chat": "c", "fwd": ' + b"[" * 100_000 + b"\n",
        "deep",
    ),
    "a time beyond all times": (
        "c.jsonl",
        MANY.encode() * 2 + b'{"ts": 1e300, "kind": "message", "chat": "c"}\n',
        "is no time",
    ),
    "numbers beyond all numbers": (
        "c.jsonl",
        MANY.encode() * 2 + b'{"ts": 1, "kind": "message", "chat": "c", "msg": 99999999999999999}\n',
        "is no number of a message",
    ),
    "a cell of megabytes": (
        "c.csv",
        b"ts,user,text\n1700000000,a,hi\n1700000001,a," + b"x" * (2 * MB) + b"\n1700000002,a,hi\n",
        "longer",
    ),
    "a cell of 200,000 characters": (
        "c.csv",
        b"ts,user,text\n1700000000,a,hi\n1700000001,a," + b"x" * 200_000 + b"\nnever,a,hi\n",
        "is no time",
    ),
    "a message of 100 MB": (
        "result.json",
        export(message(1), message(2, '"' + "\\n" * (50 * MB) + '"'), message(3)),
        "larger than 2 MB",
    ),
    "a message of many parts": (
        "result.json",
        export(message(1), message(2, "[" + '{"type": "bold", "text": "]"},' * 400_000 + '""]'), message(3)),
        "larger than 2 MB",
    ),
    "depth in a message": (
        "result.json",
        export(message(1), message(2, '"x"', ', "y": ' + "[" * 990 + "]" * 990), message(3)),
        "deep",
    ),
    "an export's time beyond all times": (
        "result.json",
        export(message(1), message(2).replace("1700000002", "1e300"), message(3)),
        "is no time",
    ),
}


@pytest.mark.parametrize("what", GREEDY)
def test_what_is_too_much_in_a_history_is_named_and_the_rest_is_taken(tmp_path: Path, what: str) -> None:
    name, raw, reason = GREEDY[what]
    messages, told = read(tmp_path, name, raw)
    assert messages == 2
    assert len(told) == 1
    assert reason in told[0]


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b'{"x": "' + b"a" * (66 * MB) + b'", "messages": []}', "larger than 16 MB"),
        (b'{"x": ' + b"[" * 100_000, "nested more than"),
        (b"\x00" * (70 * MB), "no JSON"),
    ],
)
def test_an_export_that_never_comes_to_its_messages_is_refused(
    tmp_path: Path, raw: bytes, reason: str
) -> None:
    with pytest.raises(ValueError, match=reason):
        read(tmp_path, "result.json", raw)


@given(st.lists(st.integers(0, 400), max_size=5), st.integers(1, 9), st.integers(30, 60))
def test_large_messages_are_passed_over_wherever_the_pieces_end(
    lengths: list[int], size: int, largest: int
) -> None:
    bodies = [b'{"t": "' + (b'\\"}\\\\x' * n)[:n].rstrip(b"\\") + b'"}' for n in lengths]
    data = b'{"name": "c", "messages": [' + b", ".join(bodies) + b"]}"
    found = [piece.message for piece in messages(BytesIO(data), size, largest)]
    texts = [json.loads(body)["t"] for body in bodies]
    assert found == [{"t": text} if len(text) + len('{"t":""}') <= largest else None for text in texts]


@given(
    st.lists(
        st.sampled_from(
            ["a", "老", "🙂", "\\\\", '\\"', "\\n", "\\u8001", "\\ud83d\\ude42", "}", "[", "\\u000a"]
        ),
        max_size=90,
    ),
    st.integers(1, 9),
    st.integers(12, 30),
)
def test_a_text_is_left_out_up_to_its_end_whatever_its_pieces_end_in(
    parts: list[str], size: int, largest: int
) -> None:
    text = "".join(parts)
    data = f'{{"messages": [{{"t": "{text}"}}, {{"t": ""}}, {{"t": "{text}"}}, {{"t": "z"}}]}}'.encode()
    once, empty, twice, last = (piece.message for piece in messages(BytesIO(data), size, largest))
    assert (empty, last) == ({"t": ""}, {"t": "z"})
    whole = json.loads(f'"{text}"')
    for found in (once, twice):
        assert found in ({"t": whole}, None)
        assert found is None or len(whole) + len('{"t":""}') <= largest
        assert found is not None or len(text.encode()) + len('{"t":""}') > largest


def test_the_check_reads_what_the_files_name(tmp_path: Path) -> None:
    rules = write_rules(tmp_path / "rules")
    source = "bans:\n  source: {}\n"

    def told(named: str, *options: str) -> str:
        (rules / "screening.yaml").write_text(source.format(named), encoding="utf-8")
        done = zhiqun(tmp_path, "check", *options)
        assert (done.returncode == 0) == ("good" in done.stdout)
        return done.stdout

    (tmp_path / "bans.txt").write_text("123456\n", encoding="utf-8")
    assert "good" in told("bans.txt")
    assert "rules/screening.yaml:2:11: absent.txt cannot be read: No such file" in told("absent.txt")
    assert "rules/screening.yaml:2:11: /dev/zero is no plain file" in told("/dev/zero")
    assert "leads to this machine or a private network" in told("https://127.0.0.1/bans.txt")
    assert "is no https address" in told("http://127.0.0.1/bans.txt")
    assert "good" in told("https://127.0.0.1/bans.txt", "--offline")


def test_what_an_import_would_write_is_read_before_anything_is_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rules = write_rules(tmp_path / "rules")
    (tmp_path / "shop.csv").write_text("id,title,price\na,Alpha,5\n", encoding="utf-8")
    assert zhiqun(tmp_path, "courses", "import-catalogue", "shop.csv").returncode == 0
    before = (rules / "courses" / "shop.yaml").read_text(encoding="utf-8")
    for text in ("id,title,price\na,Alpha," + "9" * 5_001, "id,title,seats\na,Alpha," + "9" * 5_001):
        (tmp_path / "shop.csv").write_text(text + "\n", encoding="utf-8")
        done = zhiqun(tmp_path, "courses", "import-catalogue", "shop.csv")
        assert (done.returncode, "Traceback" in done.stderr) == (1, False)
        assert (rules / "courses" / "shop.yaml").read_text(encoding="utf-8") == before
    # More than the bot would read back.
    monkeypatch.setattr(files, "LARGEST", 1 << 16)
    large = "".join(f"c{n},T{n},{'很长' * 240}\n" for n in range(100))
    (tmp_path / "shop.csv").write_text(f"id,title,description\n{large}", encoding="utf-8")
    done = zhiqun(tmp_path, "courses", "import-catalogue", "shop.csv")
    assert "is larger than 64 KB" in done.stderr
    assert "nothing was changed" in done.stderr
    assert [p.name for p in (rules / "courses").iterdir()] == ["shop.yaml"]
    assert zhiqun(tmp_path, "check").returncode == 0


def test_a_file_is_read_as_a_whole_up_to_its_bound(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"x" * 10)
    assert plain(tmp_path / "a", 10) == b"x" * 10
    with pytest.raises(ValueError, match="is larger than 9 bytes"):
        plain(tmp_path / "a", 9)


def test_a_large_catalogue_takes_no_longer_than_its_length(tmp_path: Path) -> None:
    write_rules(tmp_path / "rules")
    rows = "".join(f"c{n},T{n}\n" for n in range(20_000))
    (tmp_path / "shop.csv").write_text(f"id,title\n{rows}", encoding="utf-8")
    started = time.perf_counter()
    done = zhiqun(tmp_path, "courses", "import-catalogue", "shop.csv", "--dry-run")
    assert "20,000 new" in done.stdout
    assert time.perf_counter() - started < 30
