// How times, people and marked-up text look.

import { h } from "./dom.js";
import { config } from "./store.js";
import { lang, t } from "./texts.js";

const HUES = [8, 28, 152, 172, 200, 222, 262, 292, 330, 352];

export function clockTime(seconds, options = { hour: "2-digit", minute: "2-digit" }) {
  const locale = lang() === "zh" ? "zh-CN" : "en-GB";
  return new Intl.DateTimeFormat(locale, { timeZone: config.timezone, ...options }).format(new Date(seconds * 1000));
}

export const weekTime = (seconds) => `${clockTime(seconds, { weekday: "short" })} ${clockTime(seconds)}`;

export const dayOf = (seconds) => clockTime(seconds, { weekday: "long", month: "short", day: "numeric" });

export function until(seconds, now) {
  if (!seconds) return "";
  return t("until", { time: seconds - now > 72_000 ? weekTime(seconds) : clockTime(seconds) });
}

export const hueOf = (id) => HUES[Math.abs(Number(id)) % HUES.length];

export function initials(name) {
  const words = name.trim().split(/\s+/);
  const first = [...(words[0] ?? "?")];
  if (/[\u3040-\u9fff]/.test(first[0] ?? "")) return first.length < 4 ? first.at(-1) : first[0];
  return ((first[0] ?? "?") + ([...(words[1] ?? "")][0] ?? "")).toUpperCase();
}

export function avatar(id, name, kind = "") {
  const style = { "--hue": hueOf(id) };
  const node = h("span", { class: `avatar ${kind}`, "aria-hidden": "true" }, kind === "is-bot" ? "知" : kind.startsWith("square") ? [...name][0] : initials(name));
  for (const [key, value] of Object.entries(style)) node.style.setProperty(key, value);
  return node;
}

function marked(entity, inner, whole) {
  switch (entity.type) {
    case "bold": return h("strong", {}, inner);
    case "italic": return h("em", {}, inner);
    case "underline": return h("u", {}, inner);
    case "strikethrough": return h("s", {}, inner);
    case "spoiler": return h("span", { class: "spoiler", tabindex: "0" }, inner);
    case "code": return h("code", {}, inner);
    case "pre": return h("pre", {}, inner);
    case "blockquote": case "expandable_blockquote": return h("blockquote", {}, inner);
    case "text_mention": return h("span", { class: "mention" }, inner);
    case "mention": case "hashtag": case "bot_command": return h("span", { class: "mention" }, inner);
    case "text_link": return link(entity.url, inner);
    case "url": return link(/^https?:/.test(whole) ? whole : `https://${whole}`, inner);
    default: return inner;
  }
}

function link(url, inner) {
  if (!/^https?:/.test(url)) return h("span", { class: "mention" }, inner);
  return h("a", { href: url, target: "_blank", rel: "noopener noreferrer nofollow" }, inner);
}

// Text with its entities, which may lie inside one another. Offsets count UTF-16 units, as strings here do.
export function richText(text, entities = [], from = 0, to = text.length) {
  const nodes = [];
  let at = from;
  const inside = entities.filter((e) => e.offset >= from && e.offset + e.length <= to);
  const rest = [...inside].sort((a, b) => a.offset - b.offset || b.length - a.length);
  while (rest.length) {
    const entity = rest.shift();
    if (entity.offset < at) continue;
    const end = entity.offset + entity.length;
    if (entity.offset > at) nodes.push(text.slice(at, entity.offset));
    const nested = entities.filter((e) => e !== entity && e.offset >= entity.offset && e.offset + e.length <= end && entities.indexOf(e) > entities.indexOf(entity));
    nodes.push(marked(entity, richText(text, nested, entity.offset, end), text.slice(entity.offset, end)));
    at = end;
  }
  if (at < to) nodes.push(text.slice(at, to));
  return nodes;
}

// A message in one short line, for quotes and lists.
export function brief(body, most = 80) {
  const text = (body.text ?? body.caption ?? "").replace(/\s+/g, " ").trim();
  const kind = body.photo ? "🖼 " : body.sticker ? `${body.sticker.emoji ?? ""} ` : body.document ? `📎 ${body.document.file_name ?? ""} `
    : body.voice ? `🎤 ${t("voice")} ` : body.video ? `🎬 ${t("video")} ` : body.poll ? `📊 ${body.poll.question} ` : "";
  const whole = kind + text;
  return whole.length > most ? `${whole.slice(0, most - 1)}…` : whole;
}
