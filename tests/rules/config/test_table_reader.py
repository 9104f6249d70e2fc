"""Tables in every dress that spreadsheets give them: the same rows, and what cannot be used is named."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.config.table_reader import LONGEST, Broken, Cells, Row, Table, lines_from, mark_of, table

ROWS = [("1", "Ann", "hello, you"), ("2", "Bob", "加微信；领取"), ("3", "Zoe", 'she said "hi"')]


def read(raw: bytes, begins: Callable[[Cells], bool] | None = None) -> Table:
    """The table of a file of these bytes."""
    return table(lines_from(raw, "t.csv"), "t.csv", begins=begins)


def cells(found: Table) -> list[tuple[str, ...]]:
    """The cells of its good rows."""
    return [tuple(row.cells.values()) for row in found.rows if isinstance(row, Row)]


def written(mark: str, *, quoted: bool = False, end: str = "\r\n") -> str:
    """The rows as a spreadsheet writes them."""
    file = io.StringIO()
    writer = csv.writer(
        file,
        delimiter=mark,
        quoting=1 if quoted else 0,
        lineterminator=end,
    )
    writer.writerows([("id", "name", "text"), *ROWS])
    return file.getvalue()


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
@pytest.mark.parametrize("quoted", [False, True])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gbk"])
def test_the_same_rows_are_read_in_every_dress(mark: str, quoted: bool, end: str, encoding: str) -> None:
    found = read(written(mark, quoted=quoted, end=end).encode(encoding))
    assert (found.mark, found.head) == (mark, ["id", "name", "text"])
    assert cells(found) == ROWS


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("id,name\n1,Ann\n,,\n\n ,\n", [("1", "Ann")]),
        ("\n\nid,name\n1,Ann\n", [("1", "Ann")]),
        (" ID ,Name\n1,Ann\n", [("1", "Ann")]),
        ("sep=;\nid;name\n1;Ann\n", [("1", "Ann")]),
        ("id,name,,\n1,Ann,,\n", [("1", "Ann")]),
        ("id,name\n1\n", [("1", "")]),
        ('id,name\n1,"two\nlines"\n2,Bob\n', [("1", "two\nlines"), ("2", "Bob")]),
        ('id\tname\n1\t"quoted" once\n2\t"\n', [("1", '"quoted" once'), ("2", '"')]),
    ],
)
def test_what_spreadsheets_leave_around_a_table_is_nothing(text: str, rows: list[tuple[str, ...]]) -> None:
    assert cells(read(text.encode())) == rows


@pytest.mark.parametrize(
    ("text", "good", "bad"),
    [
        ('id,name\n1,"Ann\n2,Bob\n3,Zoe\n', ["2", "3"], [2]),
        ('id,name\n1,"Ann\n2,Bob\n3,"Zoe"\n', ["2", "3"], [2]),
        ('id,name\n1,"Ann\n2,"Bob\n3,Zoe\n', ["3"], [2, 3]),
        ('id,name\n1,"An"n\n2,Bob\n', ["2"], [2]),
        ("id,name\n1,Ann,extra\n2,Bob\n", ["2"], [2]),
        (f"id,name\n1,{'x' * LONGEST}\n2,Bob\n", ["2"], [2]),
        (f'id,name\n1,"{"x" * LONGEST}\n2,Bob\n', ["2"], [2]),
    ],
)
def test_a_row_that_cannot_be_used_costs_no_other(text: str, good: list[str], bad: list[int]) -> None:
    rows = [*read(text.encode(), lambda c: c["id"].isdigit()).rows]
    assert [row.cells["id"] for row in rows if isinstance(row, Row)] == good
    assert [row.line for row in rows if isinstance(row, Broken)] == bad


@pytest.mark.parametrize(
    ("line", "mark"),
    [
        ("spam\thello, you, all", "\t"),
        ("1;加微信; 领取, 优惠", ";"),
        ('"Smith, Ann";12', ";"),
        ("1|, |", "|"),
        ("a,b;c", ","),
        ("user1 c1 c2", ""),
        ('"one, two"', ""),
    ],
)
def test_columns_are_parted_by_tabs_or_by_what_there_is_most_of_outside_of_quotes(
    line: str, mark: str
) -> None:
    assert mark_of(line) == mark


CELL = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\x00"), max_size=12)
BODY = st.lists(st.tuples(st.from_regex(r"[a-z][0-9]{1,3}", fullmatch=True), CELL, CELL), max_size=6)


@given(BODY, st.sampled_from(",;|"), st.booleans())
def test_what_a_library_writes_is_read_back(
    body: list[tuple[str, str, str]], mark: str, quoted: bool
) -> None:
    file = io.StringIO()
    csv.writer(file, delimiter=mark, quoting=1 if quoted else 0, lineterminator="\n").writerows(
        [("id", "a", "b"), *body]
    )
    assert cells(read(file.getvalue().encode())) == body


@given(
    st.lists(st.sampled_from(['1,a,"x', "2,b,y", '3,"c",z"', '"', "", ',,"', "4,d", "五,e,🙂"]), max_size=12)
)
def test_whatever_stands_around_them_whole_rows_are_found(lines: list[str]) -> None:
    raw = "\n".join(["id,name,text", *lines]).encode()
    rows = [*read(raw, lambda c: bool(c["id"].strip())).rows]
    numbers = [row.line for row in rows]
    assert numbers == sorted(set(numbers))
    whole = {row.line for row in rows if isinstance(row, Row)}
    alone = {number for number, line in enumerate(lines, 2) if line in ("2,b,y", "4,d", "五,e,🙂")}
    assert alone <= whole


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"", "t.csv is empty"),
        (b" \n,,\n", "t.csv is empty"),
        (b"id,name\n1,\xff\xff\n", "neither UTF-8 nor GBK"),
        ("id,name\n1,Café à Paris, señor\n".encode("latin-1"), "neither UTF-8 nor GBK"),
        (b'"id,name\n', "t.csv:1: a quote is opened"),
        (b"x" * (LONGEST + 2), "t.csv:1: the line is longer"),
    ],
)
def test_what_is_no_table_is_refused_in_a_sentence(raw: bytes, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        read(raw)
