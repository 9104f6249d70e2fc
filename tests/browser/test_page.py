"""The chat page in Chromium, driven as a visitor would."""

from __future__ import annotations

import re

import pytest
from fastapi import APIRouter
from playwright.async_api import Browser, expect

from bot.playground.demo.people import BY_KEY, GROUP, VISITOR
from bot.playground.demo.world import demo_acts
from bot.playground.pages import pages_router
from bot.playground.service import Service
from tests.browser.conftest import Scene, visit
from tests.browser.steps import be, be_newcomer, bubble, choose, join, write
from tests.servers import playground

pytestmark = pytest.mark.browser

XIAOMAN = BY_KEY["xiaoman"]


async def test_a_visitor_joins_is_welcomed_and_writes(scene: Scene) -> None:
    page = scene.page
    await join(page)
    await expect(page.locator(".service").filter(has_text="访客 Guest joined")).to_be_visible()
    await expect(bubble(page, "欢迎 访客")).to_have_class(re.compile("from-bot"))
    await write(page, "hello <b>everyone</b> https://example.com/a")
    mine = bubble(page, "hello <b>everyone</b>")
    await expect(mine).to_have_class(re.compile("mine"))
    await expect(mine.get_by_role("link")).to_have_attribute("href", "https://example.com/a")
    await expect(page.get_by_label("Write something…")).to_have_value("")


async def test_a_page_opened_before_the_scene_is_set_becomes_the_visitor_all_the_same(
    browser: Browser,
) -> None:
    def pages(service: Service) -> APIRouter:
        return pages_router(service, visitor=VISITOR.id)

    async with (
        playground(pages=[pages], flood=False, check=False) as pg,
        visit(browser, pg.url, 1280, 800) as page,
    ):
        await pg.act({"do": "create_person", "person": 5, "first_name": "Ann"})
        await expect(page.locator(".whoami")).to_contain_text("Watching")
        assert all(result["ok"] for result in await pg.acts(demo_acts()))
        await expect(page.locator(".whoami")).to_contain_text("访客")


async def test_breaking_a_rule_leaves_a_ghost_with_the_reason(scene: Scene) -> None:
    page = scene.page
    await join(page)
    await write(page, "稳赚不赔，加微信 abc")
    ghost = bubble(page, "稳赚不赔")
    await expect(ghost).to_have_class(re.compile("ghost"))
    await expect(ghost.locator(".gone")).to_contain_text("removed by local_bot")
    await expect(ghost.locator(".why")).to_contain_text("The bot says: 访客: 广告 advertisement")
    await expect(page.locator(".did li").first).to_contain_text("wrote in “学习群 · Learners”: 访客: 广告")
    await page.reload()
    await expect(ghost.locator(".why")).to_contain_text("广告 advertisement")


async def test_a_suggestions_button_is_pressed_and_answered(scene: Scene) -> None:
    page = scene.page
    await be(page, "小满")
    await scene.bot.suggest({"id": XIAOMAN.id, "first_name": "小满"})
    await bubble(page, "推荐").get_by_role("button", name="感兴趣", exact=True).click()
    await expect(page.locator(".toast.answer")).to_have_text("记下了 Noted")


async def test_the_picture_of_a_course_is_named_below_its_suggestion_and_not_fetched(scene: Scene) -> None:
    page, asked = scene.page, list[str]()
    page.on("request", lambda request: asked.append(request.url))
    await join(page)
    picture = {"url": "https://example.com/cover.jpg", "prefer_large_media": True}
    await scene.bot.call("sendMessage", chat_id=GROUP, text="《Python》", link_preview_options=picture)
    await scene.bot.call(
        "sendMessage", chat_id=GROUP, text="《Excel》", link_preview_options={"is_disabled": True}
    )
    shown = bubble(page, "《Python》").locator("a.file")
    await expect(shown).to_have_attribute("href", "https://example.com/cover.jpg")
    await expect(shown).to_contain_text("example.com/cover.jpg")
    await expect(bubble(page, "《Excel》").locator("a.file")).to_have_count(0)
    assert not [url for url in asked if "example.com" in url]


async def test_a_message_is_answered_edited_reacted_to_and_deleted(scene: Scene) -> None:
    page = scene.page
    await scene.pg.act({"do": "message", "chat": GROUP, "user": BY_KEY["tom"].id, "text": "who is here?"})
    await join(page)
    await choose(page, bubble(page, "who is here?"), "Reply")
    await expect(page.locator(".context")).to_contain_text("Reply to Tom Becker")
    await write(page, "me, firts time")
    answer = bubble(page, "me, firts time")
    await expect(answer.locator(".quote")).to_contain_text("who is here?")
    await choose(page, answer, "Edit")
    await write(page, "me, first time")
    await expect(bubble(page, "me, first time").locator(".foot")).to_contain_text("edited")
    await choose(page, bubble(page, "who is here?"), "🔥")
    await expect(bubble(page, "who is here?").locator(".reactions")).to_have_text("🔥 1")
    await choose(page, bubble(page, "me, first time"), "Delete")
    await expect(bubble(page, "me, first time").locator(".gone")).to_contain_text("deleted by its author")


async def test_pictures_stickers_forwards_and_commands_are_sent(scene: Scene) -> None:
    page = scene.page
    await scene.bot.call("setMyCommands", commands=[{"command": "me", "description": "Your points"}])
    await join(page)
    for name, found in [
        ("Draw and send", "#messages img.photo"),
        ("Sticker 🎉", "#messages .sticker"),
        ("Forward from a channel", "#messages .forwarded"),
    ]:
        await page.get_by_role("button", name="Attach").click()
        await page.get_by_role("menuitem", name=name).click()
        await expect(page.locator(found)).to_be_visible()
    await expect(page.locator("#messages img.photo")).to_have_js_property("naturalWidth", 640)
    await page.get_by_role("button", name="Commands").click()
    await page.get_by_role("menuitem", name="/me Your points").click()
    await expect(bubble(page, "你有 12 分").locator(".quote")).to_contain_text("/me")


async def test_a_newcomer_is_made_and_talks_to_the_bot_alone(scene: Scene) -> None:
    page = scene.page
    await be_newcomer(page, "Noor")
    await page.locator("#chats").get_by_role("button", name="local_bot No messages yet").click()
    await page.get_by_role("button", name="Start a talk with the bot").click()
    await write(page, "/rules")
    await expect(bubble(page, "Be kind.")).to_be_visible()


async def test_somebody_muted_is_told_until_when(scene: Scene) -> None:
    page = scene.page
    await join(page)
    await be(page, "阿豪")
    until = int(scene.pg.service.clock.now()) + 7200
    mute = {"chat_id": GROUP, "user_id": BY_KEY["ahao"].id, "permissions": {}, "until_date": until}
    await scene.bot.call("restrictChatMember", **mute)
    await expect(page.locator("#composer")).to_contain_text("Muted until")
    await expect(page.locator(".service").last).to_contain_text("local_bot muted 阿豪 until")


async def test_a_saved_rule_is_taken_over_or_refused_with_its_place(scene: Scene) -> None:
    page = scene.page
    await page.get_by_role("tab", name="Rules").click()
    editor = page.get_by_label("Text of moderation.yaml")
    text = await editor.input_value()
    await editor.fill(text.replace("[delete]", "[delte]"))
    await page.get_by_role("button", name="Save and hand to the bot").click()
    await expect(page.locator(".said.bad")).to_contain_text("moderation.yaml:4:12: unknown action 'delte'")
    assert "[delte]" in (scene.rules / "moderation.yaml").read_text("utf-8")
    await page.get_by_role("button", name=re.compile("4:12")).click()
    chosen = "e => e.value.slice(e.selectionStart, e.selectionEnd)"
    assert await editor.evaluate(chosen) == "delte"
    await editor.fill(text + "# all is well\n")
    await page.keyboard.press("Control+s")
    await expect(page.locator(".said.good")).to_contain_text("The bot took the new rules over")


async def test_after_a_broken_connection_the_page_catches_up(scene: Scene) -> None:
    page = scene.page
    await expect(page.locator(".dot")).to_have_class("dot live")
    scene.pg.service.stream.close()
    await scene.pg.act({"do": "message", "chat": GROUP, "user": XIAOMAN.id, "text": "还有人吗"})
    await expect(bubble(page, "还有人吗")).to_be_visible(timeout=15_000)
    await expect(page.locator(".dot")).to_have_class("dot live")
    await scene.pg.act({"do": "message", "chat": GROUP, "user": XIAOMAN.id, "text": "原来都在"})
    await expect(bubble(page, "原来都在")).to_be_visible()


async def test_language_and_light_are_chosen_and_remembered(scene: Scene) -> None:
    page = scene.page
    await page.get_by_role("button", name="Switch to Chinese").click()
    await expect(page.get_by_role("tab").first).to_have_text("机器人做了什么")
    await page.get_by_role("button", name="明暗").click()
    await page.get_by_role("menuitem", name="深色").click()
    await page.reload()
    await expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    await expect(page.locator("html")).to_have_attribute("lang", "zh")
    await expect(page.get_by_role("tab").first).to_have_text("机器人做了什么")


async def test_the_figures_show_the_economy_in_both_languages(scene: Scene) -> None:
    page = scene.page
    await page.get_by_role("tab", name="Figures").click()
    tiles, bars = page.locator(".tiles.economy .tile"), page.locator(".bars")
    shown = ["35Points given", "350Coins given", "20Coins spent", "3Orders", "1Orders delivered"]
    await expect(tiles).to_have_text([*shown, "7Tags beside names"])
    await expect(bars.nth(0)).to_have_text("Points by sourcethanks received40violation-5")
    await expect(bars.nth(1)).to_have_text("Members by levelLevel 14Level 23")
    await expect(bars.nth(2)).to_have_text("Members by tag<b>学员</b>4热心人3")
    await page.get_by_role("button", name="Switch to Chinese").click()
    await expect(tiles.first).to_have_text("35发出的积分")
    await expect(bars.nth(0)).to_have_text("积分来源收到感谢40违规-5")
    await expect(bars.nth(1)).to_contain_text("第 2 级3")


@pytest.mark.parametrize("scene", [(390, 844), (768, 1024), (1280, 800)], indirect=True)
async def test_nothing_sticks_out_at_any_width(scene: Scene) -> None:
    page = scene.page
    long = "x" * 300 + " https://example.com/" + "y" * 200
    await scene.pg.act({"do": "message", "chat": GROUP, "user": XIAOMAN.id, "text": long})
    await expect(bubble(page, "xxx")).to_be_visible()
    wide = """() => [...document.querySelectorAll('body, .pane, #messages')]
        .filter(e => e.scrollWidth > e.clientWidth + 1).length"""
    tabs = page.locator("#tabs button")
    for number in range(await tabs.count()):
        if await tabs.nth(number).is_visible():
            await tabs.nth(number).click()
        assert await page.evaluate(wide) == 0


@pytest.mark.parametrize("scene", [(390, 844)], indirect=True)
async def test_on_a_phone_the_panes_are_tabs(scene: Scene) -> None:
    page = scene.page
    await expect(page.locator("#chats")).to_be_hidden()
    await page.locator("#tabs").get_by_role("button", name="Chats").click()
    await expect(page.locator("#chat")).to_be_hidden()
    await page.locator("#chats .entry").first.click()
    await expect(page.locator("#chat")).to_be_visible()
    await join(page)
    await write(page, "from my phone")
    await expect(bubble(page, "from my phone")).to_be_visible()
    await page.locator("#tabs").get_by_role("button", name="Panel").click()
    await expect(page.get_by_role("tab", name="Rules")).to_be_visible()


async def test_a_line_says_what_the_page_shows_and_six_things_are_there_to_try(scene: Scene) -> None:
    page, intro = scene.page, scene.page.locator("#intro")
    await expect(intro.locator("p")).to_contain_text("A local demo: scripted learners")
    await expect(intro.locator("li")).to_have_count(6)
    await page.get_by_role("button", name="Switch to Chinese").click()
    await expect(intro.locator("p")).to_contain_text("本地演示")
    await expect(intro.locator("li")).to_have_count(6)
    await intro.get_by_role("button", name="收起").click()
    await page.reload()
    await expect(intro.locator("p")).to_be_visible()
    await expect(intro.locator("li")).to_have_count(0)


async def test_the_lists_of_people_show_roles(scene: Scene) -> None:
    page = scene.page
    await page.locator(".whoami").click()
    for name, role in (
        ("周舟", "owner"),
        ("Grace Lin", "admin"),
        ("小满", "member"),
        ("访客 Guest", "not here"),
    ):
        entry = page.get_by_role("menuitem", name=name)
        await expect(entry.locator(".badge")).to_have_text(role)
    await page.keyboard.press("Escape")
    await page.get_by_role("tab", name="People").click()
    row = page.locator(".people li").filter(has_text="小满")
    await expect(row.locator(".badge")).to_have_text("member")


async def test_the_moderators_room_is_shown_to_moderators_alone(scene: Scene) -> None:
    page = scene.page
    room = page.locator("#chats .entry").filter(has_text="Moderators")
    await expect(page.locator("#chats .entry").filter(has_text="Learners")).to_be_visible()
    await expect(room).to_have_count(0)
    await be(page, "Grace Lin")
    await room.click()
    await expect(page.locator("#chat")).to_contain_text("Moderators")
    await be(page, "小满")
    await expect(room).to_have_count(0)
    await expect(page.locator("#chat")).to_contain_text("Learners")


async def test_the_script_leaves_alone_whom_the_visitor_plays(scene: Scene) -> None:
    await be(scene.page, "小满")
    await scene.pg.wait_for(lambda: _plays(scene, XIAOMAN.id))
    await scene.page.reload()
    await be(scene.page, "阿哲")
    await scene.pg.wait_for(lambda: _plays(scene, BY_KEY["azhe"].id))
    assert XIAOMAN.id not in scene.script.taken


async def _plays(scene: Scene, person: int) -> bool:
    return person in scene.script.taken


async def test_long_lines_of_rules_are_wrapped_and_numbers_stand_before_them(scene: Scene) -> None:
    page = scene.page
    await page.get_by_role("tab", name="Rules").click()
    editor = page.get_by_label("Text of moderation.yaml")
    await editor.fill("# " + "很长的一行 long " * 30 + "\nsecond: line\n")
    assert await editor.evaluate("e => e.scrollWidth <= e.clientWidth")
    first, second = page.locator(".gutter span").nth(0), page.locator(".gutter span").nth(1)
    tall = await first.evaluate("e => e.getBoundingClientRect().height")
    low = await second.evaluate("e => e.getBoundingClientRect().height")
    assert tall > 3 * low
    assert await second.get_attribute("data-n") == "2"


def test_the_sentences_of_the_page_exist_in_both_languages() -> None:
    from bot.playground.pages.router import PAGE

    text = (PAGE / "texts.js").read_text("utf-8")
    chinese, english = text.split("\n  en: {")
    keys = [
        set(re.findall(r'(?:^|, |    )(?:"([\w.]+)"|(\w+)): "', part, re.M)) for part in (chinese, english)
    ]
    assert keys[0] == keys[1]
    assert len(keys[0]) > 100


async def test_an_invoice_is_paid_and_an_invite_link_followed_within_the_page(scene: Scene) -> None:
    page = scene.page
    scene.pg.service.world.checkout_seconds = 3600  # the ten seconds of this clock are over in no time
    await scene.pg.act({"do": "start", "user": VISITOR.id})
    offer = {"title": "Monthly", "description": "d", "payload": "p", "currency": "XTR"}
    prices = [{"label": "30 days", "amount": 300}]
    invoice = (await scene.pg.call("createInvoiceLink", **offer, prices=prices))["result"]
    link = (await scene.pg.call("createChatInviteLink", chat_id=GROUP))["result"]["invite_link"]
    rows = [[{"text": "Pay ⭐ 300", "url": invoice}], [{"text": "Enter", "url": link}]]
    markup = {"inline_keyboard": rows}
    await scene.pg.call("sendMessage", chat_id=VISITOR.id, text="Monthly", reply_markup=markup)
    await page.locator("#chats").get_by_role("button", name=re.compile("^local_bot")).click()
    await page.get_by_role("button", name="Pay ⭐ 300").click()
    await expect(page.locator(".toast.answer").first).to_have_text("Paid ⭐ 300")
    await expect(page.locator(".service").filter(has_text="paid ⭐ 300")).to_be_visible()
    await page.get_by_role("button", name="Enter", exact=True).click()
    await expect(page.locator(".toast.answer").last).to_contain_text("You are in")
    assert VISITOR.id in (await scene.pg.chat(GROUP))["present"]
