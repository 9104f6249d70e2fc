// What the demo shows, in one line, and six things to try; closed for good by whoever has read it.

import { $, fill, h } from "./dom.js";
import { config, on } from "./store.js";
import { t } from "./texts.js";

const CLOSED = "introClosed";
const narrow = () => matchMedia("(max-width: 760px)").matches;

// What stands between backticks is to be typed.
const typed = (text) => text.split("`").map((part, n) => (n % 2 ? h("code", {}, part) : part));

function draw() {
  const box = $("#intro");
  const open = (localStorage.getItem(CLOSED) ?? (narrow() ? "1" : "0")) !== "1";
  const list = h("ol", {}, t("tries").split("|").map((one) => h("li", {}, typed(one))));
  const toggle = () => { localStorage.setItem(CLOSED, open ? "1" : "0"); draw(); };
  box.dataset.open = open ? "yes" : "no";
  fill(box,
    h("p", {}, t("intro")),
    h("button", { type: "button", class: "quiet", "aria-expanded": String(open), onclick: toggle }, t(open ? "triesHide" : "triesShow")),
    open ? list : null);
}

export function intro() {
  if (!config.script) return;
  draw();
  on("language", draw);
}
