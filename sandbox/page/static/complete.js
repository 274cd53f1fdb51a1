// Suggestions while typing: slash commands at the start of a message, people and groups after @, channels after #.

import { avatar } from "./avatar.js";
import { fill, h, icon } from "./dom.js";
import { store } from "./store.js";

let boxes = 0;

/** Suggestions for `area`: {element, key(event) -> handled, refresh(), close()}. */
export function complete(area, { commands }) {
  boxes += 1;
  const id = `suggest-${boxes}`;
  const element = h("div", {
    id,
    class: "suggest",
    role: "listbox",
    aria: { label: "Suggestions" },
    hidden: true,
  });
  const state = { items: [], active: 0, from: 0 };
  area.setAttribute("aria-controls", id);

  const close = () => {
    state.items = [];
    element.hidden = true;
    area.removeAttribute("aria-activedescendant");
  };
  const take = (item) => {
    area.setRangeText(`${item.insert} `, state.from, area.selectionStart, "end");
    close();
    area.focus();
    area.dispatchEvent(new Event("input"));
  };
  const draw = () => {
    element.hidden = !state.items.length;
    fill(
      element,
      state.items.map((item, index) =>
        h(
          "div",
          {
            id: `${id}-${index}`,
            class: ["option", index === state.active && "active"],
            role: "option",
            aria: { selected: String(index === state.active) },
            on: {
              pointerdown: (event) => {
                event.preventDefault();
                take(item);
              },
            },
          },
          item.mark,
          h(
            "span",
            { class: "option-text" },
            h(
              "span",
              {},
              h("strong", {}, item.label),
              item.usage && h("span", { class: "usage" }, ` ${item.usage}`),
            ),
            item.hint && h("span", { class: "option-hint" }, item.hint),
          ),
        ),
      ),
    );
    area.setAttribute("aria-activedescendant", state.items.length ? `${id}-${state.active}` : "");
    element.children[state.active]?.scrollIntoView({ block: "nearest" });
  };
  const refresh = () => {
    const upto = area.value.slice(0, area.selectionStart);
    const found = (commands && slash(upto)) || word(upto);
    Object.assign(state, { items: [], active: 0, from: 0 }, found);
    state.items = state.items.slice(0, 8);
    draw();
  };
  area.addEventListener("input", refresh);
  area.addEventListener("blur", close);
  return {
    element,
    refresh,
    close,
    key(event) {
      if (!state.items.length) return false;
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      const item = state.items[state.active];
      const ready = event.key === "Enter" && item.command && area.value.trim() === item.insert;
      if (ready) {
        close();
        return false;
      }
      if (step) {
        state.active = (state.active + step + state.items.length) % state.items.length;
        draw();
      } else if (event.key === "Enter" || event.key === "Tab") take(item);
      else if (event.key === "Escape") {
        event.stopPropagation();
        close();
      } else return false;
      event.preventDefault();
      return true;
    },
  };
}

function slash(text) {
  if (!/^\/\S*$/.test(text)) return null;
  const all = store.apps.flatMap((app) =>
    app.commands.map((one) => ({
      command: true,
      insert: one.command,
      label: one.command,
      usage: one.usage_hint,
      hint: `${one.description} · ${app.name}`,
      mark: icon("bolt"),
    })),
  );
  return { from: 0, items: all.filter((item) => item.insert.startsWith(text.toLowerCase())) };
}

function word(text) {
  const found = text.match(/(?:^|\s)([@#])([\w.-]*)$/);
  if (!found) return null;
  const [, sign, typed] = found;
  const from = text.length - typed.length - 1;
  const fits = (...names) =>
    names.some((name) =>
      name
        ?.toLowerCase()
        .split(/\s/)
        .some((part) => part.startsWith(typed.toLowerCase())),
    );
  if (sign === "#") {
    return {
      from,
      items: store.channels
        .filter((one) => ["public", "private"].includes(one.kind) && !one.archived && fits(one.name))
        .map((one) => ({
          insert: `#${one.name}`,
          label: one.name,
          mark: icon(one.kind === "private" ? "lock" : "hash"),
        })),
    };
  }
  const people = Object.values(store.users)
    .filter((one) => !one.deleted && fits(one.name, one.real_name))
    .map((one) => ({
      insert: `@${one.name}`,
      label: one.real_name,
      hint: `@${one.name}`,
      mark: avatar(one.id, "small"),
    }));
  const groups = Object.values(store.usergroups)
    .filter((one) => fits(one.handle, one.name))
    .map((one) => ({
      insert: `@${one.handle}`,
      label: one.name,
      hint: `@${one.handle}`,
      mark: icon("people"),
    }));
  return { from, items: [...people, ...groups] };
}
