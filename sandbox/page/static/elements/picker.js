// A searchable list of options in a popover: the inside of every select menu.

import { fill, h, icon } from "../dom.js";
import { closePopover, popover, replace } from "../menu.js";

let lists = 0;

/**
 * Open a picker beside `anchor`. `find(query)` answers (a promise of) items {key, label, hint, group, value};
 * `chosen()` answers the set of chosen keys; `choose(item)` is called on each pick; `multiple` keeps the list open.
 */
export function openPicker(
  anchor,
  { label, find, chosen, choose, multiple = false, minimum = 0, onclose = null, clear = null },
) {
  lists += 1;
  const id = `options-${lists}`;
  const state = { items: [], active: 0, round: 0 };
  const list = h("div", {
    id,
    class: "options",
    role: "listbox",
    aria: { label, multiselectable: multiple ? "true" : null },
  });
  const search = h("input", {
    type: "text",
    class: "field picker-search",
    placeholder: "Search",
    autocomplete: "off",
    spellcheck: "false",
    role: "combobox",
    aria: { label: `Search ${label}`, controls: id, expanded: "true", autocomplete: "list" },
    on: { input: () => refresh(), keydown: (event) => key(event) },
  });

  const draw = () => {
    const keys = chosen();
    let group = null;
    const nodes = [];
    state.items.forEach((item, index) => {
      if (item.group && item.group !== group)
        nodes.push(h("div", { class: "option-group" }, (group = item.group)));
      nodes.push(option(item, index, keys.has(item.key)));
    });
    fill(list, nodes.length ? nodes : h("div", { class: "option-none" }, "Nothing matches"));
    mark();
    replace();
  };
  const option = (item, index, picked) =>
    h(
      "div",
      {
        id: `${id}-${index}`,
        class: "option",
        role: "option",
        data: { index },
        aria: { selected: picked ? "true" : "false" },
        on: {
          click: () => take(item),
          pointermove: () => {
            state.active = index;
            mark();
          },
        },
      },
      item.mark,
      h(
        "span",
        { class: "option-text" },
        h("span", {}, item.label),
        item.hint && h("span", { class: "option-hint" }, item.hint),
      ),
      picked && icon("check"),
    );
  const mark = () => {
    for (const node of list.querySelectorAll(".option"))
      node.classList.toggle("active", Number(node.dataset.index) === state.active);
    const active = list.querySelector(".option.active");
    search.setAttribute("aria-activedescendant", active?.id ?? "");
    active?.scrollIntoView({ block: "nearest" });
  };
  const take = (item) => {
    choose(item);
    if (multiple) draw();
    else closePopover();
  };
  const key = (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      state.active = (state.active + step + state.items.length) % Math.max(state.items.length, 1);
      mark();
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (state.items[state.active]) take(state.items[state.active]);
    } else if (event.key === "Tab") closePopover();
  };
  const refresh = async () => {
    const query = search.value.trim();
    state.round += 1;
    const round = state.round;
    if (query.length < minimum) {
      fill(list, h("div", { class: "option-none" }, `Type ${minimum} or more characters`));
      return;
    }
    if (minimum || !state.items.length) fill(list, h("div", { class: "option-none" }, "Looking…"));
    const items = await find(query);
    if (round !== state.round) return;
    state.items = items;
    state.active = Math.max(0, query ? 0 : items.findIndex((item) => chosen().has(item.key)));
    draw();
  };

  const foot =
    clear &&
    h(
      "button",
      {
        type: "button",
        class: "picker-clear",
        on: {
          click: () => {
            clear();
            closePopover();
          },
        },
      },
      "Clear the choice",
    );
  popover(anchor, [h("div", { class: "picker-head" }, search), list, foot], {
    label,
    className: "picker",
    focus: search,
    onclose,
  });
  refresh();
}

/** Keep the items whose label or hint holds every word of `query`. */
export function matching(items, query) {
  const wanted = query.toLowerCase().split(/\s+/).filter(Boolean);
  return items.filter((item) =>
    wanted.every((word) =>
      `${item.label} ${item.hint ?? ""} ${item.also ?? ""}`.toLowerCase().includes(word),
    ),
  );
}
