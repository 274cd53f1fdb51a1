// Popovers and menus: placed by their button, closed by Esc or a click elsewhere, focus given back.

import { fill, h } from "./dom.js";

let open = null;

/** Show `content` beside `anchor`; answers a function that closes it. Only one popover is open at a time. */
export function popover(
  anchor,
  content,
  { label, role = "dialog", className = "", onclose = null, focus = null } = {},
) {
  closePopover();
  const panel = h(
    "div",
    { class: ["popover", className], popover: "manual", role, aria: { label } },
    content,
  );
  (anchor.closest("dialog") ?? document.body).append(panel);
  panel.showPopover();
  const place = () => put(panel, anchor);
  const outside = (event) => {
    if (!panel.contains(event.target) && !anchor.contains(event.target)) closePopover(false);
  };
  open = { panel, anchor, onclose, place, outside };
  anchor.setAttribute("aria-expanded", "true");
  document.addEventListener("pointerdown", outside, true);
  addEventListener("resize", place);
  place();
  (focus ?? panel.querySelector("input, [tabindex='0'], button"))?.focus({ preventScroll: true });
  return closePopover;
}

/** Close whatever popover is open; true when there was one. */
export function closePopover(giveBack = true) {
  if (!open) return false;
  const { panel, anchor, onclose, place, outside } = open;
  open = null;
  document.removeEventListener("pointerdown", outside, true);
  removeEventListener("resize", place);
  anchor.setAttribute("aria-expanded", "false");
  panel.remove();
  if (giveBack) anchor.focus?.({ preventScroll: true });
  onclose?.();
  return true;
}

/** Place the open popover again after its content changed. */
export const replace = () => open?.place();

function put(panel, anchor) {
  const near = anchor.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = panel;
  const below = near.bottom + 6 + height <= innerHeight || near.top < innerHeight / 2;
  const top = below ? Math.min(near.bottom + 6, innerHeight - height - 8) : near.top - height - 6;
  const left = near.left + width + 8 > innerWidth ? near.right - width : near.left;
  panel.style.top = `${Math.max(8, top)}px`;
  panel.style.left = `${Math.max(8, Math.min(left, innerWidth - width - 8))}px`;
}

/** A menu of actions: `items` are {label, hint, danger, icon, run} or "-" for a line. */
export function menu(anchor, items, { label = "Menu" } = {}) {
  const entries = items.map((item) => (item === "-" ? h("hr", { class: "menu-line" }) : entry(item)));
  const list = h("div", { class: "menu", on: { keydown: (event) => walk(event, list) } }, entries);
  return popover(anchor, list, { label, role: "menu" });
}

function entry({ label, hint, danger, icon, run, disabled }) {
  return h(
    "button",
    {
      type: "button",
      role: "menuitem",
      class: ["menu-item", danger && "danger"],
      disabled,
      on: {
        click: () => {
          closePopover();
          run();
        },
      },
    },
    icon,
    h("span", { class: "menu-label" }, label),
    hint && h("span", { class: "menu-hint" }, hint),
  );
}

/** Arrow keys, Home and End among the buttons of `list`. */
export function walk(event, list) {
  const buttons = [...list.querySelectorAll("button:not([disabled])")];
  const at = buttons.indexOf(document.activeElement);
  const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: buttons.length - 1 }[event.key];
  if (next === undefined || !buttons.length) return;
  event.preventDefault();
  buttons[(next + buttons.length) % buttons.length].focus();
}

let dialogs = 0;

/** Ask before something that cannot be undone; resolves true when confirmed. `confirm` holds ready nodes. */
export function ask({ title, text, confirm = "Yes", deny = "Cancel", style = "primary" }) {
  return new Promise((resolve) => {
    dialogs += 1;
    const head = `ask-${dialogs}`;
    const dialog = h("dialog", {
      class: "ask",
      role: "alertdialog",
      aria: { labelledby: head, describedby: `${head}-text` },
    });
    const done = (answer) => {
      dialog.close();
      dialog.remove();
      resolve(answer);
    };
    fill(
      dialog,
      h("h2", { id: head, class: "ask-title" }, title),
      h("div", { id: `${head}-text`, class: "ask-text" }, text),
      h(
        "div",
        { class: "ask-buttons" },
        h("button", { type: "button", class: "button", on: { click: () => done(false) } }, deny),
        h(
          "button",
          {
            type: "button",
            class: ["button", style === "danger" ? "danger" : "primary"],
            on: { click: () => done(true) },
          },
          confirm,
        ),
      ),
    );
    dialog.addEventListener("cancel", (event) => {
      event.preventDefault();
      done(false);
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}
