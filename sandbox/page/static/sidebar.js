// The left column: through whose eyes we look, channels, direct messages and apps.

import { avatar } from "./avatar.js";
import { fill, h, icon, reconcile } from "./dom.js";
import { menu } from "./menu.js";
import { act } from "./net.js";
import { openApp, openChannel } from "./navigate.js";
import { me, on, store, title, user } from "./store.js";
import { city } from "./text/dates.js";
import { attempt } from "./toast.js";

const people = h("div", { class: "people", role: "group", aria: { label: "Look through whose eyes" } });
const card = h("div", { class: "me" });
const sections = h("div", { class: "sections" });

/** Draw the sidebar into `place`; `become(id)` switches the person. */
export function sidebar(place, become) {
  fill(
    place,
    h("div", { class: "who" }, h("div", { class: "who-label" }, "You are"), people, card),
    sections,
  );
  const drawAll = () => {
    drawPeople(become);
    drawSections();
  };
  on("everything", drawAll);
  on("channels", drawSections);
  on("at", drawSections);
  on("attention", () => drawPeople(become));
}

function drawPeople(become) {
  reconcile(people, store.people, {
    key: (id) => id,
    sign: (id) => JSON.stringify([id === store.me, store.attention[id] ?? 0, user(id)]),
    draw: (id) => face(id, become),
  });
  fill(
    card,
    h("strong", {}, me().real_name),
    h("span", {}, [me().title, city(me().tz)].filter(Boolean).join(" · ")),
  );
}

function face(id, become) {
  const waiting = store.attention[id] ?? 0;
  const chosen = id === store.me;
  return h(
    "button",
    {
      type: "button",
      class: ["face", chosen && "chosen"],
      title: user(id).real_name,
      data: { person: user(id).name },
      aria: {
        pressed: String(chosen),
        label: `${user(id).real_name}${waiting ? `, ${waiting} unread` : ""}`,
      },
      on: { click: () => become(id) },
    },
    avatar(id, "face-size"),
    waiting > 0 &&
      h("span", { class: "face-dot", aria: { hidden: "true" } }, waiting > 9 ? "9+" : String(waiting)),
  );
}

function drawSections() {
  const mine = store.channels.filter((channel) => channel.member && !channel.archived);
  const rooms = mine.filter((channel) => ["public", "private"].includes(channel.kind));
  const apps = new Set(store.apps.map((one) => one.user));
  const direct = mine.filter((channel) => ["im", "mpim"].includes(channel.kind) && !apps.has(channel.with));
  const gone = store.channels.filter((channel) => channel.archived && channel.member);
  const groups = [
    {
      name: "Apps",
      items: store.apps.map((one) => ({
        ...one,
        isApp: true,
        dm: store.channels.find((channel) => channel.with === one.user),
      })),
    },
    { name: "Channels", items: rooms, add: browse },
    { name: "Direct messages", items: direct, add: newMessage },
    { name: "Archived", items: gone },
  ].filter((group) => group.items.length || group.add);
  reconcile(sections, groups, {
    key: (group) => group.name,
    sign: () => "",
    draw: section,
    patch: (node, group) => {
      node.update(group);
      return node;
    },
  });
  for (const group of groups) sections.querySelector(`[data-key="${group.name}"]`).update(group);
}

function section(group) {
  const list = h("ul", { class: "places" });
  const add =
    group.add &&
    h(
      "button",
      {
        type: "button",
        class: "icon-button small",
        title: group.add.label,
        aria: { label: group.add.label, haspopup: "menu", expanded: "false" },
        on: { click: (event) => group.add(event.currentTarget) },
      },
      icon("plus"),
    );
  const node = h(
    "section",
    { class: "group" },
    h("div", { class: "group-head" }, h("h2", {}, group.name), add),
    list,
  );
  node.update = ({ items }) =>
    reconcile(list, items, {
      key: (item) => item.id,
      sign: (item) => JSON.stringify([item, here(item), item.with && user(item.with).real_name]),
      draw: place,
    });
  return node;
}

const here = (item) => store.at.id === item.id;

function place(item) {
  const face = item.isApp
    ? avatar(item.user, "small")
    : item.kind === "im"
      ? avatar(item.with, "small")
      : icon(
          item.archived ? "box" : item.kind === "private" ? "lock" : item.kind === "mpim" ? "people" : "hash",
        );
  const state = item.isApp ? (item.dm ?? {}) : item;
  const name = item.isApp ? item.name : title(item);
  const notes = [
    item.kind === "private" && "private",
    state.mentions && `${state.mentions} for you`,
    !state.mentions && state.unread && "unread",
  ].filter(Boolean);
  return h(
    "li",
    {},
    h(
      "a",
      {
        href: item.isApp ? `/home/${item.id}` : `/archives/${item.id}`,
        class: ["place", state.unread && "unread", here(item) && "here"],
        aria: { current: here(item) ? "page" : null, label: [name, ...notes].join(", ") },
        on: {
          click: (event) => {
            event.preventDefault();
            if (item.isApp) openApp(item.id, state.mentions ? "messages" : "home");
            else openChannel(item.id);
          },
        },
      },
      face,
      h("span", { class: "place-name" }, name),
      state.mentions > 0
        ? h("span", { class: "badge" }, String(state.mentions))
        : state.unread > 0 && h("span", { class: "dot" }),
    ),
  );
}

function browse(anchor) {
  const others = store.channels.filter(
    (channel) => !channel.member && channel.kind === "public" && !channel.archived,
  );
  menu(
    anchor,
    others.length
      ? others.map((channel) => ({
          label: channel.name,
          icon: icon("hash"),
          hint: "look inside",
          run: () => openChannel(channel.id),
        }))
      : [{ label: "You are in every public channel", disabled: true, run: () => {} }],
    { label: "Other channels" },
  );
}
browse.label = "Look into other channels";

function newMessage(anchor) {
  const others = Object.values(store.users).filter(
    (one) => !one.is_bot && !one.deleted && one.id !== store.me,
  );
  menu(
    anchor,
    others.map((one) => ({
      label: one.real_name,
      icon: avatar(one.id, "small"),
      hint: one.title,
      run: async () => {
        const answer = await attempt(act("dm", { user: one.id }));
        if (answer) openChannel(answer.channel);
      },
    })),
    { label: "New direct message" },
  );
}
newMessage.label = "Write to somebody";
