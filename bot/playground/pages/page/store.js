// What the page knows of the local Telegram, kept up by its stream of events.

import { get } from "./api.js";

export const KEPT = 250;
export const config = {};
export const state = { people: new Map(), chats: new Map(), bots: new Map(), calls: [], figures: null, live: false };
const clock = { at: 0, seen: 0, rate: 1 };
const messages = new Map(); // chat -> Map(number -> view); a private chat goes by its person
const pinned = new Map();
const fetched = new Map();
const bus = new EventTarget();
let reading = 0;

// With a node, it listens as long as that node is on the page.
export function on(kind, run, node = null) {
  const hear = (event) => (node && !node.isConnected ? bus.removeEventListener(kind, hear) : run(event.detail));
  bus.addEventListener(kind, hear);
}

export const tell = (kind, detail) => bus.dispatchEvent(new CustomEvent(kind, { detail }));
export const now = () => clock.at + ((performance.now() - clock.seen) / 1000) * clock.rate;
export const rate = () => clock.rate;
export const bot = () => state.bots.values().next().value;
export const viewsOf = (chat) => messages.get(chat) ?? new Map();
export const pinsOf = (chat) => pinned.get(chat) ?? [];

export function lastOf(chat) {
  let last = null;
  for (const view of viewsOf(chat).values()) if (!view.deleted_by) last = view;
  return last;
}

export function nameOf(id) {
  const someone = state.people.get(id) ?? state.bots.get(id);
  return someone ? [someone.first_name, someone.last_name].filter(Boolean).join(" ") : `#${id}`;
}

export function standingIn(chat, person) {
  const member = state.chats.get(chat)?.members[person];
  const inside = member && (["creator", "administrator", "member"].includes(member.status) || member.is_member);
  return { status: member?.status ?? "left", inside: Boolean(inside), member };
}

async function readState() {
  const found = await get("/sim/state");
  const [kind, , , speed] = found.clock.split(":");
  Object.assign(clock, { at: found.now, seen: performance.now(), rate: kind === "scaled" ? Number(speed) : 1 });
  state.people = new Map(found.people.filter((p) => !p.is_bot && p.id !== 777000).map((p) => [p.id, p]));
  state.chats = new Map(found.chats.filter((c) => !c.deleted && !c.migrated_to).map((c) => [c.id, c]));
  state.bots = new Map(found.bots.map((b) => [b.id, b]));
  tell("state");
}

// Many changes in a row are read once.
export function readSoon() {
  clearTimeout(reading);
  reading = setTimeout(() => readState().catch(() => {}), 150);
}

export async function open(chat, again = false) {
  if (fetched.has(chat) && !again) return fetched.get(chat);
  const task = get(`/sim/chats/${chat}/messages?limit=${KEPT}`).then((found) => {
    const known = messages.get(chat) ?? new Map();
    for (const view of found.messages) known.set(view.message.message_id, view);
    messages.set(chat, new Map([...known].sort(([a], [b]) => a - b)));
    pinned.set(chat, found.pinned);
  }).catch(() => messages.set(chat, messages.get(chat) ?? new Map()));
  fetched.set(chat, task);
  await task;
  tell("opened", chat);
}

function keep(view) {
  const known = messages.get(view.chat) ?? new Map();
  known.set(view.message.message_id, view);
  if (known.size > KEPT * 2) known.delete(known.keys().next().value);
  messages.set(view.chat, known);
}

const HANDLERS = {
  message(view) { keep(view); tell("message", view); },
  edit(view) { keep(view); tell("changed", view); },
  delete(view) { keep(view); tell("changed", view); },
  reaction(view) { keep(view); tell("changed", view); },
  pin(view) { pinned.set(view.chat, [...pinsOf(view.chat), view.message.message_id]); tell("pins", view.chat); },
  unpin(pin) { pinned.set(pin.chat, pinsOf(pin.chat).filter((n) => n !== pin.message_id)); tell("pins", pin.chat); },
  member({ chat, member }) {
    const known = state.chats.get(chat);
    if (known) {
      known.members[member.user.id] = member;
      known.present = known.present.filter((id) => id !== member.user.id).concat(standingIn(chat, member.user.id).inside ? member.user.id : []);
    }
    tell("state");
  },
  person({ person }) { if (!person.is_bot) state.people.set(person.id, person); tell("state"); },
  call(call) { state.calls.push(call); if (state.calls.length > KEPT) state.calls.shift(); tell("call", call); },
  action(action) { tell("action", action); },
};
const REREAD = ["chat", "commands", "migrate", "deleted_chat", "permissions", "request", "declined"];

function live(up) {
  if (state.live === up) return;
  state.live = up;
  tell("live", up);
}

async function catchUp() {
  await readState();
  const found = await get("/sim/calls?after=-120");
  state.calls = found.calls;
  await Promise.all([...fetched.keys(), ...state.chats.keys()].map((chat) => open(chat, true)));
  tell("calls");
  live(true);
}

export async function start() {
  Object.assign(config, await get("/page/config"));
  const stream = new EventSource("/sim/stream"); // reconnects by itself, and says hello each time
  for (const [kind, run] of Object.entries(HANDLERS)) {
    stream.addEventListener(kind, (event) => run(JSON.parse(event.data)));
  }
  for (const kind of REREAD) stream.addEventListener(kind, readSoon);
  for (const kind of ["hello", "missed"]) stream.addEventListener(kind, () => catchUp().catch(() => live(false)));
  stream.onerror = () => live(false);
  setInterval(() => { if (state.live) readState().catch(() => live(false)); }, 5_000);
  await catchUp();
}
