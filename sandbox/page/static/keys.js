// Keys that work everywhere: "/" goes to the composer, Esc closes the nearest open thing.

import { closePopover } from "./menu.js";
import { closeThread } from "./navigate.js";
import { store } from "./store.js";
import { toggle } from "./inspector.js";

const typing = (element) => element?.matches?.("input, textarea, select, [contenteditable]");

/** Listen for them; `focusComposer` brings the caret to the composer. */
export function keys(focusComposer) {
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && !typing(event.target) && !document.querySelector("dialog[open]")) {
      event.preventDefault();
      focusComposer();
    }
    if (event.key !== "Escape") return;
    if (closePopover()) event.preventDefault();
    else if (document.querySelector("dialog[open]")) return;
    else if (document.body.classList.contains("sidebar-open")) document.body.classList.remove("sidebar-open");
    else if (store.inspecting) toggle();
    else if (closeThread()) focusComposer();
  });
}
