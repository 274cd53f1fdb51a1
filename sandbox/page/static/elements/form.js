// What a person has typed and chosen on one surface (a modal, a Home tab, a message), as Slack's value objects.

const APART = "\u001f"; // never part of an id
const key = (blockId, actionId) => `${blockId}${APART}${actionId}`;

/** The value object that an element starts with. */
export function initial(element) {
  const value = { type: element.type };
  const start = STARTS[element.type];
  return start ? { ...value, ...start(element) } : value;
}

const one = (name, from) => (element) => ({ [name]: element[from] ?? null });
const many = (name, from) => (element) => ({ [name]: element[from] ?? [] });
const typed = (element) => ({ value: element.initial_value ?? null });

const STARTS = {
  plain_text_input: typed,
  number_input: typed,
  email_text_input: typed,
  url_text_input: typed,
  rich_text_input: (element) => ({ rich_text_value: element.initial_value ?? null }),
  file_input: () => ({ files: [] }),
  static_select: one("selected_option", "initial_option"),
  external_select: one("selected_option", "initial_option"),
  users_select: one("selected_user", "initial_user"),
  channels_select: one("selected_channel", "initial_channel"),
  conversations_select: one("selected_conversation", "initial_conversation"),
  multi_static_select: many("selected_options", "initial_options"),
  multi_external_select: many("selected_options", "initial_options"),
  multi_users_select: many("selected_users", "initial_users"),
  multi_channels_select: many("selected_channels", "initial_channels"),
  multi_conversations_select: many("selected_conversations", "initial_conversations"),
  checkboxes: many("selected_options", "initial_options"),
  radio_buttons: one("selected_option", "initial_option"),
  datepicker: one("selected_date", "initial_date"),
  timepicker: one("selected_time", "initial_time"),
  datetimepicker: one("selected_date_time", "initial_date_time"),
};

/** Whether an element keeps a value at all. */
export const stateful = (element) => element.type in STARTS;

/** The typed values of one surface; `changed` is called after each change. */
export class Form {
  constructor(changed = () => {}) {
    this.kept = new Map(); // key -> value object
    this.touched = new Set();
    this.changed = changed;
  }

  get(block, element) {
    const name = key(block.block_id, element.action_id);
    if (this.kept.get(name)?.type !== element.type) this.kept.set(name, initial(element));
    return this.kept.get(name);
  }

  set(block, element, value) {
    const name = key(block.block_id, element.action_id);
    this.kept.set(name, { type: element.type, ...value });
    this.touched.add(name);
    this.changed();
  }

  /** Take the server's values for whatever was not touched here; forget blocks that are gone. */
  adopt(values, names) {
    for (const [blockId, actions] of Object.entries(values ?? {})) {
      for (const [actionId, value] of Object.entries(actions)) {
        const name = key(blockId, actionId);
        if (!this.touched.has(name)) this.kept.set(name, value);
      }
    }
    for (const name of [...this.kept.keys()]) {
      if (names && !names.has(name)) {
        this.kept.delete(name);
        this.touched.delete(name);
      }
    }
  }

  /** All values in the shape of state.values. */
  values() {
    const state = {};
    for (const [name, value] of this.kept) {
      const [blockId, actionId] = name.split(APART);
      (state[blockId] ??= {})[actionId] = value;
    }
    return state;
  }
}

/** The keys of every stateful element in `blocks`. */
export function names(blocks) {
  const found = new Set();
  for (const block of blocks) {
    for (const element of [
      block.element,
      block.accessory,
      ...(block.type === "actions" ? block.elements : []),
    ]) {
      if (element && stateful(element)) found.add(key(block.block_id, element.action_id));
    }
    for (const name of names(block.child_blocks ?? [])) found.add(name);
  }
  return found;
}
