// Figures of the local Telegram.

import { get } from "./api.js";
import { fill, h } from "./dom.js";
import { state } from "./store.js";
import { t } from "./texts.js";

const EVERY_MS = 1500;
const ms = (value) => (value === null ? t("fig.none") : `${value < 10 ? value.toFixed(1) : Math.round(value)} ms`);

const tile = (label, value) => h("div", { class: "tile" }, h("strong", {}, String(value)), h("span", {}, label));

function bars(calls) {
  const all = Object.entries(calls).sort(([, a], [, b]) => b - a).slice(0, 14);
  const most = all[0]?.[1] ?? 1;
  return h("div", { class: "bars" }, h("h3", {}, t("fig.byMethod")), all.map(([name, count]) => {
    const fillBar = h("i");
    fillBar.style.width = `${Math.max(1, (count / most) * 100)}%`;
    return h("div", { class: "barline" }, h("span", {}, name), h("b", {}, String(count)), h("div", { class: "track" }, fillBar));
  }));
}

export function figures(body) {
  const box = h("div", { class: "figures" });
  fill(body, box);
  const draw = async () => {
    const found = await get("/sim/stats");
    const sum = (numbers) => Object.values(numbers).reduce((a, b) => a + b, 0);
    const messages = [...state.chats.values()].reduce((n, c) => n + c.messages, 0);
    fill(box,
      h("div", { class: "tiles" },
        tile(t("fig.people"), state.people.size), tile(t("fig.messages"), messages),
        tile(t("fig.sent"), found.sent), tile(t("fig.confirmed"), found.confirmed), tile(t("fig.pending"), found.pending),
        tile(t("fig.calls"), sum(found.calls)), tile(t("fig.errors"), sum(found.errors)),
        tile(t("fig.p50"), ms(found.p50_ms)), tile(t("fig.p99"), ms(found.p99_ms))),
      bars(found.calls));
  };
  const again = () => {
    if (!box.isConnected) return;
    draw().catch(() => {}).finally(() => setTimeout(again, EVERY_MS));
  };
  again();
}
