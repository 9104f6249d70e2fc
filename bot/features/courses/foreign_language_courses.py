"""Suggest no course in a language as a foreign one to those who read it already."""

from __future__ import annotations

import re
from functools import lru_cache

from rules.config.courses import Course
from rules.engine.normalize import normalize

_TAGS = {
    "zh": frozenset(
        [
            "chinese",
            "mandarin",
            "putonghua",
            "hsk",
            "中文",
            "汉语",
            "漢語",
            "普通话",
            "普通話",
            "华语",
            "国语",
            "对外汉语",
            "对外中文",
        ]
    ),
    "en": frozenset(
        [
            "english",
            "ielts",
            "toefl",
            "toeic",
            "cet-4",
            "cet-6",
            "cet4",
            "cet6",
            "esl",
            "efl",
            "英语",
            "英語",
            "英文",
            "雅思",
            "托福",
            "托业",
            "四六级",
            "四级",
            "六级",
        ]
    ),
}
_TITLES = {
    "zh": re.compile(r"\b(?:chinese|mandarin|putonghua|hsk)\b|中文|汉语|漢語|普通话|普通話|华语"),
    "en": re.compile(r"\b(?:english|ielts|toefl|toeic|cet-?[46])\b|英语|英語|英文|雅思|托福|四六级"),
}
# What follows "Chinese" or "English" where no language is meant.
_OTHERWISE = re.compile(
    r"\b(?:chinese|english) (?:medicine|food|cooking|cuisine|kitchen|tea|wine|history|culture|painting"
    r"|calligraphy|literature|poetry|poems?|philosophy|market|markets|economy|politics|law|art|arts|music|dance|theatre"
    r"|gardens?|chess|astrology|zodiac|stocks?|investing|funds?|new year|martial|football|breakfast)\b"
)
_SKILL = re.compile(
    r"\b(?:beginners?|learners?|learn|learning|speaking|spoken|listening|reading|writing|grammar|vocabulary|words"
    r"|characters|pronunciation|conversation|conversational|business|basics?|lessons?|course|zero|daily|tones|exam"
    r"|test|hsk|ielts|toefl|toeic|for foreigners|as a (?:foreign|second) language)\b"
    r"|学习|学|口语|听力|阅读|精读|写作|语法|词汇|单词|发音|音标|会话|对话|翻译|入门|进阶|零基础|考试|备考|四六级|雅思|托福|课"
)
_PRACTISED = re.compile(  # of languages alone
    r"\b(?:speaking|listening|grammar|vocabulary|pronunciation|conversation)\b"
    r"|口语|听力|词汇|单词|语法|发音|音标|跟读"
)
_NAMED_LAST = re.compile(r"(?<!in )(?:\b(?:english|chinese|mandarin)|英语|英語|汉语|漢語|普通话)$")
_FOR_LEARNERS = re.compile(
    r"\b(?:beginners?|learners?|learn|learning|foreigners?|foreign|second language|hsk|mandarin)\b"
    r"|学习者|学中文|学汉语|外国人|老外|留学生|对外|汉语|漢語|华语"
)


@lru_cache(maxsize=4096)
def taught(course: Course) -> str:
    """The language, zh or en, that a course teaches as a foreign one; empty for every other course.

    The catalogue may say so (`teaches`); otherwise its title names the language, and a tag or what is
    practised says that it is the subject. A course in Chinese about Chinese is one for learners only if it
    says so, as writing well in one's own language is taught too.
    """
    if course.teaches:
        return "" if course.teaches == "none" else course.teaches
    title = normalize(" ".join(course.title.values()))
    tags = {normalize(tag) for tag in course.tags}
    whole = f"{title} {normalize(' '.join(course.description.values()))} {' '.join(sorted(tags))}"
    plain = _OTHERWISE.sub(" ", title)
    for language, names in _TAGS.items():
        tagged = bool(tags & names)
        subject = tagged or _SKILL.search(plain) or any(map(_named_last, course.title.values()))
        if not (subject if _TITLES[language].search(plain) else tagged and _PRACTISED.search(title)):
            continue
        if language == "zh" and course.language == "zh" and not _FOR_LEARNERS.search(whole):
            continue
        return language
    return ""


def _named_last(title: str) -> bool:
    """Whether a title ends with the name of a language, as in 商务英语, and is not held in it."""
    return bool(_NAMED_LAST.search(normalize(title)))
