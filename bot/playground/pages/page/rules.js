// The operator's files: read, change, save, and see what the bot says to it.

import { get, put } from "./api.js";
import { fill, h, toast } from "./dom.js";
import { clockTime } from "./format.js";
import { config } from "./store.js";
import { t } from "./texts.js";

const PROBLEM = /^(?:.*?rules\/)?([\w./ -]+?):(\d+):(\d+): (.*)$/s;
const WAIT_MS = 8000, EVERY_MS = 250;
const drafts = { name: "", text: "", saved: "" }; // outlives a change of tab

let box, select, area, gutter, said;

const short = (hash) => (hash ? hash.slice(0, 10) : "?");
const pause = (ms) => new Promise((resolve) => { setTimeout(resolve, ms); });

function numbers() {
  // Each number stands before an unseen copy of its line, which wraps as the line itself does.
  const lines = area.value.split("\n");
  for (const [n, line] of lines.entries()) {
    const row = gutter.children[n] ?? gutter.appendChild(h("span", { "data-n": String(n + 1) }));
    if (row.textContent !== line) row.textContent = line;
  }
  while (gutter.childElementCount > lines.length) gutter.lastElementChild.remove();
  gutter.scrollTop = area.scrollTop;
  drafts.text = area.value;
  box.classList.toggle("dirty", area.value !== drafts.saved);
}

function goTo(line, column) {
  const lines = area.value.split("\n");
  const at = lines.slice(0, line - 1).reduce((n, l) => n + l.length + 1, 0) + column - 1;
  area.focus();
  area.setSelectionRange(at, at + Math.max(1, /^[^\s:,\]}]*/.exec(area.value.slice(at))[0].length));
  area.scrollTop = Math.max(0, (gutter.children[line - 1]?.offsetTop ?? 0) - 3 * parseFloat(getComputedStyle(area).lineHeight));
  gutter.scrollTop = area.scrollTop;
  for (const [n, node] of [...gutter.children].entries()) node.classList.toggle("bad", n === line - 1);
}

function problemLine(text) {
  const [, file, line, column] = PROBLEM.exec(text) ?? [];
  if (!file) return h("li", {}, text);
  const jump = async () => {
    if (file !== drafts.name && !(await load(file))) return;
    goTo(Number(line), Number(column));
  };
  return h("li", {}, h("button", { type: "button", onclick: jump }, text));
}

function tell(kind, text, problems = []) {
  said.className = `said ${kind}`;
  fill(said, h("p", {}, text), problems.length ? h("ul", {}, problems.map(problemLine)) : "");
}

async function load(name) {
  if (drafts.name && drafts.text !== drafts.saved && name !== drafts.name && !confirm(t("rulesDiscard"))) {
    select.value = drafts.name;
    return false;
  }
  try {
    const { text } = await get(`/page/rules/${name}`);
    Object.assign(drafts, { name, text, saved: text });
    show();
    return true;
  } catch (error) {
    toast(error.message, "bad");
    return false;
  }
}

function show() {
  select.value = drafts.name;
  area.value = drafts.text;
  area.setAttribute("aria-label", t("editor", { file: drafts.name }));
  numbers();
}

function now(status) {
  if (!status.reachable) return tell("", t("rulesOffline"));
  if (status.problems?.length) return tell("bad", t("rulesRefused", { hash: short(status.hash) }), status.problems);
  return tell("", `${t("rulesCurrent", { hash: short(status.hash) })}${status.loaded_at ? ` · ${clockTime(status.loaded_at)}` : ""}`);
}

async function save() {
  const before = await get("/page/rules-status");
  try {
    await put(`/page/rules/${drafts.name}`, { text: area.value });
  } catch (error) {
    return tell("bad", error.message);
  }
  drafts.saved = area.value;
  numbers();
  if (!before.reachable) return tell("", t("rulesNoBot"));
  tell("", t("rulesSaved"));
  const key = (s) => JSON.stringify([s.hash, s.loaded_at, s.problems]);
  let status = before;
  for (const end = performance.now() + WAIT_MS; performance.now() < end && key(status) === key(before);) {
    await pause(EVERY_MS);
    status = await get("/page/rules-status");
    if (!status.reachable) status = before;
  }
  if (status.problems?.length) return tell("bad", t("rulesRefused", { hash: short(status.hash) }), status.problems);
  if (status.hash !== before.hash || before.problems?.length) return tell("good", t("rulesTaken", { hash: short(status.hash) }));
  return tell("good", t("rulesSame", { hash: short(status.hash) }));
}

function keys(event) {
  if ((event.ctrlKey || event.metaKey) && event.key === "s") {
    event.preventDefault();
    save();
  }
}

export async function rules(body) {
  if (!config.rules) return fill(body, h("p", { class: "nothing" }, t("rulesUnavailable")));
  select = h("select", { "aria-label": t("rulesFile"), onchange: () => load(select.value) });
  gutter = h("div", { class: "gutter", "aria-hidden": "true" });
  area = h("textarea", { spellcheck: "false", autocapitalize: "off", autocomplete: "off", oninput: numbers, onkeydown: keys });
  area.addEventListener("scroll", () => { gutter.scrollTop = area.scrollTop; });
  said = h("div", { class: "said", role: "status" });
  box = h("div", { class: "rules" },
    h("div", { class: "row" }, select, h("button", { type: "button", class: "quiet", onclick: () => { drafts.saved = drafts.text; load(drafts.name); } }, t("rulesReload"))),
    h("div", { class: "editor" }, gutter, area),
    h("div", { class: "row" }, h("span", { class: "unsaved" }, `● ${t("rulesDirty")}`), h("button", { type: "button", class: "primary", onclick: save }, t("rulesSave"))),
    said);
  fill(body, box);
  const { files } = await get("/page/rules");
  fill(select, files.map((f) => h("option", { value: f.name }, f.name)));
  const first = files.find((f) => f.name === "moderation.yaml") ?? files[0];
  if (drafts.name) show();
  else if (first) await load(first.name);
  return now(await get("/page/rules-status"));
}
