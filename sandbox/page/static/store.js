// What this browser knows of the workspace, and who wants to hear when a part of it changes.

export const store = {
  me: "", // user id through whose eyes we look
  workspace: { name: "", url: "/" },
  people: [], // user ids that can be looked through, in order
  users: {}, // by id: {id, name, real_name, title, tz, is_bot, deleted, guest, hue, initials}
  usergroups: {},
  apps: [],
  channels: [], // summaries: {id, name, kind, archived, member, unread, mentions, with, topic}
  attention: {}, // user id -> unread notifications
  clock: { now: Date.now() / 1000, due: false },
  at: { kind: "none" }, // {kind: "channel", id, tab} | {kind: "app", id, tab}
  channel: null, // the open channel in full: {id, topic, purpose, members, bookmarks, canvas, can_post}
  messages: new Map(), // of the open channel, by ts
  more: false, // whether the open channel has earlier messages
  thread: null, // {channel, ts}
  replies: new Map(), // of the open thread, parent first, by ts
  views: [], // this person's modals, top last
  home: null, // the open app's Home view
  calls: [], // newest first
  inspecting: false,
  online: true,
};

const listeners = new Map();

/** Call `listener` whenever `topic` changes. */
export function on(topic, listener) {
  if (!listeners.has(topic)) listeners.set(topic, []);
  listeners.get(topic).push(listener);
}

/** Say that these parts of the store have changed. */
export function changed(...topics) {
  for (const topic of topics) for (const listener of listeners.get(topic) ?? []) listener();
}

export const user = (id) => store.users[id] ?? { id, name: id, real_name: id, initials: "?", hue: 6 };
export const me = () => user(store.me);
export const zone = () => me().tz || "UTC";
export const summary = (id) => store.channels.find((channel) => channel.id === id);
export const app = (id) => store.apps.find((one) => one.id === id);

/** The workspace's time in seconds: what the server last said, plus what has passed since. */
export function now() {
  return store.clock.now + (performance.now() - (store.clock.heard ?? performance.now())) / 1000;
}

/** How a conversation is called on screen. */
export function title(channel) {
  if (!channel) return "";
  if (channel.kind === "im") return user(channel.with).real_name;
  return channel.name;
}
