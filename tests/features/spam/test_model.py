"""The model that comes along works as it is, scores batches as it does single texts, and explains."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.features.spam.model import BadModel, SpamModel, tails
from bot.features.spam.near_copies import Memory
from bot.features.spam.seed_corpus import seed, shipped
from bot.features.spam.text_features import features, stored_features
from bot.features.spam.training_data import CannotLearn, Learned, Lesson, Row, study
from rules.engine.normalize import digest

SHIPPED = shipped()
SPAM = [
    "招兼职，在家操作手机，一单一结，日入三百，加我微信 ab12",
    "内部消息群，老师带单，稳赚不赔，扫码进群",
    "低价出课程合集，全套资料网盘秒发，要的私聊",
    "Earn 800 dollars weekly from home, message me on WhatsApp",
    "Join my VIP crypto signals channel, guaranteed profit, DM for the link",
]
HAM = [
    "老师，第五节课的作业交到哪里？",
    "打卡第七天，今天复习了字典和集合",
    "我也遇到了这个报错，升级一下版本就好了",
    "微信支付的接口文档在哪里可以看？",
    "The link to the recording doesn't work for me, could you check it?",
    "I finished the second assignment, it took me all evening",
]


@pytest.mark.parametrize("text", SPAM)
def test_the_shipped_model_knows_advertising_it_never_saw(text: str) -> None:
    (found,) = SHIPPED.score([text])
    assert found.chance > 0.5
    assert found.tail < 0.05


@pytest.mark.parametrize("text", HAM)
def test_the_shipped_model_leaves_learners_alone(text: str) -> None:
    (found,) = SHIPPED.score([text])
    assert found.chance < 0.5
    assert found.tail > 0.01


def test_the_shipped_model_is_what_the_shipped_texts_teach(learned: Learned) -> None:
    texts = [one.text for one in seed()]
    fresh = SpamModel.from_bytes(learned.body)
    assert np.allclose(
        [s.chance for s in SHIPPED.score(texts)], [s.chance for s in fresh.score(texts)], atol=0.02
    ), "run `python -m bot.features.spam.training_data --shipped`"


def test_the_shipped_texts_are_many_and_none_comes_twice() -> None:
    texts = [digest(one.text) for one in seed()]
    assert len(texts) == len(set(texts)) >= 300
    assert not {digest(t) for t in SPAM + HAM} & set(texts)


@given(st.lists(st.sampled_from(SPAM + HAM + ["", " ", "好", "❤️", "\ud800"]) | st.text(), max_size=6))
def test_a_batch_is_scored_like_its_texts_one_by_one(texts: list[str]) -> None:
    together, alone = SHIPPED.score(texts), [SHIPPED.score([t])[0] for t in texts]
    assert [s.chance for s in together] == pytest.approx([s.chance for s in alone], abs=1e-6)
    assert [s.words for s in together] == [s.words for s in alone]


def test_a_model_comes_back_from_its_bytes(learned: Learned) -> None:
    again = SpamModel.from_bytes(SpamModel.from_bytes(learned.body).to_bytes())
    assert again.name == learned.name
    assert again.score(SPAM) == SpamModel.from_bytes(learned.body).score(SPAM)


@pytest.mark.parametrize("body", [b"", b"nonsense", b"PK\x03\x04broken"])
def test_a_damaged_model_is_refused(body: bytes) -> None:
    with pytest.raises(BadModel):
        SpamModel.from_bytes(body)


def test_a_suspicious_score_says_which_words_speak_for_it() -> None:
    (found,) = SHIPPED.score([SPAM[0]])
    assert found.words
    assert all(word in SPAM[0] for word in found.words)


def test_an_explanation_names_parts_of_the_text_from_the_heaviest_on() -> None:
    terms = SHIPPED.explain(SPAM[0])
    assert 3 <= len(terms) <= 8
    assert all(abs(a) >= abs(b) for (_, a), (_, b) in pairwise(terms))
    assert sum(weight for _, weight in terms) > 0
    assert SHIPPED.explain("") == []


@given(st.integers(1, 3000), st.floats(0.005, 0.2), st.integers(0, 2**32))
def test_the_promised_rate_of_false_alarms_is_kept(size: int, target: float, draw: int) -> None:
    random = np.random.default_rng(draw)
    ordinary = np.sort(random.normal(size=size))
    # Exactly: of the next margin from the same distribution, the chance of a tail within the target.
    allowed = int((tails(ordinary, ordinary) <= target).sum())
    above_all = float(tails(np.array([np.inf]), ordinary)[0])
    assert (allowed + (above_all <= target)) / (size + 1) <= target


def labelled(text: str, *, spam: bool) -> Row:
    """A moderator's label."""
    return Row(features([text]).pack()[0], spam, 3.0)


def test_moderators_labels_change_what_is_learned() -> None:
    waves = [
        f"新来的朋友看看{a}，{b}体验课送给大家，回复数字领取"
        for a in "这那我他"
        for b in ["瑜伽", "舞蹈", "书法"]
    ]
    model = SpamModel.from_bytes(study(Lesson([labelled(t, spam=True) for t in waves])).body)
    other = "新来的朋友看看这里，游泳体验课送给大家，回复数字领取"
    assert model.score([other])[0].chance > SHIPPED.score([other])[0].chance + 0.2


def test_too_few_texts_teach_nothing() -> None:
    with pytest.raises(CannotLearn, match=r"1 spam and 0 ordinary texts"):
        study(Lesson([labelled("buy now", spam=True)], seed=False))


COPY = "兼职日结一天三百起，不押金不面试，想做的朋友私聊我领取任务资料"


def remembered(memory: Memory, text: str, label: str) -> None:
    """Let a memory know a text."""
    memory.add(digest(text), label, stored_features(features([text]).pack()[0]))


def test_a_near_copy_of_what_was_judged_is_known_at_once() -> None:
    memory = Memory()
    remembered(memory, COPY, "spam")
    texts = [COPY, COPY.replace("三百", "八百") + "！", "大家晚上好，今天的作业有点难"]
    assert memory.find(texts, [digest(t) for t in texts]) == ["spam", "spam", ""]


def test_the_newest_label_of_a_text_counts_and_can_be_taken_back() -> None:
    memory = Memory()
    remembered(memory, COPY, "spam")
    remembered(memory, COPY, "ham")
    assert memory.find([COPY], [digest(COPY)]) == ["ham"]
    memory.add(digest(COPY), "", None)
    assert memory.find([COPY], [digest(COPY)]) == [""]
    assert len(memory) == 0


def test_a_memory_has_a_bound_and_forgets_the_oldest() -> None:
    memory = Memory(most=2)
    for text in ("one", "two", "three"):
        remembered(memory, text, "spam")
    assert len(memory) == 2
    assert memory.find(["one", "three"], [digest("one"), digest("three")]) == ["", "spam"]
