"""membership.yaml: what may stand in it, and every mistake told in place, in both languages."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from rules.config.book import examine
from rules.config.extensions import Extensions
from rules.config.membership import MONTH, Membership
from rules.engine.state import FOREVER
from tests.rules.make import folder

FILE = Extensions(files={"membership": Membership})
TEXTS = "terms: {zh: 条款, en: Terms}\nsupport: ask @olga\n"


def read(tmp_path: Path, text: str, **others: str) -> Membership:
    """What a file says."""
    found = examine(folder(tmp_path, None, membership=text, **others), FILE)
    assert found.book is not None, [str(p) for p in found.problems]
    return found.book.file(Membership)


def test_without_plans_nothing_is_sold_and_no_texts_are_needed(tmp_path: Path) -> None:
    assert not read(tmp_path, "plans: []\n").on
    assert not read(tmp_path, "reminders: 2d\n").on


def test_a_plan_has_the_usual_month_unless_told_otherwise(tmp_path: Path) -> None:
    plans = "plans:\n  - {id: a, name: A, price: 300}\n  - {id: b, name: B, price: 100000, period: forever}\n"
    found = read(tmp_path, TEXTS + plans)
    month, ever = found.plans
    assert (month.period, month.recurring, month.grace) == (MONTH, True, 3 * 86_400)
    assert (ever.period, ever.recurring) == (FOREVER, False)
    assert found.terms == {"zh": "条款", "en": "Terms"}


def test_a_plan_is_opened_by_those_that_include_it_however_far(tmp_path: Path) -> None:
    plans = """plans:
  - {id: a, name: A, price: 1}
  - {id: b, name: B, price: 2, includes: a}
  - {id: c, name: C, price: 3, includes: [b]}
"""
    found = read(tmp_path, TEXTS + plans)
    assert found.opening("a") == {"a", "b", "c"}
    assert found.opening("c") == {"c"}


@pytest.mark.parametrize(
    ("written", "told", "chinese"),
    [
        (
            "  - {id: a, name: A, price: 10001}\n",
            "4:29: 10001 Stars are more than Telegram takes for what renews itself: at most 10000",
            "最多 10000",
        ),
        (
            "  - {id: a, name: A, price: 100001, period: 365d}\n",
            "4:29: 100001 Stars are more than Telegram takes here: at most 100000",
            "上限",
        ),
        ("  - {id: a, name: A, price: 0}\n", "4:29: should be at least 1", "1"),
        (
            "  - {id: a, name: A, price: 5, period: 36h}\n",
            "4:40: '36h' is no period: write whole days (30d, 365d) or forever",
            "不是周期",
        ),
        (
            "  - {id: a, name: A, price: 5, period: 7d, renews: true}\n",
            "4:5: Telegram charges again by itself only every 30d",
            "只会每 30d",
        ),
        (
            "  - {id: a, name: A, price: 5, upgrades: b}\n",
            "4:5: the rest of another plan becomes time here",
            "剩下的",
        ),
        (
            "  - {id: year, name: A, price: 5, period: 365d, upgrades: moth}\n"
            "  - {id: month, name: A, price: 5}\n",
            "4:59: plan 'year' names the unknown plan 'moth' (did you mean 'month'?)",
            "不存在",
        ),
        (
            "  - {id: a, name: A, price: 5, period: 365d, channels: -1001, channel_link: true}\n",
            "4:5: Telegram charges for a channel only every 30d: give channels, period: 30d",
            "为频道扣一次",
        ),
        (
            "  - {id: a, name: A, price: 5, channel_link: true}\n",
            "4:5: Telegram charges for a channel",
            "频道",
        ),
        ("  - {id: a, name: A, price: 5, channels: 1001}\n", "4:42: should be less than 0", "0"),
        ("  - {id: a, name: A, price: 5, groups: 1001}\n", "4:40: should be less than 0", "0"),
        (
            "  - {id: a, name: A, price: 5, tag: the whole year long}\n",
            "4:37: a tag beside a name has 16 characters at most: the whole year long",
            "the whole year long",
        ),
        ("  - {id: a, name: A, price: 5, perod: 30d}\n", "4:32: unknown key 'perod'", "perod"),
        ("  - {id: A B, name: A, price: 5}\n", "4:10: ", "A B"),
        (
            "  - {id: a, name: A, price: 5}\n  - {id: a, name: B, price: 6}\n",
            "5:10: two plans have the id 'a'",
            "两个套餐",
        ),
        (
            "  - {id: year, name: A, price: 5, includes: yaer}\n  - {id: yaers, name: A, price: 5}\n",
            "4:45: plan 'year' names the unknown plan 'yaer' (did you mean 'yaers'?)",
            "不存在",
        ),
    ],
)
def test_a_mistake_is_told_where_it_stands(tmp_path: Path, written: str, told: str, chinese: str) -> None:
    text = f"{TEXTS}plans:\n{written}"
    found = examine(folder(tmp_path, membership=text), FILE).problems
    assert [str(p) for p in found if f"membership.yaml:{told}" in str(p)], [str(p) for p in found]
    assert any(chinese in p.told("zh") for p in found)


def test_those_who_were_in_before_stay_for_a_time_or_until_a_day(tmp_path: Path) -> None:
    assert read(tmp_path, "earlier_members: 30d\n").earlier_members == 30 * 86_400
    assert read(tmp_path, "earlier_members: 2030-01-31\n").earlier_members == date(2030, 1, 31)
    (found,) = examine(folder(tmp_path, membership="earlier_members: 2030-02-31\n"), FILE).problems
    assert "membership.yaml:1:18: " in str(found)


@pytest.mark.parametrize(
    ("said", "plan", "campaign"),
    [
        ("year", "year", ""),
        ("year_spring", "year", "spring"),
        ("year-spring_2", "year", "spring_2"),
        ("year_two", "year_two", ""),
        ("year_two_<b>x</b>", "year_two", "bxb"),
        ("yearly", "", "yearly"),
        ("plans", "", "plans"),
    ],
)
def test_a_link_names_a_plan_and_a_campaign(tmp_path: Path, said: str, plan: str, campaign: str) -> None:
    plans = "plans:\n  - {id: year, name: A, price: 1}\n  - {id: year_two, name: B, price: 2}\n"
    found, named = read(tmp_path, TEXTS + plans).linked(said)
    assert (found.id if found else "", named) == (plan, campaign)


@pytest.mark.parametrize("missing", ["terms", "support"])
def test_nothing_is_sold_without_terms_and_somebody_to_ask(tmp_path: Path, missing: str) -> None:
    texts = "\n".join(line for line in TEXTS.splitlines() if not line.startswith(missing))
    text = f"{texts}\nplans:\n  - {{id: a, name: A, price: 5}}\n"
    (found,) = examine(folder(tmp_path, membership=text), FILE).problems
    assert f"'{missing}' is missing" in str(found)
    closed = text.replace("price: 5", "price: 5, sold: false")
    assert read(tmp_path, closed).on


def test_courses_that_plans_open_have_to_be_in_the_catalogue(tmp_path: Path) -> None:
    courses = "courses:\n  - {id: basics, title: Basics}\n"
    text = f"{TEXTS}plans:\n  - {{id: a, name: A, price: 5, courses: [basics, basix]}}\n"
    (problem,) = examine(folder(tmp_path, membership=text, courses=courses), FILE).problems
    assert "membership.yaml:4:50: courses.yaml has no course 'basix' that plans could open" in str(problem)
    assert "(did you mean 'basics'?)" in str(problem)


@pytest.mark.parametrize(
    ("coupons", "told"),
    [
        ("{id: a, name: A, percent: 10}", ""),
        ("{id: a, name: A, stars: 49, plans: week}", ""),
        ("{id: a, name: A}", "8:5: coupon 'a': give either `percent` or `stars`"),
        ("{id: a, name: A, percent: 5, stars: 5}", "8:5: coupon 'a': give either `percent` or `stars`"),
        ("{id: a, name: A, percent: 100}", "8:31: "),
        ("{id: a, name: A, percent: 5, plans: [week, month]}", "8:48: plan 'month' renews itself"),
        ("{id: a, name: A, percent: 5, plans: [weak]}", "8:42: there is no plan 'weak' in membership.yaml"),
        ("{id: a, name: A, stars: 50, plans: [week]}", "8:41: plan 'week' costs 50 Stars"),
        ("{id: a, name: A, stars: 5}\n  - {id: a, name: A, stars: 5}", "9:10: two coupons have the id 'a'"),
        ("{id: b, name: B, stars: 5}", "5:58: there is no coupon 'a' in membership.yaml"),
    ],
)
def test_coupons_that_cannot_work_are_refused_in_place(tmp_path: Path, coupons: str, told: str) -> None:
    text = f"""{TEXTS}plans:
  - {{id: month, name: A, price: 50}}
  - {{id: week, name: A, price: 50, period: 7d, coupons: [a]}}

coupons:
  - {coupons}
"""
    found = [str(p) for p in examine(folder(tmp_path, membership=text), FILE).problems]
    if told:
        assert [p for p in found if f"membership.yaml:{told}" in p], found
    else:
        assert found == []


def test_what_a_plan_opens_is_opened_by_those_that_include_it(tmp_path: Path) -> None:
    topic = "topics: [{group: -5, topic: 7}]"
    plans = f"""plans:
  - {{id: desk, name: A, price: 5, groups: [], courses: [a], {topic}}}
  - {{id: wide, name: A, price: 5, includes: desk}}
  - {{id: widest, name: A, price: 5, includes: wide, grace: 2d}}
  - {{id: other, name: A, price: 5, groups: [-9], courses: b}}
"""
    found = read(tmp_path, TEXTS + plans, courses="courses: [{id: a, title: A}, {id: b, title: B}]\n")
    assert found.keys_of({-1, -5}, 7) == found.keys_to("a") == {"desk", "wide", "widest"}
    assert found.keys_of({-5}, 8) == found.keys_of({-9}, 7) == found.keys_to("c") == set()
    assert found.keys_to("b") == {"other"}
    assert found.closed_courses == {"a", "b"}
    assert [p.id for p in found.opened_by("widest")] == ["desk", "wide", "widest"]
    assert found.graces({"widest", "group:1"}) == {"widest": 2 * 86_400}
    assert [p.everywhere for p in found.plans] == [False, True, True, False]
