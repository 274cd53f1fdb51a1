// Where the page is: opening channels, threads, apps and links, and keeping the address bar true.

import { act, read } from "./net.js";
import { changed, me, store } from "./store.js";
import { inside } from "./text/links.js";
import { attempt } from "./toast.js";

function address() {
  const { at, thread } = store;
  const path = at.kind === "channel" ? `/archives/${at.id}` : at.kind === "app" ? `/home/${at.id}` : "/";
  const query = new URLSearchParams({ as: me().name });
  if (thread) query.set("thread_ts", thread.ts);
  return `${path}?${query}`;
}

function remember(replace = false) {
  if (address() === location.pathname + location.search) return;
  history[replace ? "replaceState" : "pushState"](null, "", address());
}

/** Where the address bar points: {channel, ts, thread, tab} or {app}. */
export function pointed() {
  const home = location.pathname.match(/^\/home\/(\w+)$/);
  return home ? { app: home[1] } : (inside(location.href) ?? {});
}

/** Show a channel; `ts` scrolls to a message, `thread` opens its panel. */
export async function openChannel(id, { ts, thread, tab = "messages", replace = false } = {}) {
  const moved = store.at.kind !== "channel" || store.at.id !== id;
  store.at = { kind: "channel", id, tab, jump: ts ?? null };
  if (moved)
    Object.assign(store, {
      channel: null,
      messages: new Map(),
      thread: null,
      replies: new Map(),
      since: undefined,
    });
  document.body.classList.remove("sidebar-open");
  changed("at");
  if (!(await attempt(refreshChannel(ts ? { reach: ts } : {})))) return;
  remember(replace);
  if (thread) await openThread(id, thread);
  markRead();
}

/** Read the open channel again, as far back as it was read and to the ts `reach`; or only what was `before` a ts. */
export async function refreshChannel({ before, reach } = {}) {
  const id = shownChannel();
  if (!id) return null;
  const [first] = store.messages.keys();
  const back = before ? { before } : { reach: [reach, first].filter(Boolean).sort()[0] ?? "" };
  const answer = await read("channel", { channel: id, ...back });
  if (shownChannel() !== id) return answer;
  const fresh = answer.messages.map((message) => [message.ts, message]);
  store.messages = new Map(before ? [...fresh, ...store.messages] : fresh);
  store.more = answer.more;
  store.channel = answer.channel;
  store.since ??= answer.read;
  changed("channel", "messages");
  return answer;
}

/** The conversation whose messages are on screen: an app's Messages tab is its direct message. */
export function shownChannel() {
  return store.at.kind === "channel" ? store.at.id : store.at.tab === "messages" ? store.at.dm : null;
}

/** Show an app's Home or Messages tab. */
export async function openApp(id, tab = "home", { replace = false } = {}) {
  Object.assign(store, {
    at: { kind: "app", id, tab },
    channel: null,
    messages: new Map(),
    thread: null,
    replies: new Map(),
    home: null,
    since: undefined,
  });
  document.body.classList.remove("sidebar-open");
  changed("at");
  const answer = await attempt(act("home", { app: id, tab }));
  if (!answer || store.at.id !== id) return;
  store.at.dm = answer.channel;
  store.home = answer.home ?? store.home; // the stream may have been faster
  changed("home");
  remember(replace);
  if (tab === "messages") {
    await attempt(refreshChannel());
    markRead();
  }
}

/** Open the panel of a thread by its parent's ts. */
export async function openThread(channel, ts) {
  store.thread = { channel, ts };
  store.replies = new Map();
  changed("thread");
  await attempt(refreshThread());
  remember();
}

export async function refreshThread() {
  const { thread } = store;
  if (!thread) return null;
  const answer = await read("thread", thread);
  if (store.thread !== thread) return answer;
  store.replies = new Map(answer.messages.map((message) => [message.ts, message]));
  changed("thread");
  return answer;
}

export function closeThread() {
  if (!store.thread) return false;
  store.thread = null;
  changed("thread");
  remember();
  return true;
}

/** Tell the workspace that this person has seen the open conversation. */
export function markRead() {
  const id = shownChannel();
  if (id && document.visibilityState === "visible") act("read", { channel: id }).catch(() => {});
}

/** Follow a link into this workspace. */
export function follow({ channel, ts, thread, tab }) {
  return openChannel(channel, { ts: thread ?? ts, thread, tab });
}
