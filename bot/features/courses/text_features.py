"""Turn texts into features: words (rjieba cuts Chinese) and character n-grams, weighted by TF-IDF."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from itertools import chain
from pathlib import Path
from runpy import run_path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rules.config.courses import Course
from rules.engine.normalize import normalize

_WORD = re.compile(r"[\u3400-\u9fff]+|[a-z][a-z0-9+#.-]*[a-z0-9+#]|[a-z]")
_CJK = re.compile(r"[\u3400-\u9fff]")
# Words that say nothing about a subject: of everyday talk here, and of every course's description.
_STOP_WORDS = """
一个 可以 怎么 什么 如何 以及 通过 进行 学习 课程 一篇 一门 一次 每天 今天 明天 昨天 现在 时候 分钟 小时
星期 一周 明白 知道 觉得 问题 大家 我们 你们 他们 自己 这个 那个 没有 不是 就是 还是 但是 因为 所以 如果
开始 需要 一下 一起 谢谢 打卡
learn learning course courses lesson class use using used day days week weeks minute minutes hour hours today
tomorrow time times thing things thanks thank question answer people know good great small big like want don
doesn ll ve re
"""
EVERYDAY = frozenset(_STOP_WORDS.split())
_WORD_WEIGHT, _GRAM_WEIGHT = 1.0, 0.35
_MOST = 200  # features kept of one text


def words(text: str) -> list[str]:
    """The words of a text that may say something about its subject."""
    found: list[str] = []
    for chunk in _WORD.findall(normalize(text)):
        if _CJK.match(chunk):
            found += [w for w in jieba().cut(chunk) if len(w) > 1 and w not in EVERYDAY]
        elif len(chunk) > 1 and chunk not in EVERYDAY and chunk not in _common():
            found.append(chunk)
    return found


@cache
def jieba() -> Any:
    """Load what cuts Chinese: its dictionary takes 32 MB."""
    import rjieba

    return rjieba


@cache
def _common() -> frozenset[str]:
    """Function words and numerals of English: scikit-learn's list, read without loading the library."""
    library = find_spec("sklearn")
    assert library is not None, "scikit-learn is installed"
    assert library.submodule_search_locations is not None, "it is a folder"
    file = Path(library.submodule_search_locations[0]) / "feature_extraction" / "_stop_words.py"
    return frozenset(run_path(str(file))["ENGLISH_STOP_WORDS"])


def grams(text: str) -> list[str]:
    """Pairs of Chinese characters, and pieces of 4 letters of longer Latin words, marked with `~`."""
    found: list[str] = []
    for chunk in _WORD.findall(normalize(text)):
        size = 2 if _CJK.match(chunk) else 4
        if size == 2 or len(chunk) > size:
            found += ["~" + chunk[i : i + size] for i in range(len(chunk) - size + 1)]
    return found


def features(text: str) -> dict[str, float]:
    """Words and n-grams with their weights in a text."""
    weights: defaultdict[str, float] = defaultdict(float)
    for word in words(text):
        weights[word] += _WORD_WEIGHT
    for gram in grams(text):
        weights[gram] += _GRAM_WEIGHT
    return dict(weights)


def course_text(course: Course) -> str:
    """What a course says of itself, the title and the tags twice."""
    titles, tags = " ".join(course.title.values()), " ".join(course.tags)
    return " ".join([titles, titles, tags, tags, *course.description.values()])


@dataclass(frozen=True)
class TextModel:
    """The catalogue as unit rows over its vocabulary: shape (courses, features).

    Features are weighed as scikit-learn's TfidfVectorizer does (smooth IDF, sublinear TF, L2 norm). It is not
    asked, because the bot's process would load 65 MB for these few lines.
    """

    vocabulary: Mapping[str, int]
    idf: NDArray[np.float64]
    rows: Any  # scipy CSR matrix

    @classmethod
    def fit(cls, courses: Sequence[Course]) -> TextModel:
        """Weigh the features of a catalogue."""
        return cls.of([course_text(c) for c in courses])

    @classmethod
    def of(cls, texts: Sequence[str]) -> TextModel:
        """The same for texts, a course each."""
        from scipy.sparse import csr_matrix

        counted = [Counter(_repeated(text)) for text in texts]
        vocabulary = {f: n for n, f in enumerate(sorted({f for counts in counted for f in counts}))}
        places = [[vocabulary[f] for f in sorted(counts)] for counts in counted]
        flat = np.fromiter(chain.from_iterable(places), np.int64)
        having = np.bincount(flat, minlength=len(vocabulary))
        idf = np.log((1 + len(texts)) / (1 + having)) + 1
        values = [
            (1 + np.log([counts[f] for f in sorted(counts)])) * idf[row]
            for counts, row in zip(counted, places, strict=True)
            if row
        ]
        unit = [row / np.linalg.norm(row) for row in values]
        ends = np.cumsum([0, *map(len, places)])
        given = (np.concatenate(unit) if unit else np.zeros(0), flat, ends)
        return cls(vocabulary, idf, csr_matrix(given, shape=(len(texts), len(vocabulary))))

    def known(self, text: str) -> dict[str, float]:
        """The features of a text that the catalogue knows: all that is ever stored of it."""
        found = {f: w for f, w in features(text).items() if f in self.vocabulary}
        heaviest = sorted(found, key=lambda f: (-found[f], f))[:_MOST]
        return {f: found[f] for f in heaviest}

    def similarity(self, terms: Mapping[str, float]) -> NDArray[np.float64]:
        """Cosine between weighted terms and each course, shape (courses,), 0 to 1."""
        found: NDArray[np.float64] = (self.unit([terms]) @ self.rows.T).toarray().ravel()
        return found

    def unit(self, people: Sequence[Mapping[str, float]]) -> Any:
        """What each talks about as sparse unit rows over the vocabulary; zeros where nothing is known."""
        from scipy.sparse import csr_matrix

        places, values, ends = [], [], [0]
        for terms in people:
            row = {self.vocabulary[t]: w for t, w in terms.items() if w > 0 and t in self.vocabulary}
            weights = np.log1p(np.fromiter(row.values(), np.float64, len(row)))
            weights *= self.idf[list(row)]
            places += list(row)
            values.append(weights / max(float(np.linalg.norm(weights)), 1e-12))
            ends.append(len(places))
        shape = (len(people), len(self.vocabulary))
        return csr_matrix((np.concatenate(values) if values else [], places, ends), shape=shape)

    def between(self, courses: Sequence[int]) -> NDArray[np.float64]:
        """Cosines between these courses, shape (courses, courses)."""
        some = self.rows[list(courses)]
        found: NDArray[np.float64] = (some @ some.T).toarray()
        return found


def _repeated(text: str) -> Iterable[str]:
    """The features to be counted; n-grams once, words twice."""
    for word in words(text):
        yield word
        yield word
    yield from grams(text)
