// Elements from values. Text always goes in as text, never as markup.

export function h(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name === "class") node.className = value;
    else if (name === "style") Object.assign(node.style, value);
    else if (name === "dataset") Object.assign(node.dataset, value);
    else if (name in node && typeof value !== "string") node[name] = value;
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat(Infinity).filter((c) => c !== null && c !== undefined && c !== false && c !== ""));
  return node;
}

export function fill(node, ...children) {
  node.replaceChildren(...children.flat(Infinity).filter((c) => c !== null && c !== undefined && c !== false));
  return node;
}

export const $ = (selector, root = document) => root.querySelector(selector);

export function toast(text, kind = "") {
  if (!text) return null;
  const node = h("div", { class: `toast ${kind}` }, text);
  $("#toasts").append(node);
  setTimeout(() => node.classList.add("leaving"), 4200);
  setTimeout(() => node.remove(), 4600);
  return node;
}

export function dialog(title, body, actions = []) {
  const box = h("dialog", { class: "sheet", "aria-label": title });
  const close = () => box.close();
  box.append(
    h("form", { method: "dialog", onsubmit: (event) => { event.preventDefault(); actions.at(-1)?.run(close); } },
      h("h2", {}, title),
      body,
      h("div", { class: "row end" },
        actions.map((action, n) => h("button", {
          type: n === actions.length - 1 ? "submit" : "button",
          class: n === actions.length - 1 ? "primary" : "quiet",
          onclick: n === actions.length - 1 ? undefined : () => action.run(close),
        }, action.label)))),
  );
  box.addEventListener("close", () => box.remove());
  box.addEventListener("click", (event) => { if (event.target === box) close(); });
  document.body.append(box);
  box.showModal();
  return box;
}

let open = null;

export function closeMenu() {
  if (!open) return;
  const { node, anchor } = open;
  open = null;
  node.remove();
  anchor.setAttribute("aria-expanded", "false");
}

export function menu(anchor, ...children) {
  const again = open?.anchor === anchor;
  closeMenu();
  if (again) return;
  const node = h("div", { class: "menu", role: "menu" }, ...children);
  document.body.append(node);
  const at = anchor.getBoundingClientRect();
  const { width, height } = node.getBoundingClientRect();
  const left = Math.max(8, Math.min(at.left, innerWidth - width - 8));
  const below = at.bottom + 6 + height < innerHeight;
  node.style.left = `${left}px`;
  node.style.top = `${below ? at.bottom + 6 : Math.max(8, at.top - height - 6)}px`;
  anchor.setAttribute("aria-expanded", "true");
  open = { node, anchor };
  $("button, input", node)?.focus({ preventScroll: true });
}

addEventListener("pointerdown", (event) => {
  if (open && !open.node.contains(event.target) && !open.anchor.contains(event.target)) closeMenu();
});
addEventListener("keydown", (event) => {
  if (!open) return;
  if (event.key === "Escape") {
    const { anchor } = open;
    closeMenu();
    anchor.focus();
  }
  const items = [...open?.node.querySelectorAll("button") ?? []];
  const step = { ArrowDown: 1, ArrowUp: -1, ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (step && items.includes(document.activeElement)) {
    event.preventDefault();
    items.at((items.indexOf(document.activeElement) + step) % items.length).focus();
  }
});

export const item = (label, run, props = {}) =>
  h("button", { type: "button", role: "menuitem", ...props, onclick: () => { closeMenu(); run(); } }, label);
