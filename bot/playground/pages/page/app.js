// Puts the page together: the head, the panes, the language, the light.

import { get, put } from "./api.js";
import { chats } from "./chats.js";
import { $, fill, h, item, menu } from "./dom.js";
import { feed } from "./feed.js";
import { avatar, weekTime } from "./format.js";
import { icon } from "./icons.js";
import { intro } from "./intro.js";
import { picker, settle, showPane, speak, view } from "./me.js";
import { panel } from "./panel.js";
import { config, nameOf, now, on, rate, start, state, tell } from "./store.js";
import { lang, setLanguage, t } from "./texts.js";

const THEMES = ["light", "dark", "auto"];
let paused = false;

function useTheme(name) {
  localStorage.setItem("theme", name);
  if (name === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = name;
}

function switchLanguage() {
  setLanguage(lang() === "zh" ? "en" : "zh");
  tell("language");
}

async function pauseStory() {
  ({ paused } = await put("/page/script", { paused: !paused }));
  head();
}

function head() {
  document.title = t("title");
  const me = h("button", { type: "button", class: "whoami", "aria-haspopup": "menu", onclick: (event) => picker(event.currentTarget) },
    h("small", {}, t("you")), view.me ? avatar(view.me, nameOf(view.me)) : null, h("strong", {}, view.me ? nameOf(view.me) : t("watching")), icon("caret", 15));
  const themes = (event) => menu(event.currentTarget, t("themes").split("|").map((label, n) => item(label, () => useTheme(THEMES[n]))));
  fill($("#top"),
    h("div", { class: "brand" }, h("img", { src: "/page/own/icon.svg", alt: "", width: "30", height: "30" }), h("strong", {}, "知群"), h("span", {}, "Zhiqun")),
    h("div", { class: "time", title: t("clock") }, h("time", { id: "clock" }, weekTime(now())), rate() > 1 ? h("small", {}, t("speed", { n: rate() })) : null,
      h("i", { class: state.live ? "dot live" : "dot", title: t(state.live ? "online" : "offline") })),
    h("div", { class: "spring" }),
    me,
    config.script ? h("button", { type: "button", class: "icon", "aria-label": t(paused ? "resume" : "pause"), title: t(paused ? "resume" : "pause"), "aria-pressed": String(paused), onclick: pauseStory }, icon(paused ? "play" : "pause")) : null,
    h("button", { type: "button", class: "icon", "aria-label": t("theme"), title: t("theme"), "aria-haspopup": "menu", onclick: themes }, icon("light")),
    h("button", { type: "button", class: "quiet", lang: lang() === "zh" ? "en" : "zh", "aria-label": t("languageLabel"), onclick: switchLanguage }, h("span", { class: "wide" }, t("language")), h("span", { class: "narrow" }, lang() === "zh" ? "EN" : "中")));
}

function tabs() {
  fill($("#tabs"), ["chats", "chat", "side"].map((name) => h("button", {
    type: "button", "aria-pressed": String(view.pane === name), onclick: () => showPane(name),
  }, icon(name, 22), t(name))));
}

async function main() {
  useTheme(localStorage.getItem("theme") ?? "auto");
  setLanguage(lang());
  on("state", settle);
  await start();
  if (config.script) ({ paused } = await get("/page/script"));
  settle();
  head();
  intro();
  tabs();
  chats();
  panel();
  await feed();
  on("language", speak);
  for (const kind of ["me", "live", "language"]) on(kind, head);
  for (const kind of ["pane", "language"]) on(kind, tabs);
  setInterval(() => { $("#clock").textContent = weekTime(now()); }, 500);
  document.body.classList.add("ready");
}

main();
