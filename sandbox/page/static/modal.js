// The stack of modals: the top one is shown, those below keep what was typed until they come back.

import { avatar } from "./avatar.js";
import { drawBlocks } from "./blocks/index.js";
import { fill, h, icon, iconButton } from "./dom.js";
import { Form, names } from "./elements/form.js";
import { closePopover } from "./menu.js";
import { act } from "./net.js";
import { app, on, store } from "./store.js";
import { surface } from "./surface.js";
import { textObject, words } from "./text/mrkdwn.js";
import { attempt } from "./toast.js";

const panels = new Map(); // view id -> panel
const dialog = h("dialog", { class: "modal", aria: { labelledby: "modal-title" } });

/** Put the dialog on the page; it follows the store's views from then on. */
export function modals(place) {
  place.append(dialog);
  dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    if (!closePopover()) close(top(), false);
  });
  on("views", draw);
}

const top = () => panels.get(store.views.at(-1)?.id);

function draw() {
  for (const [id, panel] of panels) {
    if (store.views.some((view) => view.id === id)) continue;
    panel.element.remove();
    panels.delete(id);
  }
  if (!store.views.length) {
    if (dialog.open) {
      closePopover(false);
      dialog.close();
    }
    return;
  }
  for (const view of store.views) {
    if (!panels.has(view.id)) {
      panels.set(view.id, makePanel(view));
      dialog.append(panels.get(view.id).element);
    }
    panels.get(view.id).update(view);
  }
  const current = top();
  const fresh = current.element.hidden || !dialog.open;
  for (const panel of panels.values()) panel.element.hidden = panel !== current;
  dialog.dataset.depth = String(store.views.length);
  dialog.querySelectorAll("#modal-title").forEach((title) => title.removeAttribute("id"));
  current.element.querySelector(".modal-title").id = "modal-title";
  if (!dialog.open) dialog.showModal();
  if (fresh) current.focus();
}

function makePanel(view) {
  let later = null;
  const sync = () => {
    clearTimeout(later);
    later = setTimeout(() => act("typed", { view: view.id, values: form.values() }).catch(() => {}), 400);
  };
  const form = new Form(sync);
  const panel = { form, errors: {} };
  const banner = h("div", { class: "modal-banner", role: "alert" });
  const say = (words_) => fill(banner, icon("warn"), words_);
  const context = surface({ view: view.id }, { form, trouble: say, enter: () => submit(panel) });
  const list = h("div", { class: "block-list" });
  const head = h("header", { class: "modal-head" });
  const foot = h("footer", { class: "modal-foot" });
  const body = h("div", { class: "modal-body", data: { surface: `view ${view.id}` } }, banner, list);
  const element = h(
    "form",
    {
      class: "modal-panel",
      novalidate: true,
      hidden: true,
      on: {
        submit: (event) => {
          event.preventDefault();
          submit(panel);
        },
      },
    },
    head,
    body,
    foot,
  );

  Object.assign(panel, { element, banner, say, view, context, list, stop: () => clearTimeout(later) });
  panel.update = (fresh) => {
    panel.view = fresh;
    form.adopt(fresh.values, names(fresh.body.blocks));
    panel.errors = Object.keys(fresh.errors).length
      ? fresh.errors
      : panel.hash === fresh.hash
        ? panel.errors
        : {};
    panel.hash = fresh.hash;
    redraw(panel);
    fill(head, heading(panel));
    fill(foot, buttons(panel));
  };
  panel.focus = () => {
    const wanted = asked(panel);
    (
      wanted ??
      body.querySelector("input, textarea, button") ??
      foot.querySelector("button:last-child")
    )?.focus();
  };
  return panel;
}

function asked(panel) {
  const block = panel.view.body.blocks.find((one) => one.element?.focus_on_load);
  return (
    block &&
    panel.list.querySelector(`[data-focus="${CSS.escape(`${block.block_id} ${block.element.action_id}`)}"]`)
  );
}

function redraw(panel) {
  panel.context.errors = panel.errors;
  drawBlocks(panel.list, panel.view.body.blocks, panel.context);
}

function heading(panel) {
  const { body, app_id: id } = panel.view;
  const deep = store.views[0].id !== panel.view.id;
  return [
    deep &&
      h(
        "button",
        {
          type: "button",
          class: "icon-button back",
          title: "Back",
          aria: { label: "Back" },
          on: { click: () => close(panel, false) },
        },
        icon("down"),
      ),
    avatar(app(id)?.user, "medium"),
    h("h2", { class: "modal-title" }, textObject(body.title)),
    iconButton("close", "Close", () => close(panel, true)),
  ];
}

function buttons({ view, element }) {
  const { submit: go, close: leave } = view.body;
  const held = element.querySelector("[type=submit]");
  return [
    h("span", { class: "muted modal-app" }, app(view.app_id)?.name),
    h(
      "button",
      { type: "button", class: "button", on: { click: () => close(panels.get(view.id), false) } },
      leave ? words(leave) : "Close",
    ),
    go && (held ?? h("button", { type: "submit", class: "button primary" })),
  ].map((node) => {
    if (node?.type === "submit") fill(node, words(go));
    return node;
  });
}

async function submit(panel) {
  const control = panel.element.querySelector("[type=submit]");
  if (!control || control.getAttribute("aria-busy")) return;
  panel.stop();
  fill(panel.banner);
  control.setAttribute("aria-busy", "true");
  const answer = await attempt(
    act("submit", { view: panel.view.id, values: panel.form.values() }),
    panel.say,
  );
  control.removeAttribute("aria-busy");
  if (!answer) return;
  panel.errors = answer.errors ?? {};
  if (!panels.has(panel.view.id)) return;
  redraw(panel);
  const wrong = panel.list.querySelector(".invalid");
  wrong?.scrollIntoView({ block: "nearest" });
  wrong?.querySelector("input, textarea, button")?.focus();
}

async function close(panel, all) {
  panel.stop();
  closePopover(false);
  await attempt(act("close", { view: panel.view.id, all }), panel.say);
}
