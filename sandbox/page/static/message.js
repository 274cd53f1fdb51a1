// One message: author, text or blocks, files, reactions, thread line, and the tools that appear on hover or focus.

import { avatar } from "./avatar.js";
import { drawBlocks } from "./blocks/index.js";
import { fill, h, icon } from "./dom.js";
import { act } from "./net.js";
import { openThread } from "./navigate.js";
import { edit, tools } from "./messagetools.js";
import { Form } from "./elements/form.js";
import { store, user } from "./store.js";
import { surface } from "./surface.js";
import { time } from "./text/dates.js";
import { shown } from "./text/emoji.js";
import { anchor } from "./text/links.js";
import { mrkdwn } from "./text/mrkdwn.js";
import { attempt } from "./toast.js";

const forms = new Map(); // what was typed into messages survives their redrawing

function formOf(message) {
  const name = `${store.me} ${message.channel} ${message.ts}`;
  if (!forms.has(name)) forms.set(name, new Form());
  return forms.get(name);
}

/** What decides whether a message has to be drawn again. */
export const signature = (message) => JSON.stringify([message, store.me, store.version]);

/** A message as an element with an `update(message)`; `place` is "timeline" or "thread". */
export function drawMessage(message, place) {
  const main = h("div", { class: "message-main" });
  const slots = Object.fromEntries(
    ["head", "note", "body", "files", "reactions", "thread"].map((name) => [
      name,
      h("div", { class: `message-${name}` }),
    ]),
  );
  main.append(...Object.values(slots));
  const node = h("article", {
    data: { ts: message.ts, surface: `${place} ${message.channel} ${message.ts}` },
    tabindex: "-1",
  });
  const context = surface({ channel: message.channel, ts: message.ts }, { form: formOf(message) });
  const gutter = h("div", { class: "gutter" });
  const held = { message };
  const bar = tools(held, place);
  node.append(gutter, main, ...(bar ? [bar] : []));
  node.update = (fresh) => {
    held.message = fresh;
    node.className = [
      "message",
      fresh.system && "system",
      fresh.private && "private",
      fresh.grouped && "grouped",
      fresh.pinned && "pinned",
    ]
      .filter(Boolean)
      .join(" ");
    node.setAttribute("aria-label", `${author(fresh)}`);
    fill(
      gutter,
      fresh.grouped || fresh.system
        ? time(Number(fresh.ts), "{time}", { className: "gutter-time" })
        : avatar(fresh.user, "large"),
    );
    fill(slots.head, fresh.grouped || fresh.system ? [] : heading(fresh));
    fill(slots.note, notes(fresh));
    body(slots.body, fresh, context);
    fill(slots.files, fresh.files.map(fileLink));
    fill(
      slots.reactions,
      fresh.reactions.map((one) => reaction(fresh, one)),
    );
    fill(slots.thread, place === "timeline" && fresh.replies ? threadLine(fresh) : []);
    bar?.update?.();
  };
  node.edit = () => edit(held.message, slots.body, () => node.update(held.message));
  node.update(message);
  return node;
}

const author = (message) => message.name ?? user(message.user).real_name;

function heading(message) {
  return [
    h("span", { class: "author" }, author(message)),
    message.bot && h("span", { class: "app-badge" }, "App"),
    time(Number(message.ts), "{time}", { className: "stamp" }),
    message.pinned && h("span", { class: "pin-mark", title: "Pinned" }, icon("pin"), "Pinned"),
  ];
}

function notes(message) {
  return [
    message.private && h("div", { class: "only-you" }, icon("eye"), "Only visible to you"),
    message.subtype === "thread_broadcast" && h("div", { class: "only-you" }, "replied to a thread"),
  ];
}

function body(slot, message, context) {
  const editor = slot.querySelector(".editor");
  if (editor) return;
  if (message.deleted) {
    fill(slot, h("span", { class: "gone" }, "This message was deleted."));
    return;
  }
  if (message.system) {
    fill(
      slot,
      h(
        "span",
        { class: "system-text" },
        h("strong", {}, author(message)),
        " ",
        mrkdwn(message.text.replace(/^<@\w+(\|[^>]*)?>\s*/, "")),
      ),
    );
    return;
  }
  if (!message.blocks.length) {
    slot.classList.remove("blocks");
    fill(slot, h("div", { class: "text" }, mrkdwn(message.text, { auto: false }), edited(message)));
    return;
  }
  if (!slot.classList.contains("blocks")) fill(slot);
  slot.classList.add("blocks");
  let inside = slot.querySelector(":scope > .block-list");
  if (!inside) slot.append((inside = h("div", { class: "block-list" })));
  drawBlocks(inside, message.blocks, context);
  slot.querySelector(":scope > .edited")?.remove();
  if (message.edited) slot.append(edited(message));
}

const edited = (message) => message.edited && h("span", { class: "edited" }, " (edited)");

function fileLink(file) {
  return h(
    "div",
    { class: "file-chip" },
    icon("file"),
    h("span", { class: "file-name" }, anchor(file.url, file.title || file.name)),
    h("span", { class: "muted" }, file.mimetype),
  );
}

function reaction(message, { name, users }) {
  const mine = users.includes(store.me);
  const who = users.map((id) => user(id).real_name).join(", ");
  return h(
    "button",
    {
      type: "button",
      class: ["reaction", mine && "mine"],
      title: `${who} reacted with :${name}:`,
      data: { focus: `reaction ${name}` },
      aria: { pressed: String(mine), label: `${name.replaceAll("_", " ")}, ${users.length}, ${who}` },
      on: {
        click: () =>
          attempt(act(mine ? "unreact" : "react", { channel: message.channel, ts: message.ts, name })),
      },
    },
    h("span", { class: "emoji" }, shown(name)),
    h("span", { class: "reaction-count" }, String(users.length)),
  );
}

function threadLine(message) {
  const { count, users, latest } = message.replies;
  return h(
    "button",
    {
      type: "button",
      class: "thread-line",
      data: { focus: "thread" },
      on: { click: () => openThread(message.channel, message.ts) },
    },
    users.slice(0, 4).map((id) => avatar(id, "small")),
    h("span", { class: "thread-count" }, `${count} ${count === 1 ? "reply" : "replies"}`),
    latest &&
      h("span", { class: "muted" }, "Last reply ", time(Number(latest), "{date_short_pretty} at {time}")),
  );
}
