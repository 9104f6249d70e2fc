// Figures of the local Telegram, and of the economy in the bot's rows.

import { get } from "./api.js";
import { fill, h } from "./dom.js";
import { config, state } from "./store.js";
import { lang, t } from "./texts.js";

const EVERY_MS = 1500;
const ms = (value) => (value === null ? t("fig.none") : `${value < 10 ? value.toFixed(1) : Math.round(value)} ms`);

const tile = (label, value) => h("div", { class: "tile" }, h("strong", {}, String(value)), h("span", {}, label));

// Lines of a name and a number, drawn against the largest.
function bars(title, lines) {
  if (!lines.length) return null;
  const most = Math.max(1, ...lines.map(([, count]) => count));
  return h("div", { class: "bars" }, h("h3", {}, title), lines.map(([name, count]) => {
    const fillBar = h("i");
    fillBar.style.width = `${Math.max(1, (count / most) * 100)}%`;
    return h("div", { class: "barline" }, h("span", {}, name), h("b", {}, String(count)), h("div", { class: "track" }, fillBar));
  }));
}

const largest = (counts) => Object.entries(counts).sort(([, a], [, b]) => b - a).slice(0, 14);
const sum = (numbers) => Object.values(numbers).reduce((a, b) => a + b, 0);

// What members earned and spent, and what stands beside their names; nothing where no bot's rows are known.
function economy(found) {
  if (!found) return [];
  const points = found.points.map((line) => [line.name[lang()], line.points]);
  const levels = found.levels.map((line) => [t("fig.level", { n: line.level }), line.members]);
  return [
    h("div", { class: "tiles economy" },
      tile(t("fig.points"), found.points.reduce((n, line) => n + line.points, 0)),
      tile(t("fig.coins"), found.coins.given), tile(t("fig.spent"), found.coins.spent),
      tile(t("fig.orders"), sum(found.orders)), tile(t("fig.delivered"), found.orders.delivered),
      tile(t("fig.tags"), sum(found.tags))),
    bars(t("fig.bySource"), points), bars(t("fig.byLevel"), levels), bars(t("fig.byTag"), largest(found.tags)),
  ];
}

export function figures(body) {
  const box = h("div", { class: "figures" });
  fill(body, box);
  const draw = async () => {
    const [found, earned] = await Promise.all([get("/sim/stats"), config.economy ? get("/page/economy").catch(() => null) : null]);
    const messages = [...state.chats.values()].reduce((n, c) => n + c.messages, 0);
    fill(box,
      h("div", { class: "tiles" },
        tile(t("fig.people"), state.people.size), tile(t("fig.messages"), messages),
        tile(t("fig.sent"), found.sent), tile(t("fig.confirmed"), found.confirmed), tile(t("fig.pending"), found.pending),
        tile(t("fig.calls"), sum(found.calls)), tile(t("fig.errors"), sum(found.errors)),
        tile(t("fig.p50"), ms(found.p50_ms)), tile(t("fig.p99"), ms(found.p99_ms))),
      economy(earned),
      bars(t("fig.byMethod"), largest(found.calls)));
  };
  const again = () => {
    if (!box.isConnected) return;
    draw().catch(() => {}).finally(() => setTimeout(again, EVERY_MS));
  };
  again();
}
