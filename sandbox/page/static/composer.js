// Where a person types: messages, slash commands with suggestions, mentions, and the menu of shortcuts.

import { complete } from "./complete.js";
import { fill, h, icon, iconButton } from "./dom.js";
import { menu } from "./menu.js";
import { act } from "./net.js";
import { store } from "./store.js";
import { attempt } from "./toast.js";

const drafts = new Map();

/** A composer: {element, aim({channel, thread, allowed}), focus(), start(text)}. `allowed` is null or why not. */
export function composer({ label, inThread = false }) {
  const target = { channel: null, thread: null };
  const error = h("div", { class: "composer-error", role: "alert" });
  const area = h("textarea", {
    class: "composer-text",
    rows: 1,
    enterkeyhint: "send",
    aria: { label },
    data: { composer: inThread ? "thread" : "main" },
  });
  const suggestions = complete(area, { commands: !inThread });
  const send = h(
    "button",
    { type: "button", class: "send", title: "Send", aria: { label: "Send" }, on: { click: () => submit() } },
    icon("send"),
  );
  const shortcuts = iconButton(
    "bolt",
    "Shortcuts",
    () => menu(shortcuts, globalShortcuts(), { label: "Shortcuts" }),
    { aria: { haspopup: "menu", expanded: "false" } },
  );
  const box = h(
    "div",
    { class: "composer-box" },
    area,
    h(
      "div",
      { class: "composer-bar" },
      !inThread && shortcuts,
      h(
        "span",
        { class: "composer-hint" },
        h("kbd", {}, "Enter"),
        " sends, ",
        h("kbd", {}, "Shift Enter"),
        " starts a new line",
      ),
      send,
    ),
  );
  const refusal = h("div", { class: "composer-closed" });
  const element = h("div", { class: "composer" }, suggestions.element, error, box, refusal);

  const name = () => `${store.me} ${target.channel} ${target.thread ?? ""}`;
  const grow = () => {
    area.style.height = "auto";
    area.style.height = `${Math.min(area.scrollHeight, innerHeight * 0.4)}px`;
    send.classList.toggle("ready", area.value.trim() !== "");
  };
  const keep = () => {
    drafts.set(name(), area.value);
    grow();
  };
  const submit = async () => {
    const text = area.value;
    if (!text.trim() || send.getAttribute("aria-busy")) return;
    const draft = name();
    send.setAttribute("aria-busy", "true");
    fill(error);
    const answer = await attempt(
      act("say", { channel: target.channel, thread: target.thread, text }),
      (words) => fill(error, icon("warn"), words),
    );
    send.removeAttribute("aria-busy");
    if (!answer) return;
    drafts.delete(draft);
    if (draft === name() && area.value === text) {
      area.value = "";
      grow();
    }
  };
  area.addEventListener("input", keep);
  area.addEventListener("keydown", (event) => {
    if (suggestions.key(event)) return;
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      submit();
    }
  });
  return {
    element,
    focus: () => area.focus({ preventScroll: true }),
    start: (text) => {
      area.value = text;
      keep();
      area.focus();
      suggestions.refresh();
    },
    aim: ({ channel, thread = null, allowed = null, placeholder = label }) => {
      const moved = target.channel !== channel || target.thread !== thread || target.me !== store.me;
      Object.assign(target, { channel, thread, me: store.me });
      area.placeholder = placeholder;
      box.hidden = Boolean(allowed);
      fill(refusal, allowed);
      refusal.hidden = !allowed;
      if (moved) {
        area.value = drafts.get(name()) ?? "";
        fill(error);
        suggestions.close();
        grow();
      }
    },
  };
}

function globalShortcuts() {
  const found = store.apps.flatMap((app) =>
    app.shortcuts
      .filter((one) => one.type === "global")
      .map((one) => ({
        label: one.name,
        hint: app.name,
        icon: icon("bolt"),
        run: () => attempt(act("shortcut", { name: one.name })),
      })),
  );
  return found.length ? found : [{ label: "No app offers a shortcut", disabled: true, run: () => {} }];
}
