// Elements from values. Text only ever becomes text nodes, so nothing that somebody typed can turn into markup.

import { icon } from "./icons.js";

export { icon };

/** A new element: `on` holds listeners, `data` and `aria` their attributes, `style` custom properties; null and false are left out. */
export function h(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props ?? {})) set(element, name, value);
  element.append(
    ...children
      .flat(Infinity)
      .filter((child) => child !== null && child !== undefined && child !== false && child !== ""),
  );
  return element;
}

function set(element, name, value) {
  if (value === null || value === undefined || value === false) return;
  if (name === "on")
    for (const [event, listener] of Object.entries(value)) element.addEventListener(event, listener);
  else if (name === "data") Object.assign(element.dataset, defined(value));
  else if (name === "aria")
    for (const [key, text] of Object.entries(defined(value))) element.setAttribute(`aria-${key}`, text);
  else if (name === "style")
    for (const [key, text] of Object.entries(value)) element.style.setProperty(key, text);
  else if (name === "class") element.className = [value].flat().filter(Boolean).join(" ");
  else if (name === "value") element.value = value;
  else element.setAttribute(name, value === true ? "" : String(value));
}

function defined(record) {
  return Object.fromEntries(
    Object.entries(record).filter(([, value]) => value !== null && value !== undefined),
  );
}

/** Make `parent`'s children match `items`, touching only what changed, so that focus, scrolling and typed text stay. */
export function reconcile(parent, items, { key, sign = JSON.stringify, draw, patch }) {
  const wanted = new Set(items.map((item, index) => String(key(item, index))));
  const old = new Map();
  for (const node of [...parent.children]) {
    if (wanted.has(node.dataset.key)) old.set(node.dataset.key, node);
    else node.remove();
  }
  let cursor = parent.firstElementChild;
  items.forEach((item, index) => {
    const name = String(key(item, index));
    const signature = sign(item);
    let node = old.get(name);
    old.delete(name);
    if (!node || node.signature !== signature) {
      const fresh = (node && patch?.(node, item)) || draw(item);
      if (node && fresh !== node) {
        if (cursor === node) cursor = fresh;
        node.replaceWith(fresh);
      }
      node = fresh;
    }
    node.dataset.key = name;
    node.signature = signature;
    if (node === cursor) cursor = cursor.nextElementSibling;
    else parent.insertBefore(node, cursor);
  });
}

/** Run `change`; when it replaced the focused control, focus its successor, with the caret where it was. */
export function keepingFocus(change) {
  const held = document.activeElement;
  const name = held?.dataset?.focus;
  const caret = held && "selectionStart" in held ? [held.selectionStart, held.selectionEnd] : null;
  const surface = held?.closest?.("[data-surface]")?.dataset.surface;
  change();
  if (!name || document.activeElement === held) return;
  const scope = surface ? document.querySelector(`[data-surface="${CSS.escape(surface)}"]`) : document;
  const successor = scope?.querySelector(`[data-focus="${CSS.escape(name)}"]`);
  successor?.focus({ preventScroll: true });
  if (successor && caret && caret[0] !== null && "setSelectionRange" in successor)
    successor.setSelectionRange(...caret);
}

/** A quiet square button that shows only an icon. */
export function iconButton(name, label, onclick, props = {}) {
  return h(
    "button",
    {
      type: "button",
      title: label,
      ...props,
      class: ["icon-button", props.class],
      aria: { label, ...props.aria },
      on: { click: onclick },
    },
    icon(name),
  );
}

/** Put `children` in place of all that `parent` holds. */
export function fill(parent, ...children) {
  parent.replaceChildren(
    ...children
      .flat(Infinity)
      .filter((child) => child !== null && child !== undefined && child !== false && child !== ""),
  );
  return parent;
}
