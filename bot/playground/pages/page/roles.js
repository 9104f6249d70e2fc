// How people stand in a group, as badges.

import { h } from "./dom.js";
import { standingIn, state } from "./store.js";
import { t } from "./texts.js";

const LABELS = { creator: "owner", administrator: "admin", member: "member", restricted: "muted", kicked: "banned", left: "left" };
const CLASSES = { creator: "owner", administrator: "admin", restricted: "muted", kicked: "muted" };

// A restriction that leaves somebody the right to write is none that matters here.
export function badge(chat, id) {
  if (state.bots.has(id)) return h("span", { class: "badge bot" }, t("bot"));
  const { status, member } = standingIn(chat, id);
  const shown = status === "restricted" && member?.can_send_messages ? "member" : status;
  return h("span", { class: `badge ${CLASSES[shown] ?? "plain"}` }, t(LABELS[shown] ?? "left"));
}
