// The page's own signs, drawn as lines. They need no font.

const PATHS = {
  chats: "M4 6h16M4 12h16M4 18h10",
  chat: "M5 4h14a2 2 0 0 1 2 2v9a2 2 0 0 1-2 2h-7l-5 4v-4H5a2 2 0 0 1-2-2V6a2 2 0 0 1 2-2z",
  side: "M4 5h16v14H4zM14 5v14M17 9h0M17 12h0",
  plus: "M12 5v14M5 12h14",
  slash: "M15 4 9 20",
  send: "M4 12 20 4l-6 16-3-7z",
  light: "M12 3a9 9 0 1 0 0 18zM12 3a9 9 0 0 1 0 18",
  pause: "M9 6v12M15 6v12",
  play: "M8 5v14l11-7z",
  down: "M12 5v14M6 13l6 6 6-6",
  close: "M6 6l12 12M18 6 6 18",
  caret: "M7 10l5 5 5-5",
};

export function icon(name, size = 20) {
  const holder = document.createElement("template");
  holder.innerHTML = `<svg class="sign-${name}" width="${size}" height="${size}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"><path d="${PATHS[name]}"/></svg>`;
  return holder.content.firstChild;
}
