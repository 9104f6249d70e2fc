// One message, as it looks in the chat.

import { h } from "./dom.js";
import { avatar, brief, clockTime, hueOf, richText } from "./format.js";
import { nameOf, standingIn, state } from "./store.js";
import { t } from "./texts.js";

const SERVICE = ["new_chat_members", "left_chat_member", "pinned_message", "forum_topic_created",
  "migrate_to_chat_id", "migrate_from_chat_id", "new_chat_title", "group_chat_created",
  "successful_payment", "refunded_payment"];
const WITHIN = /^https:\/\/t\.me\/[$+]/; // invoices and invite links, which only this Telegram knows

export const isService = (body) => SERVICE.some((key) => key in body);

export const isBot = (view) => state.bots.has(view.author);

export function authorName(body) {
  const who = body.sender_chat ?? body.from;
  return who?.title ?? [who?.first_name, who?.last_name].filter(Boolean).join(" ");
}

export function serviceText(body) {
  const by = authorName(body);
  if (body.new_chat_members) {
    const names = body.new_chat_members.map((m) => nameOf(m.id)).join(", ");
    return body.new_chat_members.some((m) => m.id === body.from.id) ? t("joined", { name: names }) : t("added", { by, name: names });
  }
  if (body.left_chat_member) {
    const name = nameOf(body.left_chat_member.id);
    return body.left_chat_member.id === body.from.id ? t("leftChat", { name }) : t("removedFrom", { by, name });
  }
  if (body.pinned_message) return t("pinnedBy", { name: by });
  if (body.forum_topic_created) return t("topic", { name: body.forum_topic_created.name });
  if (body.successful_payment) return t("paidStars", { name: by, n: body.successful_payment.total_amount });
  if (body.refunded_payment) return t("refundedStars", { name: by, n: body.refunded_payment.total_amount });
  return body.new_chat_title ?? "";
}

export const serviceLine = (text, extra = {}) => h("div", { class: "service", ...extra }, h("span", {}, text));

function role(chat, view) {
  if (isBot(view)) return h("span", { class: "badge bot" }, t("bot"));
  if (view.message.sender_chat) return null;
  const { status } = standingIn(chat, view.author);
  if (status === "creator") return h("span", { class: "badge owner" }, t("owner"));
  if (status === "administrator") return h("span", { class: "badge admin" }, t("admin"));
  if (status === "restricted") return h("span", { class: "badge muted" }, t("muted"));
  if (status === "kicked") return h("span", { class: "badge muted" }, t("banned"));
  return null;
}

function forwarded(origin) {
  const name = origin.sender_user_name ?? origin.chat?.title ?? origin.sender_chat?.title
    ?? [origin.sender_user?.first_name, origin.sender_user?.last_name].filter(Boolean).join(" ");
  return h("div", { class: "forwarded" }, "↪ ", t("forwardedFrom", { name }));
}

function quote(body, on) {
  const answered = body.reply_to_message;
  if (!answered) return null;
  const text = body.quote?.text ?? brief(answered, 90);
  return h("button", { class: "quote", type: "button", onclick: () => on.jump(answered.message_id) },
    h("strong", {}, authorName(answered)), h("span", {}, text || t("missing")));
}

function media(body) {
  if (body.photo) {
    const picture = h("img", { class: "photo", src: `/page/files/${body.photo.at(-1).file_id}`, alt: body.caption ?? t("photo"), loading: "lazy" });
    picture.addEventListener("error", () => picture.replaceWith(h("div", { class: "photo none" }, "🖼")));
    return picture;
  }
  if (body.sticker) return h("div", { class: "sticker" }, body.sticker.emoji ?? "👍");
  if (body.document) return h("div", { class: "file" }, h("span", { class: "icon" }, "📄"), h("span", {}, body.document.file_name ?? t("file")));
  if (body.poll) return h("div", { class: "file" }, h("span", { class: "icon" }, body.poll.type === "quiz" ? "❓" : "📊"),
    h("span", {}, body.poll.question, ...body.poll.options.map((o, n) => h("span", { class: "option" },
      `${body.poll.is_closed && (body.poll.correct_option_ids || []).includes(n) ? "✅" : "○"} ${o.text}${o.voter_count ? ` · ${o.voter_count}` : ""}`))));
  for (const [key, icon] of [["voice", "🎤"], ["audio", "🎵"], ["video", "🎬"], ["video_note", "🎬"]]) {
    if (body[key]) return h("div", { class: "file" }, h("span", { class: "icon" }, icon), t(key === "voice" ? "voice" : key === "audio" ? "file" : "video"));
  }
  if (body.contact) return h("div", { class: "file" }, h("span", { class: "icon" }, "👤"), body.contact.first_name);
  return null;
}

// What Telegram would fetch and show is named here: the page itself asks nobody else for anything.
function preview(body) {
  const url = body.link_preview_options?.is_disabled ? "" : body.link_preview_options?.url ?? "";
  if (!/^https?:/.test(url)) return null;
  return h("a", { class: "file", href: url, target: "_blank", rel: "noopener noreferrer" }, h("span", { class: "icon" }, "🖼"), h("span", {}, brief({ text: url }, 60)));
}

function keyboard(view, on) {
  const rows = view.message.reply_markup?.inline_keyboard;
  if (!rows || view.deleted_by) return null;
  return h("div", { class: "keyboard" }, rows.map((row) => h("div", { class: "row" }, row.map((button) => button.url && !WITHIN.test(button.url)
    ? h("a", { class: "key", href: /^https?:/.test(button.url) ? button.url : "#", target: "_blank", rel: "noopener noreferrer" }, button.text, " ↗")
    : h("button", { type: "button", class: "key", onclick: (event) => on.press(view, button, event.currentTarget) }, button.text)))));
}

function reactions(view, on, me) {
  const all = Object.entries(view.reactions ?? {});
  if (!all.length) return null;
  return h("div", { class: "reactions" }, all.map(([emoji, people]) => h("button", {
    type: "button", class: people.includes(me) ? "mine" : "", title: people.map(nameOf).join(", "), "aria-pressed": String(people.includes(me)),
    "aria-label": `${emoji} ${people.length}`, onclick: () => on.react(view, people.includes(me) ? "" : emoji),
  }, h("span", { class: "emoji" }, emoji), " ", String(people.length))));
}

function ghost(view, reason) {
  if (!view.deleted_by) return null;
  const own = view.deleted_by === view.author;
  const text = own ? t(isBot(view) ? "ghostBot" : "ghostSelf") : t("ghostBy", { name: nameOf(view.deleted_by) });
  return h("div", { class: "gone" }, h("span", {}, own && isBot(view) ? "⏱ " : "🗑 ", text), " · ", clockTime(view.deleted_at),
    reason ? h("div", { class: "why" }, h("strong", {}, t("reason")), reason) : null);
}

// A message's node. `on`: jump, press, react, more; `reason`: what the bot said when it took it away.
export function bubble(view, { me, on, joined = false, reason = "" }) {
  const body = view.message;
  const data = { id: String(body.message_id), author: String(view.author) };
  if (isService(body)) return serviceLine(serviceText(body), { dataset: data });
  const bot = isBot(view), mine = view.author === me && !body.sender_chat;
  const classes = ["message", bot && "from-bot", mine && "mine", joined && "joined",
    view.deleted_by && (bot && view.deleted_by === view.author ? "faded" : "ghost"), body.sticker && "is-sticker"];
  const name = authorName(body);
  const author = body.sender_chat?.id ?? view.author;
  const text = body.text ?? body.caption ?? "";
  const head = h("div", { class: "head" }, h("span", { class: "name" }, name), role(view.chat, view));
  head.style.setProperty("--hue", hueOf(author));
  return h("article", { class: classes.filter(Boolean).join(" "), dataset: data, "aria-label": `${name}: ${brief(body)}` },
    avatar(author, name, bot ? "is-bot" : ""),
    h("div", { class: "bubble" },
      head,
      body.forward_origin ? forwarded(body.forward_origin) : null,
      quote(body, on),
      media(body),
      h("div", { class: text ? "words" : "" },
        text ? h("div", { class: "text" }, richText(text, body.entities ?? body.caption_entities ?? []), h("i", { class: body.edit_date ? "room edited" : "room" })) : null,
        h("div", { class: "foot" }, body.edit_date ? h("span", {}, t("edited")) : null,
        h("time", {}, clockTime(body.date)),
        view.deleted_by ? null : h("button", {
          type: "button", class: "more", "aria-label": t("more"), title: t("more"), "aria-haspopup": "menu", "aria-expanded": "false",
          onclick: (event) => on.more(view, event.currentTarget),
        }, "⋯"))),
      preview(body),
      keyboard(view, on),
      reactions(view, on, me),
      ghost(view, reason)));
}
