// The messages of the open conversation in order, with day lines, a line above what is new, and what to do when empty.

import { avatar } from "./avatar.js";
import { fill, h, keepingFocus, reconcile } from "./dom.js";
import { drawMessage, signature } from "./message.js";
import { refreshChannel, shownChannel } from "./navigate.js";
import { stayAtEnd } from "./scroll.js";
import { on, store, summary, title } from "./store.js";
import { dayName, isoDate } from "./text/dates.js";
import { attempt } from "./toast.js";

const list = h("div", { class: "messages", role: "log", aria: { label: "Messages" } });
const before = h("div", { class: "before" });
const scroller = h("div", { class: "scroller", tabindex: "-1" }, before, list);
const end = stayAtEnd(scroller, list);
let drawnFor = null;

/** The timeline's element; `start(text)` puts text into the composer. */
export function timeline(start) {
  on("messages", () => draw(start));
  on("at", () => {
    if (!shownChannel()) fill(list);
  });
  return scroller;
}

function draw(start) {
  const fresh = drawnFor !== `${store.me} ${shownChannel()}`;
  const atEnd = end.ended();
  const height = scroller.scrollHeight;
  const anchored = scroller.scrollTop;
  fill(before, beginning(start));
  keepingFocus(() =>
    reconcile(list, items(), {
      key: (item) => item.key,
      sign: (item) => (item.message ? signature(item.message) : item.key + item.label),
      draw: node,
      patch: (element, item) => {
        if (!item.message || element.fixed !== fixed(item.message)) return null;
        element.update(item.message);
        return element;
      },
    }),
  );
  if (fresh && store.channel) drawnFor = `${store.me} ${shownChannel()}`;
  if (store.at.jump && jump(store.at.jump)) store.at.jump = null;
  else if (fresh) open();
  else if (atEnd) end.toEnd();
  else if (store.prepended) scroller.scrollTop = anchored + scroller.scrollHeight - height;
  store.prepended = false;
}

function open() {
  const line = list.querySelector(".new-line");
  if (line && list.scrollHeight > scroller.clientHeight) line.scrollIntoView({ block: "center" });
  else end.toEnd();
}

function jump(ts) {
  const target = list.querySelector(`[data-ts="${CSS.escape(ts)}"]`);
  if (!target) return false;
  target.scrollIntoView({ block: "center" });
  target.classList.add("pointed");
  setTimeout(() => target.classList.remove("pointed"), 2500);
  return true;
}

const fixed = (message) => `${message.system}${message.deleted}${message.private}`;

function node(item) {
  if (!item.message)
    return h(
      "div",
      { class: item.kind === "new" ? "new-line" : "day-line", role: "separator" },
      h("span", {}, item.label),
    );
  const element = drawMessage(item.message, "timeline");
  element.fixed = fixed(item.message);
  return element;
}

function items() {
  const rows = [];
  let day = null;
  let last = null;
  let told = false;
  for (const message of store.messages.values()) {
    const today = isoDate(Number(message.ts));
    if (today !== day) {
      rows.push({ key: `day ${today}`, label: dayName(Number(message.ts)) });
      last = null;
    }
    day = today;
    if (!told && store.since && message.ts > store.since && message.user !== store.me && !message.private) {
      rows.push({ key: "new", kind: "new", label: "New" });
      told = true;
      last = null;
    }
    rows.push({ key: message.ts, message: { ...message, grouped: groups(last, message) } });
    last = message;
  }
  return rows;
}

function groups(last, message) {
  return (
    Boolean(last) &&
    !message.system &&
    !last.system &&
    last.user === message.user &&
    last.name === message.name &&
    !message.private &&
    !last.private &&
    !message.pinned &&
    Number(message.ts) - Number(last.ts) < 300
  );
}

async function earlier() {
  store.prepended = true;
  await attempt(refreshChannel({ before: [...store.messages.keys()][0] }));
}

function beginning(start) {
  if (!store.channel) return [];
  if (store.more)
    return h(
      "button",
      { type: "button", class: "button small", on: { click: earlier } },
      "Show earlier messages",
    );
  const channel = summary(store.channel.id) ?? store.channel;
  const empty = ![...store.messages.values()].some((message) => !message.system);
  return h(
    "div",
    { class: ["welcome", empty && "empty"] },
    h("h2", {}, channel.kind === "im" ? title(channel) : `#${channel.name}`),
    h("p", {}, words(channel)),
    empty && !channel.archived && channel.member && offers(start),
  );
}

/** The commands of the installed apps, each ready to be tried. */
function offers(start) {
  const commands = store.apps.flatMap((app) => app.commands.map((one) => ({ ...one, app }))).slice(0, 5);
  return h(
    "div",
    { class: "offers" },
    commands.map((one) =>
      h(
        "button",
        {
          type: "button",
          class: "offer",
          on: { click: () => start(`${one.command} `) },
        },
        avatar(one.app.user, "medium"),
        h(
          "span",
          { class: "option-text" },
          h("code", {}, one.command),
          h("span", { class: "option-hint" }, one.description),
        ),
      ),
    ),
  );
}

function words(channel) {
  if (channel.kind === "im")
    return `Your direct messages with ${title(channel)}. Write something below; only the two of you see it.`;
  const purpose = store.channel.purpose || "";
  return `${purpose ? `${purpose} ` : ""}This is where #${channel.name} begins. Write a message below, or type / to see what the installed apps can do.`;
}
