// Who the visitor is, and which chat they look at.

import { act, put } from "./api.js";
import { dialog, h, item, menu, toast } from "./dom.js";
import { avatar } from "./format.js";
import { badge } from "./roles.js";
import { bot, config, nameOf, on, readSoon, standingIn, state, tell } from "./store.js";
import { lang, t } from "./texts.js";

export const view = { me: 0, chat: 0, pane: "chat" };

// One number a page, kept while it is reloaded: the script leaves alone whom its visitor plays.
const page = sessionStorage.getItem("page") ?? `p${Math.random()}`;
let announced = 0;

function announce() {
  if (!config.script || !view.me || announced === view.me) return;
  announced = view.me;
  sessionStorage.setItem("page", page);
  put("/page/visitor", { page, person: view.me }).catch(() => { announced = 0; });
}

// The guest speaks the language of the page, so that the bot answers in it; the others keep their own.
let spoken = "";
export function speak() {
  if (!config.script || !state.people.has(config.visitor) || spoken === lang()) return;
  spoken = lang();
  act({ do: "profile", user: config.visitor, language_code: spoken === "zh" ? "zh-hans" : "en" });
}

export function choosePerson(id) {
  view.me = id;
  localStorage.setItem("me", String(id));
  if (view.chat > 0) view.chat = id;
  settle();
  tell("me");
}

// A room of those who keep order is shown to those inside alone.
export const sees = (chat) => !config.rooms?.includes(chat) || standingIn(chat, view.me).inside;

const mainGroup = () => [...state.chats.values()].filter((c) => c.type !== "channel").sort((a, b) => b.member_count - a.member_count)[0]?.id ?? 0;

export function chooseChat(id) {
  view.chat = id;
  showPane("chat");
  tell("chosen", id);
}

export function showPane(name) {
  view.pane = name;
  document.querySelector("#panes").dataset.pane = name;
  tell("pane", name);
}

// The first person and chat: those of last time, those the server proposes, or whoever came last.
export function settle() {
  const last = Number(localStorage.getItem("me")), before = view.me;
  const wished = [last, config.visitor].find((id) => state.people.has(id));
  if (wished && (!last || !state.people.has(view.me))) view.me = wished;
  // While the scene is being set, the proposed visitor is still to come.
  else if (!state.people.has(view.me)) view.me = config.visitor ? 0 : [...state.people.keys()].at(-1) ?? 0;
  if (view.chat <= 0 && !(state.chats.has(view.chat) && sees(view.chat))) {
    const left = view.chat;
    view.chat = mainGroup();
    if (left) tell("chosen", view.chat);
  }
  announce();
  speak();
  if (before !== view.me) tell("me");
}

export const isPrivate = () => view.chat > 0;

// How the acts name the chat on screen: a private chat is that with the bot.
export const here = () => (isPrivate() ? bot().id : view.chat);

export function picker(anchor) {
  const people = [...state.people.values()].filter((p) => !p.deactivated);
  menu(anchor,
    h("div", { class: "scroll" }, people.map((p) => item(
      [avatar(p.id, nameOf(p.id)), h("span", {}, nameOf(p.id)), badge(mainGroup(), p.id), p.language_code ? h("small", {}, p.language_code.slice(0, 2)) : null],
      () => choosePerson(p.id), { class: p.id === view.me ? "with-avatar chosen" : "with-avatar" }))),
    h("hr"),
    item(`＋ ${t("newcomer")}`, newcomer));
}

function newcomer() {
  const name = h("input", { required: true, maxlength: "64", "aria-label": t("name"), placeholder: t("name") });
  const language = h("select", { "aria-label": t("speaks") }, h("option", { value: "zh-hans" }, "中文"), h("option", { value: "en" }, "English"));
  language.value = lang() === "zh" ? "zh-hans" : "en";
  const create = async (close) => {
    const first = name.value.trim();
    if (!first) return name.focus();
    const made = await act({ do: "create_person", first_name: first, language_code: language.value });
    if (!made) return undefined;
    close();
    state.people.set(made.user, { id: made.user, first_name: first, language_code: language.value });
    readSoon();
    choosePerson(made.user);
    const hint = toast(t("newcomerDone", { name: first }));
    on("me", () => hint.remove(), hint);
    return on("state", () => { if (standingIn(view.chat, made.user).inside) hint.remove(); }, hint);
  };
  const fields = h("div", { class: "fields" }, h("label", {}, t("name"), name), h("label", {}, t("speaks"), language));
  dialog(t("newcomerTitle"), fields, [{ label: t("cancel"), run: (close) => close() }, { label: t("create"), run: create }]);
  name.focus();
}
