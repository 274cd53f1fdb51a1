// What a person can do to one message: react, reply, pin, edit, delete, message shortcuts.

import { fill, h, icon, iconButton } from "./dom.js";
import { ask, closePopover, menu, popover } from "./menu.js";
import { act } from "./net.js";
import { openThread } from "./navigate.js";
import { store } from "./store.js";
import { glyph, OFFERED, shown } from "./text/emoji.js";
import { attempt } from "./toast.js";

/** The little bar of one message; `held.message` is always its present state. */
export function tools(held, place) {
  if (held.message.system || held.message.deleted) return null;
  const where = () => ({ channel: held.message.channel, ts: held.message.ts });
  const bar = h("div", { class: "tools", role: "toolbar", aria: { label: "Message actions" } });
  const buttons = held.message.private
    ? []
    : [
        iconButton("smile", "Add a reaction", (event) => offer(event.currentTarget, where()), {
          aria: { expanded: "false" },
        }),
        place === "timeline" &&
          iconButton("reply", "Reply in thread", () =>
            openThread(held.message.channel, held.message.thread_ts ?? held.message.ts),
          ),
      ];
  const more = iconButton(
    "more",
    "More actions",
    () => menu(more, entries(held.message, where()), { label: "More actions" }),
    { aria: { haspopup: "menu", expanded: "false" } },
  );
  fill(bar, buttons, more);
  return bar;
}

function entries(message, where) {
  if (message.private)
    return [{ label: "Dismiss", icon: icon("close"), run: () => attempt(act("dismiss", where)) }];
  const shortcuts = store.apps.flatMap((app) =>
    app.shortcuts
      .filter((one) => one.type === "message")
      .map((one) => ({
        label: one.name,
        hint: app.name,
        icon: icon("bolt"),
        run: () => attempt(act("message_shortcut", { ...where, name: one.name })),
      })),
  );
  const own = message.user === store.me && [
    "-",
    {
      label: "Edit message",
      icon: icon("pen"),
      run: () => document.querySelector(`[data-surface$="${where.channel} ${where.ts}"]`)?.edit(),
    },
    { label: "Delete message…", icon: icon("bin"), danger: true, run: () => remove(where) },
  ];
  return [
    ...shortcuts,
    ...(shortcuts.length ? ["-"] : []),
    {
      label: message.pinned ? "Unpin from channel" : "Pin to channel",
      icon: icon("pin"),
      run: () => attempt(act(message.pinned ? "unpin" : "pin", where)),
    },
    {
      label: "Copy link",
      icon: icon("link"),
      run: () =>
        navigator.clipboard?.writeText(
          `${location.origin}/archives/${where.channel}/p${where.ts.replace(".", "")}`,
        ),
    },
    ...(own || []),
  ];
}

async function remove(where) {
  const sure = await ask({
    title: "Delete this message?",
    text: "It is gone for everyone at once.",
    confirm: "Delete",
    style: "danger",
  });
  if (sure) await attempt(act("delete", where));
}

function offer(anchor, where) {
  const pick = (name) => {
    closePopover();
    attempt(act("react", { ...where, name }));
  };
  const grid = h(
    "div",
    { class: ["emoji-grid", !glyph(OFFERED[0]) && "words"] },
    OFFERED.map((name) =>
      h(
        "button",
        {
          type: "button",
          class: "emoji-pick",
          title: `:${name}:`,
          aria: { label: name.replaceAll("_", " ") },
          on: { click: () => pick(name) },
        },
        shown(name),
      ),
    ),
  );
  popover(anchor, grid, { label: "Pick a reaction" });
}

/** Turn a message's body into an editor; `done` draws it again. */
export function edit(message, slot, done) {
  const area = h("textarea", { class: "field area", rows: 2, aria: { label: "Edit message" } });
  area.value = message.source ?? message.text;
  const close = () => {
    fill(slot);
    slot.classList.remove("blocks");
    done();
  };
  const save = async () => {
    if (
      area.value.trim() &&
      (await attempt(act("edit", { channel: message.channel, ts: message.ts, text: area.value })))
    )
      close();
  };
  area.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      event.stopPropagation();
      close();
    }
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      save();
    }
  });
  fill(
    slot,
    h(
      "div",
      { class: "editor" },
      area,
      h(
        "div",
        { class: "ask-buttons" },
        h("button", { type: "button", class: "button small", on: { click: close } }, "Cancel"),
        h("button", { type: "button", class: "button small primary", on: { click: save } }, "Save"),
      ),
    ),
  );
  area.focus();
}
