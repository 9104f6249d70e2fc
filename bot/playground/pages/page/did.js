// "What the bot did": its calls to the Bot API, in words.

import { fill, h } from "./dom.js";
import { brief, clockTime, until } from "./format.js";
import { sees, view } from "./me.js";
import { mutes, putsOut } from "./notes.js";
import { nameOf, on, state, viewsOf } from "./store.js";
import { knows, t } from "./texts.js";

const SIGNS = {
  sendMessage: "💬", sendPhoto: "🖼", deleteMessage: "🗑", deleteMessages: "🗑", restrictChatMember: "🔇", banChatMember: "⛔", unbanChatMember: "🕊",
  setMessageReaction: "👍", setChatMemberTag: "🏷", answerCallbackQuery: "🔘", pinChatMessage: "📌", editMessageText: "✎", editMessageReplyMarkup: "✎",
};
const QUIET = ["getMe", "getWebhookInfo", "deleteWebhook", "sendChatAction", "getChat", "getChatAdministrators", "getChatMember"];
const SHOWN = 80;

// A private talk is between the bot and one person.
const between = (chat) => !(chat > 0) || chat === view.me;

// Calls that are worth a line, and about chats that the visitor may see.
const told = ({ method, params }) => !QUIET.includes(method) && sees(Number(params.chat_id)) && between(Number(params.chat_id));

const chatName = (id) => state.chats.get(Number(id))?.title ?? `${t("private")} · ${nameOf(Number(id))}`;

const parsed = (value) => (typeof value === "string" ? JSON.parse(value) : value);

function words({ method, params, at, ok, result }) {
  const about = viewsOf(Number(params.chat_id)).get(Number(params.message_id));
  const values = {
    method,
    chat: params.chat_id === undefined ? "" : chatName(params.chat_id),
    text: brief({ text: ok && result?.text ? result.text : String(params.text ?? "").replace(/<[^>]+>/g, "") }, 140),
    name: params.user_id === undefined ? "" : nameOf(Number(params.user_id)),
    until: until(Number(params.until_date ?? 0), at),
    whose: about ? t("whose", { name: nameOf(about.author) }) : "",
    quote: about ? `: “${brief(about.message, 60)}”` : "",
    tag: String(params.tag ?? ""),
    n: params.message_ids ? parsed(params.message_ids).length : 0,
    emoji: params.reaction ? parsed(params.reaction).map((r) => r.emoji).join("") : "",
  };
  const own = method === "deleteMessage" && about && state.bots.has(about.author);
  const heard = method === "answerCallbackQuery" && !params.text;
  const out = putsOut(method, params);
  const key = own ? "call.tookBack" : heard ? "call.heard" : out ? "call.putOut" : method === "restrictChatMember" && !mutes(params.permissions) ? "call.unrestrict" : `call.${method}`;
  return knows(key) ? t(key, values) : t("call.other", values);
}

function row(call) {
  return h("li", { class: call.ok ? "" : "failed" },
    h("span", { class: "sign", "aria-hidden": "true" }, call.ok ? SIGNS[call.method] ?? "·" : "⚠"),
    h("div", {}, h("p", {}, words(call), call.ok ? null : h("em", {}, ` ${t("didFail", { why: call.description })}`)),
      h("small", {}, clockTime(call.at, { hour: "2-digit", minute: "2-digit", second: "2-digit" }), " · ", call.method, " · ", `${call.ms} ms`)));
}

export function did(body) {
  const list = h("ul", { class: "did" });
  const draw = () => {
    const calls = state.calls.filter(told).slice(-SHOWN).reverse();
    fill(list, calls.length ? calls.map(row) : h("li", { class: "nothing" }, t("didEmpty")));
  };
  fill(body, list);
  draw();
  for (const kind of ["calls", "me"]) on(kind, draw, list);
  on("call", (call) => {
    if (!told(call)) return;
    list.querySelector(".nothing")?.remove();
    list.prepend(row(call));
    while (list.childElementCount > SHOWN) list.lastElementChild.remove();
  }, list);
}
