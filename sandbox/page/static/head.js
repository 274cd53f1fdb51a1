// The top of the open conversation: name, topic, tabs, members, pins, bookmarks.

import { avatar } from "./avatar.js";
import { fill, h, icon, iconButton } from "./dom.js";
import { menu, popover } from "./menu.js";
import { act } from "./net.js";
import { openApp, openChannel } from "./navigate.js";
import { app, changed, on, store, summary, title, user } from "./store.js";
import { anchor } from "./text/links.js";
import { mrkdwn, plain } from "./text/mrkdwn.js";
import { attempt } from "./toast.js";

/** Draw the header into `place`. */
export function head(place) {
  const draw = () => fill(place, store.at.kind === "app" ? appHead(app(store.at.id)) : channelHead());
  for (const topic of ["everything", "at", "channel", "channels", "home"]) on(topic, draw);
}

const opener = () =>
  iconButton("menu", "Channels and people", () => document.body.classList.toggle("sidebar-open"), {
    class: "only-phone",
  });

function tab(name, label, current, open) {
  return h(
    "button",
    {
      type: "button",
      class: "tab",
      aria: { current: current ? "page" : null },
      data: { tab: name },
      on: { click: open },
    },
    label,
  );
}

function appHead(one) {
  if (!one) return [opener()];
  const go = (name) => () => openApp(one.id, name);
  return [
    h(
      "div",
      { class: "head-row" },
      opener(),
      avatar(one.user, "medium"),
      h("div", { class: "head-name" }, h("h1", {}, one.name), h("p", { class: "topic" }, one.description)),
    ),
    h(
      "nav",
      { class: "tabs", aria: { label: "Parts of the app" } },
      one.home && tab("home", "Home", store.at.tab === "home", go("home")),
      tab("messages", "Messages", store.at.tab === "messages", go("messages")),
    ),
  ];
}

function channelHead() {
  const channel = store.channel;
  const short = summary(store.at.id) ?? channel;
  if (!short) return [h("div", { class: "head-row" }, opener())];
  const sign =
    short.kind === "im"
      ? avatar(short.with, "medium")
      : icon({ private: "lock", mpim: "people" }[short.kind] ?? "hash");
  const topic = channel?.topic ? plain(channel.topic) : short.kind === "im" ? user(short.with).title : "";
  return [
    h(
      "div",
      { class: "head-row" },
      opener(),
      h(
        "div",
        { class: "head-name" },
        h(
          "h1",
          {},
          sign,
          h("span", { class: "head-title" }, title(short)),
          short.archived && h("span", { class: "tag" }, "archived"),
        ),
        h("p", { class: "topic", title: channel?.topic || null }, topic),
      ),
      channel && facts(channel, short),
    ),
    channel &&
      (channel.canvas || channel.bookmarks.length > 0) &&
      h(
        "nav",
        { class: "tabs", aria: { label: "Parts of the channel" } },
        channel.canvas && [
          tab("messages", "Messages", store.at.tab !== "canvas", show("messages")),
          tab("canvas", channel.canvas.title || "Canvas", store.at.tab === "canvas", show("canvas")),
        ],
        channel.bookmarks.map((mark) =>
          h("span", { class: "bookmark" }, icon("link"), anchor(mark.link, mark.title)),
        ),
      ),
  ];
}

const show = (name) => () => {
  store.at.tab = name;
  changed("channel", "messages");
};

function facts(channel, short) {
  const members = h(
    "button",
    {
      type: "button",
      class: "fact",
      title: "Members",
      aria: { label: `${channel.members.length} members`, haspopup: "menu", expanded: "false" },
      on: {
        click: () =>
          menu(
            members,
            [
              ...channel.members.map((id) => ({
                label: user(id).real_name,
                icon: avatar(id, "small"),
                hint: user(id).is_bot ? "App" : user(id).title,
                run: () => {},
              })),
              ...(short.member && short.kind !== "im" && !short.archived
                ? ["-", { label: "Leave channel", run: () => attempt(act("leave", { channel: channel.id })) }]
                : []),
            ],
            { label: "Members" },
          ),
      },
    },
    icon("people"),
    String(channel.members.length),
  );
  const pins =
    channel.pins.length > 0 &&
    h(
      "button",
      {
        type: "button",
        class: "fact",
        title: "Pinned messages",
        aria: { label: `${channel.pins.length} pinned`, expanded: "false" },
        on: { click: (event) => pinned(event.currentTarget, channel) },
      },
      icon("pin"),
      String(channel.pins.length),
    );
  return h("div", { class: "facts" }, pins || null, members);
}

function pinned(anchorTo, channel) {
  const list = h(
    "div",
    { class: "pins" },
    channel.pins.map((pin) =>
      h(
        "button",
        {
          type: "button",
          class: "pin-item",
          on: { click: () => openChannel(channel.id, { ts: pin.ts }) },
        },
        h("strong", {}, user(pin.user).real_name),
        h("div", { class: "text" }, mrkdwn(pin.text)),
      ),
    ),
  );
  popover(anchorTo, list, { label: "Pinned messages" });
}
