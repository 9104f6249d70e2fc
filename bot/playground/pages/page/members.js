// The people of the chat on screen; the visitor can become any of them.

import { fill, h } from "./dom.js";
import { avatar } from "./format.js";
import { choosePerson, isPrivate, view } from "./me.js";
import { badge } from "./roles.js";
import { nameOf, on, standingIn, state } from "./store.js";
import { t } from "./texts.js";

const ORDER = ["creator", "administrator", "member", "restricted", "left", "kicked"];

function row(id) {
  const name = nameOf(id), robot = state.bots.has(id);
  const person = state.people.get(id) ?? state.bots.get(id);
  return h("li", {},
    avatar(id, name, robot ? "is-bot" : ""),
    h("div", { class: "lines" }, h("span", { class: "title" }, name), h("span", { class: "last" }, person?.username ? `@${person.username}` : `id ${id}`)),
    isPrivate() && !robot ? null : badge(view.chat, id),
    robot || id === view.me ? null : h("button", { type: "button", class: "quiet", "aria-label": `${t("actAs")}: ${name}`, onclick: () => choosePerson(id) }, t("be")));
}

export function members(body) {
  const list = h("ul", { class: "people" });
  const draw = () => {
    const known = isPrivate() ? [view.me, ...state.bots.keys()] : Object.keys(state.chats.get(view.chat)?.members ?? {}).map(Number);
    const rank = (id) => ORDER.indexOf(standingIn(view.chat, id).status) + (state.bots.has(id) ? -9 : 0);
    fill(list, known.sort((a, b) => rank(a) - rank(b)).map(row));
  };
  fill(body, list);
  draw();
  for (const kind of ["state", "chosen", "me"]) on(kind, draw, list);
}
