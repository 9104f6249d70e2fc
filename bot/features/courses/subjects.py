"""Find what a catalogue is about: its tags, and words of titles where a course has none."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from bot.features.courses.catalogue_search import guesses_for, level_named, tags_of
from bot.features.courses.text_features import EVERYDAY, words
from rules.config.courses import Course
from rules.engine.normalize import normalize

_WORDS = """
请问 推荐 有没有 老师 大佬 求助 求教 办法 方法 想学 了解 谁知道 哪里 哪个 哪些 哪门 为什么 是不是
能不能 可不可以 有人 怎样 怎么办 东西 感觉 应该 比较 需要 还有 一直 有点 看到 出来 那么 这样 多少 合适
各位 一些 什么样 零基础 基础 入门 新手 小白 适合 更好 好不好 起来 出现 还会 教程 资料 别人
新来 刚来 初来 报到 大家好 自我介绍 请多关照
请教 想要 找到 变成 不能 解释 情况 先学 算不算 开始 名字 内容
anyone anybody someone somebody help need needs needed trying tried try getting work works working worked
way ways best idea ideas recommend recommendation recommendations advice suggestion suggestions tutorial
tutorials book resource resources guide guys guy hi hey hello sorry ok okay sure maybe doing does did make
makes making made got going look looking looks understand understood explain possible wondering wonder start
started starting stuck problem problems issue issues error errors wrong right better new old different mean
means meant difference say says said tell come came comes able actually really just pls plz lot lots yes
yeah yep nope hmm think thinking thought know knows known let lets having isn aren didn wasn couldn wouldn
shouldn hasn haven went gone take taking took taken run running runs ran set called calling call calls read
change changes changed happen happens happened happening add added adding put see seen saw seems seem show
shows shown find found finding give gives given gave keep keeps ask asking asked feel talk check checked
checking fix fixed fixing solve solved write written wrote send sent using uses usage install installed
installing open opened close closing closed click clicked follow following specific basic exactly simple
simply easy easily hard kind kinds sort type types thing stuff part parts place places example examples case
cases point reason line lines number numbers list name names order step steps version versions file files
code room group channel page pages link links post posts message messages chat person men man world life day
one two first second last next current currently later ago soon already instead probably definitely
especially wait away whats im recently mention mentioned question questions true false return consider enjoy
enjoying curious
"""
GENERIC = frozenset(_WORDS.split())


_LONGEST = 4  # words of a Latin phrase
_CJK = re.compile(r"[\u3400-\u9fff]+")
_LATIN = re.compile(r"[a-z0-9][a-z0-9+#.-]*[a-z0-9+#]|[a-z]")
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9+#.-]*")
# Words of titles that name no subject; `GENERIC` has those of everyday talk.
_OF_TITLES = [
    "实战",
    "实践",
    "实验",
    "实验室",
    "训练营",
    "练习",
    "入门",
    "进阶",
    "高级",
    "初级",
    "第一课",
    "第一步",
    "指南",
    "详解",
    "精讲",
    "原理",
    "应用",
    "技巧",
    "生活",
    "思维",
    "直觉",
    "每日",
    "一题",
    "日课",
    "小组",
    "不难看",
    "生活中",
    "basics",
    "basic",
    "beginner",
    "beginners",
    "intermediate",
    "advanced",
    "introduction",
    "intro",
    "complete",
    "practical",
    "practice",
    "daily",
    "lab",
    "camp",
    "bootcamp",
    "workshop",
    "masterclass",
    "essentials",
    "fundamentals",
    "foundations",
    "zero",
    "scratch",
    "hero",
    "life",
    "stories",
    "story",
    "thinking",
    "intuition",
    "building",
    "running",
    "work",
    "works",
    "clearly",
    "further",
    "teams",
    "readers",
    "quick",
    "quickly",
    "values",
    "functions",
    "modern",
    "real",
    "ultimate",
    "handbook",
    "secrets",
    "journey",
    "art",
    "science",
    "power",
    "minutes",
    "weeks",
    "everyday",
    "applied",
    "hands",
]


@dataclass(frozen=True)
class Subjects:
    """Subjects as comparable texts: those of each course by its place, and how each is shown to people."""

    of: tuple[frozenset[str], ...]
    titled: tuple[frozenset[str], ...]  # of them those that stand in the course's title
    shown: Mapping[str, str]

    def found(self, text: str) -> list[str]:
        """The subjects that a text names, each once, in order: phrases whole, Chinese within sentences."""
        known = self.shown
        plain = normalize(text)
        hits: list[tuple[int, int, str]] = []
        spans = list(_LATIN.finditer(plain))
        for first, start in enumerate(spans):
            for last in spans[first : first + _LONGEST]:
                phrase = self._known(plain[start.start() : last.end()])
                if phrase:
                    hits.append((start.start(), -last.end(), phrase))
        most = self._longest
        for chunk in _CJK.finditer(plain):
            run = chunk[0]
            for at in range(len(run)):
                hits += [
                    (chunk.start() + at, -chunk.start() - to, run[at:to])
                    for to in range(at + 2, min(at + most, len(run)) + 1)
                    if run[at:to] in known
                ]
        found, reached = dict[str, None](), 0
        for _, end, subject in sorted(hits):  # of what begins at the same place, the longest first
            if -end > reached:
                found[subject] = None
                reached = -end
        return list(found)

    @cached_property
    def _longest(self) -> int:
        return max((len(s) for s in self.shown if not s.isascii()), default=0)

    def _known(self, phrase: str) -> str:
        """A Latin phrase as the catalogue has it, in the singular or plural; empty when it has neither."""
        forms = (phrase, phrase.removesuffix("s"), f"{phrase}s")
        return next((form for form in forms if form in self.shown), "")

    def shared(self, terms: Mapping[str, float], course: int, most: int = 3) -> list[str]:
        """The subjects of a course among weighted terms, the weightiest first, as they are shown."""
        here = [s for s in self.of[course] if terms.get(s, 0) > 0]
        return self.named(sorted(here, key=lambda s: (-terms[s], s)))[:most]

    def named(self, subjects: Iterable[str]) -> list[str]:
        """Subjects as people read them."""
        return list(dict.fromkeys(self.shown.get(s, s) for s in subjects))


@lru_cache(maxsize=4)
def subjects_of(courses: tuple[Course, ...]) -> Subjects:
    """The subjects of a catalogue."""
    guesses = guesses_for(courses)
    names = _names(courses)
    found: list[frozenset[str]] = []
    titled: list[frozenset[str]] = []
    shown: dict[str, str] = {}
    for course in courses:
        tags = tags_of(course, guesses)
        spelled = {n: tag for tag in tags if (n := normalize(tag)) not in EVERYDAY and not level_named(tag)}
        own = spelled or dict.fromkeys(_title_words(course), "")
        own.pop("", None)
        for plain, tag in own.items():
            shown.setdefault(plain, names.get(plain) or tag or plain)
        found.append(frozenset(own))
        title = normalize(" ".join(course.title.values()))
        titled.append(frozenset(s for s in own if s in title))
    return Subjects(tuple(found), tuple(titled), shown)


def _title_words(course: Course) -> list[str]:
    """Words of a title that may be what the course is about."""
    every = [word for title in dict.fromkeys(course.title.values()) for word in words(title)]
    return [w for w in every if w not in GENERIC and w not in _OF_TITLES]


def _names(courses: Sequence[Course]) -> dict[str, str]:
    """How Latin names are spelled inside of Chinese texts, where ordinary words have no place: Excel, SQL."""
    found: dict[str, str] = {}
    for course in courses:
        for text in (course.title.get("zh", ""), course.description.get("zh", "")):
            if _CJK.search(text):
                for name in _NAME.findall(text):
                    found.setdefault(normalize(name), name)
    return found
