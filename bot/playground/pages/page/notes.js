// Lines about what bots did to people: Telegram itself says nothing in the chat when somebody is muted.

import { until } from "./format.js";
import { nameOf, on, state, tell } from "./store.js";
import { t } from "./texts.js";


function words(note, by) {
  const values = { by, name: nameOf(note.user), until: until(note.until, note.at) };
  return t(note.kind, values);
}

export function noteOf(call) {
  if (!call.ok) return null;
  const { params } = call;
  const start = { at: call.at, chat: Number(params.chat_id), user: Number(params.user_id), by: call.bot, until: Number(params.until_date ?? 0) };
  switch (call.method) {
    case "restrictChatMember": return { ...start, kind: mutes(params.permissions) ? "muteNote" : "unmuteNote" };
    case "banChatMember": return { ...start, kind: "banNote" };
    case "unbanChatMember": return { ...start, kind: putsOut(call.method, params) ? "outNote" : "unbanNote" };
    default: return null;
  }
}

// Telegram has one method for both: whoever is not banned is put out by it, unless that is ruled out.
export const putsOut = (method, params) => method === "unbanChatMember" && String(params.only_if_banned) !== "true";

export function mutes(permissions) {
  const given = typeof permissions === "string" ? JSON.parse(permissions) : permissions ?? {};
  return !given.can_send_messages;
}

export function notesFor(chat) {
  const called = state.calls.map(noteOf).filter(Boolean);
  return called.filter((n) => n.chat === chat).sort((a, b) => a.at - b.at)
    .map((n) => ({ ...n, text: words(n, nameOf(n.by)) }));
}

export function notes() {
  on("call", (call) => {
    const note = noteOf(call);
    if (note) tell("note", { ...note, text: words(note, nameOf(note.by)) });
  });
}
