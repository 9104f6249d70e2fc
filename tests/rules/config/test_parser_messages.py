"""What parsers and readers of tables mind: plain sentences in both languages, whoever wrote the words."""

from __future__ import annotations

import inspect
import re
from pathlib import Path

import pytest
import yaml
from yaml import composer, parser, scanner

from rules.config.courses import from_csv
from rules.config.datetimes import day_of, plausible, seconds_of
from rules.config.document import parse
from rules.config.encodings import decoded
from rules.config.files import plain
from rules.config.parser_messages import minded
from rules.config.problems import Problem
from rules.config.table_reader import LONGEST, Broken, LeftOut, lines_from, table
from rules.config.yaml_errors import told
from rules.sentences import Said, said, tell

# Names of keys, files and forms, which are the same in every language.
NAMES = re.compile(
    r"YAML|UTF-8|GBK|Tab|nobody|unix|t\.csv|id|title|name|text|person|course|b: 2|\bspam\b|\bham\b"
)
LIBYAML = """
found extremely long version number · did not find expected version number · did not find URI escaped octet
found a tab character where an indentation space is expected · found a tab character that violates indentation
found an indentation indicator equal to 0 · did not find expected comment or line break
found unexpected document indicator · found unexpected end of stream · found unknown escape character
did not find expected hexdecimal number · found invalid Unicode character escape code
could not find expected directive name · did not find expected whitespace or line break
block sequence entries are not allowed in this context · mapping keys are not allowed in this context
mapping values are not allowed in this context · found character that cannot start any token
found duplicate %TAG directive · found duplicate %YAML directive · found incompatible YAML document
did not find expected <document start> · did not find expected node content · found unknown directive name
did not find expected ',' or ']' · did not find expected '-' indicator
did not find expected ',' or '}'
could not find expected ':' · did not find expected tag URI
found unexpected ':' · found undefined tag handle
did not find expected key · found duplicate anchor; first occurrence · but found another document
found undefined alias
"""
FAULTY = (
    "a: b: c",
    "a: 1\n  b: 2\n",
    "a\nb: 2\n",
    "key: x\nstray\nb: 2\n",
    "- a\nb: 1\n",
    "a: - b",
    "a: @x",
    "a: `x`",
    "a: %x",
    "%YAML 3.0\n---\na: 1",
    "a: [1, 2",
    "a: [1 2\nb: 1",
    "a: {b: 1",
    "a: {b: 1 c: 2}",
    "a: ]",
    "a: [1, , 2]",
    "a: }",
    "a:\n  - b\n c: 1\n",
    "a:\n  - b: 1\n   c: 2\n",
    "a: 1\n---\nb: 2",
    "a: 1\n...\nb: 2",
    "{a: 1} b: 2",
    'a: "\\d"',
    'a: "\\xZZ"',
    'a: "x',
    "a: 'x",
    "a: 'x' y",
    "a: *nobody",
    "a: * b",
    "a: &",
    "a: & b",
    "a: &x 1\nb: &x 2\n",
    "a: !<x",
    "a: !x!y z",
    "a: | x\n  y",
    "a: |0\n  y",
    "a:\n\t- b",
    "\ta: b",
    "a: \t@",
    "? a\n? - b\n c",
    "a: \x07",
    "a\x00",
    "a: '\n---\nb'",
)


def english(sentence: str) -> list[str]:
    """The English words of a sentence that stand in no name."""
    return re.findall(r"[A-Za-z]{3,}", NAMES.sub("", sentence))


@pytest.mark.parametrize("text", FAULTY)
@pytest.mark.parametrize("loader", [yaml.SafeLoader, yaml.CSafeLoader])
def test_no_words_of_a_parser_reach_whoever_reads_chinese(text: str, loader: type) -> None:
    with pytest.raises(yaml.YAMLError) as caught:
        yaml.compose(text, Loader=loader)
    line, column, sentence = told(caught.value, text)
    assert isinstance(sentence, Said)
    assert (line, column) >= (1, 1)
    assert not english(tell(sentence, "zh")), sentence
    assert re.search("[请\u4e00-\u9fff]", tell(sentence, "zh"))
    found: list[Problem] = []
    assert parse(text, "f.yaml", found) is None
    assert not english(found[0].told("zh").partition(": ")[2])


def test_all_that_both_parsers_mind_is_known() -> None:
    words = [(part.strip(), "") for line in LIBYAML.strip().splitlines() for part in line.split("·")]
    for module in (scanner, parser, composer):
        source = re.sub(r"(?m)^\s*#.*$", "", inspect.getsource(module))
        for call in re.findall(r"raise (?:Scanner|Parser|Composer)Error\((.*?)\)\n", source, re.DOTALL):
            literals = re.findall(r'"([^"]*)"', call)
            if len(literals) == 1:
                literals = [*literals, ""] if literals[0].startswith("while ") else ["", *literals]
            context, problem = literals[:2]
            filled = context.replace("an %s", "an anchor").replace("a %s", "a tag")
            words.append((problem.replace("%r", "'x'"), filled))
    assert len(words) > 70
    for problem, context in words:
        sentence = minded(problem, context, "x")
        assert "cannot be understood" not in sentence, (problem, context)
        assert not english(tell(sentence, "zh")), sentence
    other = minded("words nobody foresaw", "", "x")
    assert "nobody foresaw" not in other
    assert not english(tell(other, "zh"))


TABLES = {
    "empty": b"",
    "blank": b" \n,,\n",
    "quote in the head": b'"id,name\n',
    "long head": b"x" * (LONGEST + 2),
    "pictures": b"\x89PNG\r\n\x1a\n\x00\x00\xff\xfe\xff",
    "too many values": b"id,title\na,A,much\n",
    "open quote": b'id,title\na,"A\n',
    "long row": b"id,title\n" + b"x" * (LONGEST + 2),
    "strange column": b"id,titel\na,A\n",
}


@pytest.mark.parametrize("raw", TABLES.values(), ids=TABLES)
def test_whatever_is_wrong_with_a_table_is_told_in_chinese(raw: bytes) -> None:
    problems: list[Problem] = []
    list(from_csv(raw, "t.csv", problems))
    assert problems
    for problem in problems:
        assert isinstance(problem.message, Said)
        shown = problem.told("zh").partition(": ")[2]
        assert not english(re.sub(r"titel|可用：.*", "", shown)), shown


@pytest.mark.parametrize("raw", TABLES.values(), ids=TABLES)
def test_rows_that_are_left_out_are_told_in_chinese(raw: bytes) -> None:
    left_out = LeftOut("t.csv")
    refused: list[str] = []
    try:
        for row in table(lines_from(raw, "t.csv"), "t.csv").rows:
            if isinstance(row, Broken):
                left_out.add(row.line, row.reason)
    except ValueError as error:
        refused = [said(error)]
    told_ = [*refused, *left_out.told()]
    assert all(isinstance(sentence, Said) and not english(tell(sentence, "zh")) for sentence in told_)
    assert bool(told_) is (b"titel" not in raw)


def test_many_rows_moments_and_sizes_are_told_in_chinese(tmp_path: Path) -> None:
    left_out = LeftOut("t.csv")
    for line in range(30):
        try:
            seconds_of(("1.2E+10", "1/2/2026", "soon", "5", "1960-01-01")[line % 5])
        except ValueError as error:
            left_out.add(line, error)
    for sentence in left_out.told():
        assert not english(tell(sentence, "zh").replace("soon", "")), sentence
    assert tell(left_out.told()[-1], "zh") == "……还有 10 行不能用"
    for wrong in (lambda: plausible(-1.0), lambda: day_of("soon"), lambda: decoded(b"\xff\xfe\xff", "t.csv")):
        with pytest.raises(ValueError, match=r".") as caught:
            wrong()
        assert not english(re.sub("soon|YYYY-MM-DD", "", tell(said(caught.value), "zh")))
    (tmp_path / "t.csv").write_bytes(b"x" * 99)
    with pytest.raises(ValueError, match="larger than 50 bytes") as caught:
        plain(tmp_path / "t.csv", 50)
    assert tell(said(caught.value), "zh").endswith("t.csv 超过 50 字节")
