// The side panel with one thread: its parent, the replies, and a composer of its own.

import { composer } from "./composer.js";
import { fill, h, iconButton, keepingFocus, reconcile } from "./dom.js";
import { drawMessage, signature } from "./message.js";
import { closeThread } from "./navigate.js";
import { stayAtEnd } from "./scroll.js";
import { on, store, summary, title } from "./store.js";

/** Draw the thread panel into `place`; it shows itself when a thread is open. */
export function thread(place) {
  const list = h("div", { class: "messages", role: "log", aria: { label: "Thread" } });
  const scroller = h("div", { class: "scroller" }, list);
  const end = stayAtEnd(scroller, list);
  const where = h("span", { class: "muted" });
  const write = composer({ label: "Reply", inThread: true });
  fill(
    place,
    h(
      "header",
      { class: "panel-head" },
      h("div", {}, h("h2", {}, "Thread"), where),
      iconButton("close", "Close thread", closeThread),
    ),
    scroller,
    write.element,
  );
  let drawn = null;
  on("thread", () => {
    const { thread: open } = store;
    place.hidden = !open;
    document.body.classList.toggle("thread-open", Boolean(open));
    if (!open) {
      fill(list);
      drawn = null;
      return;
    }
    const channel = summary(open.channel);
    where.textContent = channel ? (channel.kind === "im" ? title(channel) : `#${channel.name}`) : "";
    keepingFocus(() =>
      reconcile(list, rows(), {
        key: (row) => row.ts,
        sign: (row) => (row.line ? row.line : signature(row)),
        draw: (row) =>
          row.line
            ? h("div", { class: "reply-line", role: "separator" }, row.line)
            : drawMessage(row, "thread"),
        patch: (element, row) => {
          if (row.line) return null;
          element.update(row);
          return element;
        },
      }),
    );
    write.aim({
      channel: open.channel,
      thread: open.ts,
      allowed: channel?.archived ? "This channel is archived." : null,
    });
    if (drawn !== open.ts) {
      drawn = open.ts;
      write.focus();
      end.toEnd();
    }
  });
}

function rows() {
  const [parent, ...replies] = store.replies.values();
  if (!parent) return [];
  const count = replies.length
    ? `${replies.length} ${replies.length === 1 ? "reply" : "replies"}`
    : "No replies yet: write the first one below";
  return [parent, { ts: "line", line: count }, ...replies];
}
