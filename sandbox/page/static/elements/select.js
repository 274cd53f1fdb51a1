// Select menus, single and multi: static, external, users, conversations and channels.

import { fill, h, icon } from "../dom.js";
import { store, title, user } from "../store.js";
import { words } from "../text/mrkdwn.js";
import { confirmed } from "./button.js";
import { matching, openPicker } from "./picker.js";

const optionItem = (option, group) => ({
  key: option.value,
  label: words(option.text),
  hint: option.description ? words(option.description) : null,
  group,
  value: option,
});

function grouped(source) {
  if (source.option_groups?.length)
    return source.option_groups.flatMap((group) =>
      (group.options ?? []).map((option) => optionItem(option, words(group.label))),
    );
  return (source.options ?? []).map((option) => optionItem(option));
}

const person = (one) => ({
  key: one.id,
  label: one.real_name,
  hint: one.title || `@${one.name}`,
  also: one.name,
  value: one.id,
});
const people = (bots = true) =>
  Object.values(store.users)
    .filter((one) => !one.deleted && (bots || !one.is_bot))
    .map(person);

function conversation(channel) {
  const sign = { public: "#", private: "🔒\uFE0E ", im: "" }[channel.kind] ?? "";
  return { key: channel.id, label: `${sign}${title(channel)}`, also: channel.name, value: channel.id };
}

function conversations(element) {
  const kinds = new Set(element.filter?.include ?? ["public", "private", "im", "mpim"]);
  return store.channels
    .filter((channel) => !channel.archived && kinds.has(channel.kind))
    .filter(
      (channel) => !(element.filter?.exclude_bot_users && channel.kind === "im" && user(channel.with).is_bot),
    )
    .map(conversation);
}

const KINDS = {
  static: {
    field: "selected_option",
    find: (element, _block, _context, query) => matching(grouped(element), query),
    item: (option) => optionItem(option),
  },
  external: {
    field: "selected_option",
    find: async (element, block, context, query) => grouped(await context.suggest(block, element, query)),
    item: (option) => optionItem(option),
  },
  users: {
    field: "selected_user",
    find: (_element, _block, _context, query) => matching(people(), query),
    item: (id) => person(user(id)),
  },
  conversations: {
    field: "selected_conversation",
    find: (element, _block, _context, query) => matching(conversations(element), query),
    item: known,
  },
  channels: {
    field: "selected_channel",
    find: (_element, _block, _context, query) =>
      matching(
        store.channels.filter((one) => one.kind === "public" && !one.archived).map(conversation),
        query,
      ),
    item: known,
  },
};

function known(id) {
  const channel = store.channels.find((one) => one.id === id);
  if (channel) return conversation(channel);
  return store.users[id] ? person(user(id)) : { key: id, label: id, value: id };
}

let selects = 0;

/** Any select element; `multi_` ones keep their list open and show what is chosen as chips. */
export function select(element, block, context) {
  const multiple = element.type.startsWith("multi_");
  const kind = KINDS[element.type.replace(/^multi_/, "").replace(/_select$/, "")];
  const field = multiple ? `${kind.field}s` : kind.field;
  const read = () => [context.form.get(block, element)[field] ?? []].flat().map(kind.item);
  const write = (items) =>
    context.form.set(block, element, {
      [field]: multiple ? items.map((item) => item.value) : (items[0]?.value ?? null),
    });
  selects += 1;
  const id = `select-${selects}`;
  const control = h("button", {
    id,
    type: "button",
    class: "field select",
    data: { focus: `${block.block_id} ${element.action_id}` },
    aria: {
      haspopup: "listbox",
      expanded: "false",
      ...context.naming,
      labelledby: context.naming.labelledby && `${context.naming.labelledby} ${id}`,
    },
    on: { click: () => open() },
  });
  const placeholder = words(element.placeholder) || (multiple ? "Choose some" : "Choose one");
  const draw = () => fill(control, face(read(), multiple, placeholder), icon("down"));
  const send = () => context.chose(block, element, { [field]: context.form.get(block, element)[field] });
  const open = () => {
    const limit = element.max_selected_items ?? Infinity;
    openPicker(control, {
      label: placeholder,
      multiple,
      minimum: kind === KINDS.external ? (element.min_query_length ?? 3) : 0,
      find: (query) => kind.find(element, block, context, query),
      chosen: () => new Set(read().map((item) => item.key)),
      choose: async (item) => {
        const items = read();
        const without = items.filter((one) => one.key !== item.key);
        if (multiple && without.length === items.length && items.length >= limit) return;
        if (!multiple && !(await confirmed(element))) return;
        write(multiple ? (without.length === items.length ? [...items, item] : without) : [item]);
        draw();
        await send();
      },
      clear:
        !multiple && context.optional && read().length
          ? () => {
              write([]);
              draw();
              send();
            }
          : null,
    });
  };
  draw();
  return control;
}

function face(items, multiple, placeholder) {
  if (!items.length) return h("span", { class: "placeholder" }, placeholder);
  if (!multiple) return h("span", { class: "select-face" }, items[0].label);
  return h(
    "span",
    { class: "chips" },
    items.map((item) => h("span", { class: "chip" }, item.label)),
  );
}
