// Starts the page: draws its parts, follows the workspace, and switches between people.

import { clock, hear } from "./clock.js";
import { composer } from "./composer.js";
import { h, icon } from "./dom.js";
import { head } from "./head.js";
import { home } from "./home.js";
import { inspector, toggle } from "./inspector.js";
import { keys } from "./keys.js";
import { modals } from "./modal.js";
import {
  follow as followLink,
  markRead,
  openApp,
  openChannel,
  pointed,
  refreshChannel,
  refreshThread,
  shownChannel,
} from "./navigate.js";
import { act, follow, pause, read, resume } from "./net.js";
import { sidebar } from "./sidebar.js";
import { changed, on, store, summary, title, user } from "./store.js";
import { inside } from "./text/links.js";
import { words } from "./text/mrkdwn.js";
import { thread } from "./thread.js";
import { timeline } from "./timeline.js";
import { attempt, clear, complain, notify } from "./toast.js";

const part = (name) => document.getElementById(name);
const write = composer({ label: "Message" });

/** Read everything that belongs to one person, and draw it. */
async function bootstrap() {
  const told = await read("bootstrap");
  const { clock: time, ...rest } = told;
  Object.assign(store, rest, { version: (store.version ?? 0) + 1 });
  hear(time);
  document.title = `${store.workspace.name} · ${user(store.me).real_name}`;
  changed("everything", "channels", "views");
}

/** Look through another person's eyes, at the same place when they can see it. */
function become(id) {
  const before = store.at;
  store.me = id;
  Object.assign(store, {
    channel: null,
    messages: new Map(),
    replies: new Map(),
    thread: null,
    home: null,
    views: [],
    since: undefined,
  });
  clear();
  changed("thread");
  let arrived = false;
  follow({
    heard,
    online,
    async opened() {
      if (!(await attempt(bootstrap().then(() => ({}))))) return;
      if (arrived) await attempt(Promise.all([refreshChannel(), refreshThread()]).then(() => ({})));
      else
        await goSomewhere(before.kind === "none" ? pointed() : { [before.kind]: before.id, tab: before.tab });
      arrived = true;
    },
  });
}

/** Open what the address asks for when this person can see it, else the first channel there is. */
async function goSomewhere({ channel, app, ts = null, thread: open = null, tab }) {
  if (app && store.apps.some((one) => one.id === app)) return openApp(app, tab ?? "home", { replace: true });
  const asked = channel && summary(channel);
  const first = summary(store.first) ?? store.channels[0];
  if (asked) return openChannel(asked.id, { ts, thread: open, replace: true });
  if (first) return openChannel(first.id, { replace: true });
  return changed("at");
}

function online(is) {
  store.online = is;
  part("offline").hidden = is;
}

const HEARD = {
  message({ channel, ts, message, thread_ts: root }) {
    if (channel === shownChannel()) {
      const timely =
        message && (!root || root === ts || message.subtype === "thread_broadcast" || message.private);
      if (timely && !(message.private && root && root !== ts)) store.messages.set(ts, message);
      else store.messages.delete(ts);
      store.messages = new Map([...store.messages].sort(([one], [other]) => (one < other ? -1 : 1)));
      changed("messages");
      markRead();
    }
    if (store.thread?.channel === channel && (root === store.thread.ts || ts === store.thread.ts)) {
      if (message) store.replies.set(ts, message);
      else store.replies.delete(ts);
      store.replies = new Map([...store.replies].sort(([one], [other]) => (one < other ? -1 : 1)));
      changed("thread");
    }
  },
  channel({ channel, summary: fresh }) {
    const others = store.channels.filter((one) => one.id !== channel);
    store.channels = fresh
      ? [...others, fresh].sort((one, other) => title(one).localeCompare(title(other)))
      : others;
    changed("channels");
  },
  detail({ detail }) {
    if (store.channel?.id === detail.id) {
      store.channel = detail;
      changed("channel");
    }
  },
  view({ views }) {
    store.views = views;
    changed("views");
  },
  home({ app, view }) {
    if (store.at.kind === "app" && store.at.id === app) {
      store.home = view;
      changed("home");
    }
  },
  clock({ clock: time }) {
    hear(time);
  },
  attention({ attention }) {
    store.attention = attention;
    changed("attention");
  },
  notification({ channel, ts, thread_ts: root, from, text }) {
    const watched = root ? store.thread?.ts === root : shownChannel() === channel;
    if (watched && document.visibilityState === "visible") return;
    const place = summary(channel);
    const where =
      place?.kind === "im"
        ? user(from).real_name
        : `${user(from).real_name} in #${place?.name ?? "a channel"}`;
    notify({ from, where, text: words({ type: "mrkdwn", text }) }, () =>
      openChannel(channel, { ts: root ?? ts, thread: root }),
    );
  },
  everything() {
    attempt(bootstrap().then(() => ({})));
  },
};

function heard(news) {
  HEARD[news.kind]?.(news);
}

function draw() {
  sidebar(part("sidebar"), become);
  head(part("head"));
  part("timeline").append(timeline((text) => write.start(text)));
  part("write").append(write.element);
  home(part("page"));
  thread(part("thread"));
  inspector(part("inspector"));
  modals(document.body);
  clock(part("clock"));
  part("inspect").append(icon("pulse"), h("span", {}, "API calls"));
  part("inspect").addEventListener("click", toggle);
  part("veil").addEventListener("click", () => document.body.classList.remove("sidebar-open"));
  keys(() => write.focus());
  for (const topic of ["at", "channel", "channels", "everything"]) on(topic, layout);
}

/** Show messages and the composer, or a page in their place. */
function layout() {
  const conversation = Boolean(shownChannel()) && store.at.tab !== "canvas";
  part("timeline").hidden = !conversation;
  part("write").hidden = !conversation || !store.channel;
  if (!store.channel) return;
  const channel = summary(store.channel.id) ?? store.channel;
  const to = channel.kind === "im" ? title(channel) : `#${channel.name}`;
  write.aim({
    channel: channel.id,
    allowed: closed(channel),
    placeholder: `Message ${to}, or type / for commands`,
  });
}

function closed(channel) {
  if (channel.archived) return [icon("box"), `#${channel.name} is archived: it can be read, not written to.`];
  if (store.channel.read_only) return "This app does not read messages here; use its commands and buttons.";
  if (channel.member) return null;
  return [
    `You are looking at #${channel.name} from outside.`,
    h(
      "button",
      {
        type: "button",
        class: "button primary small",
        on: { click: () => attempt(act("join", { channel: channel.id })) },
      },
      `Join #${channel.name}`,
    ),
  ];
}

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[href]");
  const place =
    link &&
    !event.defaultPrevented &&
    event.button === 0 &&
    !event.metaKey &&
    !event.ctrlKey &&
    inside(link.href);
  if (!place) return;
  event.preventDefault();
  if (summary(place.channel)) followLink(place);
  else complain("This person cannot see that channel.");
});
addEventListener("popstate", () => goSomewhere(pointed()));
document.addEventListener("visibilitychange", () => (document.hidden ? pause() : resume()));

draw();
become(new URLSearchParams(location.search).get("as") || document.body.dataset.first);
