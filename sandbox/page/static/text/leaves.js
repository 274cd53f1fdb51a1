// The small things inside a text: mentions, channels, user groups, emoji, dates, broadcasts.

import { h } from "../dom.js";
import { store, user } from "../store.js";
import { time } from "./dates.js";
import { glyph } from "./emoji.js";
import { anchor } from "./links.js";

/** "@Ana Ruiz"; stands out when it is the person looking. */
export function mention(id) {
  const known = store.users[id];
  return h(
    "span",
    { class: ["mention", id === store.me && "mention-me"], title: known?.title || null },
    `@${known ? known.real_name : id}`,
  );
}

/** A link to a channel, or a plain "private channel" when the viewer cannot see it. */
export function channelLink(id, name = "") {
  const known = store.channels.find((channel) => channel.id === id);
  if (!known) return h("span", { class: "mention" }, name ? `#${name}` : "#private channel");
  return h("a", { class: "mention", href: `/archives/${id}` }, `#${known.name}`);
}

/** "@support-leads"; stands out when the viewer is in the group. */
export function groupMention(id, label = "") {
  const group = store.usergroups[id];
  const mine = group?.users.includes(store.me);
  return h(
    "span",
    { class: ["mention", mine && "mention-me"], title: group?.name },
    group ? `@${group.handle}` : label || "@group",
  );
}

/** @here, @channel or @everyone. */
export const broadcast = (range) => h("span", { class: "mention mention-me" }, `@${range}`);

/** An emoji by short name; a name we have no glyph for stays as typed. */
export function emoji(name) {
  const drawn = glyph(name);
  if (!drawn) return `:${name}:`;
  return h(
    "span",
    { class: "emoji", role: "img", aria: { label: name.replaceAll("_", " ") }, title: `:${name}:` },
    drawn,
  );
}

/** A date token; `url` makes it a link, `first` says that it begins a line. */
export function date(at, pattern, { url = null, first = false } = {}) {
  const element = time(at, pattern, { className: "date", first });
  return url ? anchor(url, element) : element;
}
