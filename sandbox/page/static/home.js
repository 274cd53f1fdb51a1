// An app's Home tab, and a channel's canvas: pages rather than conversations.

import { drawBlocks } from "./blocks/index.js";
import { fill, h } from "./dom.js";
import { Form, names } from "./elements/form.js";
import { openApp } from "./navigate.js";
import { app, on, store } from "./store.js";
import { surface } from "./surface.js";
import { markdown } from "./text/markdown.js";

/** Draw the open app's Home, or the canvas, into `place`; hidden while messages are shown. */
export function home(place) {
  const list = h("div", { class: "block-list page-sheet" });
  let held = null;
  const draw = () => {
    const { at } = store;
    place.hidden =
      !(at.kind === "app" && at.tab === "home") && !(at.kind === "channel" && at.tab === "canvas");
    if (place.hidden) return;
    if (at.kind === "channel") {
      canvas(place);
      held = null;
      return;
    }
    if (!store.home) {
      fill(place, empty(app(at.id)));
      held = null;
      return;
    }
    if (held?.id !== store.home.id) {
      held = { id: store.home.id, form: new Form() };
      held.context = surface({ home: at.id }, { form: held.form });
      fill(list);
      place.dataset.surface = `home ${at.id}`;
    }
    held.form.adopt(store.home.values, names(store.home.body.blocks));
    if (list.parentElement !== place) fill(place, list);
    drawBlocks(list, store.home.body.blocks, held.context);
  };
  for (const topic of ["at", "home", "channel", "everything"]) on(topic, draw);
}

function empty(one) {
  return h(
    "div",
    { class: "page-sheet welcome empty" },
    h("h2", {}, one?.name ?? "App"),
    h(
      "p",
      {},
      "This app has not put anything on its Home tab for you yet. Write to it, or use one of its commands in a channel.",
    ),
    one &&
      h(
        "button",
        { type: "button", class: "button", on: { click: () => openApp(one.id, "messages") } },
        "Open messages",
      ),
  );
}

function canvas(place) {
  const page = store.channel?.canvas;
  fill(
    place,
    page &&
      h(
        "article",
        { class: "page-sheet canvas markdown text" },
        !page.markdown.startsWith(`# ${page.title}\n`) && h("h1", {}, page.title || "Canvas"),
        markdown(page.markdown),
      ),
  );
}
