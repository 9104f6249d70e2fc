// The chat on screen: its head, its messages, its pinned message.

import { act, answerTo, get } from "./api.js";
import { bubble, isBot, isService, serviceLine } from "./bubble.js";
import { composer, edit, reply } from "./composer.js";
import { $, dialog, fill, h, item, menu, toast } from "./dom.js";
import { avatar, brief, dayOf } from "./format.js";
import { icon } from "./icons.js";
import { here, isPrivate, view } from "./me.js";
import { notes, notesFor } from "./notes.js";
import { bot, KEPT, nameOf, on, open, pinsOf, standingIn, state, viewsOf } from "./store.js";
import { t } from "./texts.js";

const QUICK = ["👍", "❤", "🔥", "👏", "😁", "🤔", "🎉", "🙏", "👀", "💯"];
const REASON_WITHIN = 1800; // seconds of the chat's clock between a removal and the bot's word about it
const ENOUGH = 100000; // Stars, of which a visitor has as many as wanted
let list, bar, newest, typing = 0;

function mentions(body, person) {
  return (body.entities ?? []).some((e) => e.user?.id === person);
}

// What the bot wrote about this person soon after it took their message away.
function reasonFor(ghost) {
  if (!ghost.deleted_by || ghost.deleted_by === ghost.author || !state.bots.has(ghost.deleted_by)) return "";
  for (const later of viewsOf(ghost.chat).values()) {
    const body = later.message;
    if (body.message_id <= ghost.message.message_id || !isBot(later) || isService(body)) continue;
    const near = body.date >= ghost.message.date && body.date - ghost.deleted_at < REASON_WITHIN;
    if (near && mentions(body, ghost.author) && !body.reply_to_message) return body.text ?? "";
  }
  return "";
}

// Pays an invoice with play money, and says how that ended.
async function pay(invoice) {
  const { stars } = await get("/sim/state");
  if ((stars[view.me] ?? 0) < ENOUGH) await act({ do: "get_stars", user: view.me, amount: ENOUGH });
  const begun = await act({ do: "pay", user: view.me, invoice });
  const end = begun && await get(`/sim/checkouts/${begun.checkout_id}?timeout=12`).catch(() => null);
  if (end) toast(end.state === "paid" ? t("payDone", { n: end.amount }) : end.error || t("payLate"), end.state === "paid" ? "answer" : "bad");
}

async function enter(link) {
  const { chats } = await get("/sim/state");
  const chat = chats.find((c) => c.links.some((l) => l.invite_link === link));
  const came = chat && await act({ do: "join", chat: chat.id, user: view.me, invite_link: link });
  if (came) toast(t(came.joined ? "wentIn" : "askedIn", { chat: chat.title }), "answer");
}

async function press(message, button, node) {
  if (!button.callback_data && !button.url) return;
  node.disabled = true;
  if (button.url) {
    await (button.url.includes("/$") ? pay : enter)(button.url);
    node.disabled = false;
    return;
  }
  const pressed = await act({ do: "press", chat: here(), user: view.me, message: message.message.message_id, data: button.callback_data });
  if (pressed) {
    const answer = await answerTo(pressed.callback_id).catch(() => null);
    if (!answer) toast(t("noAnswer"), "bad");
    else if (answer.show_alert) dialog(nameOf(bot().id), h("p", {}, answer.text), [{ label: t("ok"), run: (close) => close() }]);
    else toast(answer.text || "✓", "answer");
  }
  node.disabled = false;
}

const react = (message, emoji) =>
  act({ do: "react", chat: here(), user: view.me, message: message.message.message_id, emoji: emoji ? [emoji] : [] });

function more(message, anchor) {
  const number = message.message.message_id;
  const mine = message.author === view.me;
  const { status } = standingIn(view.chat, view.me);
  const moderates = ["creator", "administrator"].includes(status) || isPrivate();
  const common = { chat: here(), user: view.me };
  menu(anchor,
    h("div", { class: "emojis", role: "group", "aria-label": t("react") }, QUICK.map((e) => item(e, () => react(message, e), { class: "emoji", "aria-label": e }))),
    item(`↩ ${t("reply")}`, () => reply(message)),
    mine && "text" in message.message ? item(`✎ ${t("edit")}`, () => edit(message)) : null,
    item(`↪ ${t("forward")}`, () => act({ do: "message", ...common, text: message.message.text ?? message.message.caption ?? "…", forward_from: message.author })),
    moderates ? item(`📌 ${t("pin")}`, () => act({ do: "pin", ...common, message: number })) : null,
    mine || moderates ? item(`🗑 ${t("remove")}`, () => act({ do: "delete", ...common, message: number }), { class: "danger" }) : null);
}

function jump(number) {
  const node = $(`[data-id="${number}"]`, list);
  if (!node) return toast(t("missing"));
  node.scrollIntoView({ block: "center" });
  node.classList.add("flash");
  return setTimeout(() => node.classList.remove("flash"), 1600);
}

const ON = { press, react, more, jump };

function nodeOf(message, before) {
  const joined = before && !isService(before.message) && before.author === message.author && message.message.date - before.message.date < 900;
  return bubble(message, { me: view.me, on: ON, joined: Boolean(joined), reason: reasonFor(message) });
}

function drawList() {
  const shown = [...viewsOf(view.chat).values()].slice(-KEPT);
  const said = notesFor(view.chat).filter((n) => n.at >= (shown[0]?.message.date ?? Infinity));
  const nodes = [];
  let before = null, day = "";
  for (const message of shown) {
    const today = dayOf(message.message.date);
    if (today !== day) nodes.push(serviceLine(today));
    day = today;
    while (said.length && said[0].at < message.message.date) nodes.push(serviceLine(said.shift().text));
    nodes.push(nodeOf(message, before));
    before = message;
  }
  nodes.push(...said.map((n) => serviceLine(n.text)));
  fill(list, nodes.length ? nodes : h("p", { class: "nothing" }, t("empty")));
  list.scrollTop = list.scrollHeight;
  drawPins();
}

const atEnd = () => list.scrollHeight - list.scrollTop - list.clientHeight < 120;

function append(node) {
  const follow = atEnd();
  $(".nothing", list)?.remove();
  list.append(node);
  while (list.childElementCount > KEPT * 1.5) list.firstElementChild.remove();
  if (follow) list.scrollTop = list.scrollHeight;
  newest.hidden = follow;
}

function arrived(message) {
  if (message.chat !== view.chat) return;
  const known = [...viewsOf(view.chat).values()];
  append(nodeOf(message, known.at(-2)));
  if (isBot(message)) for (const e of message.message.entities ?? []) if (e.user) ghostsOf(e.user.id);
  typing = 0;
  drawBar();
}

// A ghost may learn its reason after it became one.
function ghostsOf(person) {
  for (const node of list.querySelectorAll(`.ghost[data-author="${person}"]`)) {
    const message = viewsOf(view.chat).get(Number(node.dataset.id));
    if (message && !$(".why", node)) changed(message);
  }
}

function changed(message) {
  if (message.chat !== view.chat) return;
  const old = $(`[data-id="${message.message.message_id}"]`, list);
  if (!old) return;
  const follow = atEnd();
  const node = nodeOf(message, null);
  node.classList.toggle("joined", old.classList.contains("joined"));
  old.replaceWith(node);
  if (follow) list.scrollTop = list.scrollHeight;
}

function drawBar() {
  const chat = state.chats.get(view.chat);
  const robot = bot();
  const title = isPrivate() ? nameOf(robot.id) : chat?.title ?? t("pickOne");
  const { status, inside } = standingIn(view.chat, view.me);
  const about = typing ? `${nameOf(robot.id)} ${t("presence")}` : isPrivate() ? t("private") : t("members", { n: chat?.present.length ?? 0 });
  fill(bar,
    avatar(view.chat, title, isPrivate() ? "is-bot" : "square"),
    h("div", { class: "lines" }, h("h1", {}, title), h("span", { class: "last" }, about)),
    !isPrivate() && inside && status !== "creator"
      ? h("button", { type: "button", class: "quiet", onclick: () => act({ do: "leave", chat: view.chat, user: view.me }) }, t("leave")) : null);
}

function drawPins() {
  const last = viewsOf(view.chat).get(pinsOf(view.chat).at(-1));
  fill($("#pinned"), last && !last.deleted_by ? h("button", { type: "button", class: "pin", onclick: () => jump(last.message.message_id) },
    h("strong", {}, `📌 ${t("pinned")}`), h("span", {}, brief(last.message, 120))) : "");
}

async function show() {
  if (!view.chat) return;
  await open(view.chat);
  drawBar();
  drawList();
}

export function feed() {
  bar = h("header", { class: "bar" });
  list = h("div", { id: "messages", role: "log", "aria-live": "off", tabindex: "0", "aria-label": t("chat") });
  newest = h("button", { type: "button", class: "newest", hidden: true, "aria-label": t("newest"), onclick: () => { list.scrollTop = list.scrollHeight; } }, icon("down"));
  list.addEventListener("scroll", () => { if (atEnd()) newest.hidden = true; });
  fill($("#chat"), bar, h("div", { id: "pinned" }), h("div", { class: "scroller" }, list, newest), composer());
  notes();
  on("chosen", show);
  on("me", show);
  on("opened", (chat) => { if (chat === view.chat) drawList(); });
  on("calls", drawList);
  on("language", () => { drawBar(); drawList(); });
  on("state", drawBar);
  on("message", arrived);
  on("changed", changed);
  on("note", (note) => { if (note.chat === view.chat) append(serviceLine(note.text)); });
  on("pins", (chat) => { if (chat === view.chat) drawPins(); });
  on("action", (action) => {
    if (action.chat !== view.chat) return;
    typing = Date.now();
    drawBar();
    setTimeout(() => { if (Date.now() - typing > 2900) { typing = 0; drawBar(); } }, 3000);
  });
  return show();
}
