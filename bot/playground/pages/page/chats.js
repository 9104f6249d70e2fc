// The list of chats.

import { $, fill, h } from "./dom.js";
import { avatar, brief, clockTime } from "./format.js";
import { authorName, isService, serviceText } from "./bubble.js";
import { chooseChat, sees, view } from "./me.js";
import { bot, lastOf, nameOf, on, standingIn, state } from "./store.js";
import { t } from "./texts.js";

const unread = new Map();

function lastLine(last) {
  if (!last) return t("empty");
  const body = last.message;
  return isService(body) ? serviceText(body) : `${authorName(body)}: ${brief(body, 60)}`;
}

function entry(id, title, kind) {
  const last = lastOf(id);
  const count = unread.get(id) ?? 0;
  return h("button", {
    type: "button", class: `entry ${id === view.chat ? "chosen" : ""}`, "aria-current": id === view.chat ? "true" : undefined,
    onclick: () => chooseChat(id),
  },
  avatar(id, title, kind),
  h("span", { class: "lines" }, h("span", { class: "title" }, title), h("span", { class: "last" }, lastLine(last))),
  h("span", { class: "right" }, last ? h("time", {}, clockTime(last.message.date)) : null,
    count ? h("span", { class: "count" }, String(Math.min(count, 99))) : null));
}

const place = (c) => entry(c.id, c.title, standingIn(c.id, view.me).inside ? "square" : "square outside");

function draw() {
  const groups = [...state.chats.values()].filter((c) => sees(c.id)).sort((a, b) => b.member_count - a.member_count);
  const robot = bot();
  fill($("#chats"),
    h("h2", { class: "pane-title" }, t("chats")),
    h("div", { class: "entries" },
      groups.filter((c) => c.type !== "channel").map(place),
      robot && view.me ? entry(view.me, nameOf(robot.id), "is-bot") : null,
      groups.filter((c) => c.type === "channel").map(place)));
}

let waiting = 0;
const drawSoon = () => { cancelAnimationFrame(waiting); waiting = requestAnimationFrame(draw); };

export function chats() {
  for (const kind of ["state", "me", "chosen", "opened", "language", "changed"]) on(kind, drawSoon);
  on("message", (message) => {
    if (message.chat !== view.chat) unread.set(message.chat, (unread.get(message.chat) ?? 0) + 1);
    drawSoon();
  });
  on("chosen", (chat) => unread.delete(chat));
  draw();
}
