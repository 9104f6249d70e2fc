// The side panel: what the bot did, the rule files, the people, the figures.

import { $, fill, h } from "./dom.js";
import { did } from "./did.js";
import { figures } from "./figures.js";
import { members } from "./members.js";
import { on } from "./store.js";
import { rules } from "./rules.js";
import { t } from "./texts.js";

const TABS = { did, rules, people: members, figures };
let shown = sessionStorage.getItem("panel") ?? "did";

function draw() {
  const tabs = h("div", { class: "tabs", role: "tablist" }, Object.keys(TABS).map((name) => h("button", {
    type: "button", role: "tab", id: `tab-${name}`, "aria-selected": String(name === shown), "aria-controls": "panel-body",
    onclick: () => { shown = name; sessionStorage.setItem("panel", name); draw(); },
  }, t(name))));
  const body = h("div", { id: "panel-body", role: "tabpanel", "aria-labelledby": `tab-${shown}` });
  fill($("#side"), tabs, body);
  TABS[shown](body);
}

export function panel() {
  if (!(shown in TABS)) shown = "did";
  on("language", draw);
  draw();
}
