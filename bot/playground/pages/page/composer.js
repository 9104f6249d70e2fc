// Where the visitor writes, as whoever they are.

import { act } from "./api.js";
import { authorName } from "./bubble.js";
import { fill, h, item, menu, toast } from "./dom.js";
import { brief, clockTime, weekTime } from "./format.js";
import { icon } from "./icons.js";
import { here, isPrivate, view } from "./me.js";
import { asDocument, drawn, fromFile } from "./pictures.js";
import { bot, now, on, standingIn, state } from "./store.js";
import { lang, t } from "./texts.js";

const STICKERS = ["👍", "🎉", "🔥", "😂", "🥳", "🤓", "😴", "💪"];
const SAMPLE_LINK = "https://example.com/notes/pandas-groupby";
let root, context, field, answered = null, changing = null;

const common = () => ({ chat: here(), user: view.me });
const take = () => ({ reply_to: answered?.message.message_id ?? 0 });

export function reply(message) {
  [answered, changing] = [message, null];
  drawContext();
}

export function edit(message) {
  [answered, changing] = [null, message];
  field.value = message.message.text ?? "";
  drawContext();
}

function drop() {
  if (changing) field.value = "";
  [answered, changing] = [null, null];
  drawContext();
}

function drawContext() {
  const message = answered ?? changing;
  context.hidden = !message;
  if (message) {
    const label = changing ? t("editing") : t("replyTo", { name: authorName(message.message) });
    fill(context, h("div", { class: "lines" }, h("strong", {}, label), h("span", {}, brief(message.message, 100))),
      h("button", { type: "button", class: "icon", "aria-label": t("cancel"), onclick: drop }, icon("close", 15)));
  }
  grow();
  field.focus({ preventScroll: true });
}

async function send(event) {
  event?.preventDefault();
  const text = field.value.trim();
  if (!text) return;
  const done = changing
    ? await act({ do: "edit", ...common(), message: changing.message.message_id, text })
    : await act({ do: "message", ...common(), text, ...take() });
  if (!done) return;
  field.value = "";
  drop();
}

async function sendMedia(media, more = {}) {
  const caption = field.value.trim();
  const done = await act({ do: "message", ...common(), media, caption, ...take(), ...more });
  if (!done) return;
  field.value = "";
  drop();
}

function choose(accept, make) {
  const input = h("input", { type: "file", accept });
  input.addEventListener("change", async () => {
    const [file] = input.files;
    if (file) await make(file).then(sendMedia).catch((error) => toast(error.message, "bad"));
  });
  input.click();
}

function forwardFromChannel() {
  const channel = [...state.chats.values()].find((c) => c.type === "channel");
  const text = lang() === "zh" ? "每日三支潜力股，进群领取内部名单 👉 https://example.com/vip" : "Three stocks for tomorrow, list inside 👉 https://example.com/vip";
  return act({ do: "message", ...common(), text, forward_from: channel?.id ?? "Daily Alpha" });
}

function insert(text) {
  field.setRangeText(text, field.selectionStart, field.selectionEnd, "end");
  grow();
  field.focus();
}

function attach(event) {
  menu(event.currentTarget,
    item(`🖼 ${t("photo")}`, () => choose("image/*", fromFile)),
    item(`🎨 ${t("sample")}`, () => sendMedia(drawn())),
    item(`📎 ${t("document")}`, () => choose("", asDocument)),
    item(`🔗 ${t("link")}`, () => insert(SAMPLE_LINK)),
    item(`↪ ${t("channel")}`, forwardFromChannel),
    h("div", { class: "emojis", role: "group", "aria-label": t("sticker") },
      STICKERS.map((emoji) => item(emoji, () => sendMedia({ kind: "sticker", emoji }), { class: "emoji", "aria-label": `${t("sticker")} ${emoji}` }))));
}

// The commands that the bot registered for this place; the most particular list in the reader's language wins.
function commandList() {
  const moderates = ["creator", "administrator"].includes(standingIn(view.chat, view.me).status);
  const wanted = isPrivate() ? ["all_private_chats", "default"]
    : [...(moderates ? ["chat_administrators", "all_chat_administrators"] : []), "chat", "all_group_chats", "default"];
  const lists = Object.entries(bot()?.commands ?? {}).map(([key, commands]) => ({ scope: JSON.parse(key), commands }));
  for (const type of wanted) {
    for (const code of [lang(), ""]) {
      const found = lists.find(({ scope: [scope, language] }) => scope.type === type && language === code && (!scope.chat_id || scope.chat_id === view.chat));
      if (found?.commands.length) return found.commands;
    }
  }
  return ["me", "top", "why", "rules", "courses"].map((command) => ({ command, description: "" }));
}

function commands(event) {
  menu(event.currentTarget, h("div", { class: "scroll" }, commandList().map((c) => item(
    [h("strong", {}, `/${c.command.replace(/^\//, "")}`), h("small", {}, c.description)],
    () => act({ do: "message", ...common(), text: `/${c.command.replace(/^\//, "")}`, ...take() }).then(drop), { class: "command" }))));
}

function grow() {
  field.style.height = "auto";
  field.style.height = `${Math.min(field.scrollHeight, 140)}px`;
}

function keys(event) {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) send(event);
  if (event.key === "Escape") drop();
}

const button = (label, run) => h("div", { class: "instead" }, h("button", { type: "button", class: "primary", onclick: run }, label));

function instead() {
  const robot = bot();
  if (isPrivate()) {
    return robot?.started_by.includes(view.me) ? null : button(t("start"), () => act({ do: "start", user: view.me }).then(() => { robot.started_by.push(view.me); draw(); }));
  }
  const chat = state.chats.get(view.chat);
  const { inside, status, member } = standingIn(view.chat, view.me);
  const over = member?.until_date && member.until_date <= now();
  if (status === "kicked" && !over) return h("div", { class: "instead" }, t("bannedHere", { chat: chat.title }));
  if (!inside) return button(t("join", { chat: chat?.title ?? "" }), () => act({ do: "join", chat: view.chat, user: view.me }));
  if (status === "restricted" && !over && !member.can_send_messages) {
    const time = member.until_date - now() > 72_000 ? weekTime(member.until_date) : clockTime(member.until_date || 0);
    return h("div", { class: "instead" }, `🔇 ${member.until_date ? t("mutedUntil", { time }) : t("mutedForEver")}`);
  }
  return null;
}

function draw() {
  if (!view.me || !view.chat) return;
  const other = instead();
  root.classList.toggle("closed", Boolean(other));
  fill(root.querySelector(".other"), other ?? "");
  field.placeholder = t("write");
}

export function composer() {
  context = h("div", { class: "context", hidden: true });
  field = h("textarea", { rows: "1", maxlength: "4096", placeholder: t("write"), "aria-label": t("write"), onkeydown: keys, oninput: grow, enterkeyhint: "send" });
  const bare = (label, sign, run, extra = {}) => h("button", { type: "button", class: "icon", "aria-label": t(label), title: t(label), "aria-haspopup": "menu", onclick: run, ...extra }, sign);
  root = h("div", { id: "composer" },
    h("div", { class: "other" }),
    h("form", { onsubmit: send }, context,
      h("div", { class: "line" }, bare("attach", icon("plus", 22), attach), bare("commands", icon("slash", 22), commands), field,
        h("button", { type: "submit", class: "send", "aria-label": t("send"), title: t("send") }, icon("send")))));
  for (const kind of ["state", "me", "chosen", "opened", "language"]) on(kind, draw);
  on("chosen", drop);
  on("me", drop);
  queueMicrotask(draw);
  return root;
}
