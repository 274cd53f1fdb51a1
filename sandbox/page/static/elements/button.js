// Buttons, icon buttons, feedback buttons and overflow menus, with their confirm dialogs.

import { h, icon } from "../dom.js";
import { ask, menu } from "../menu.js";
import { safe } from "../text/links.js";
import { textObject, words } from "../text/mrkdwn.js";

/** Resolves true when the element needs no confirmation or the person gave it. */
export async function confirmed(element) {
  const confirm = element.confirm;
  if (!confirm) return true;
  return ask({
    title: textObject(confirm.title),
    text: textObject(confirm.text),
    style: confirm.style,
    confirm: words(confirm.confirm) || "Yes",
    deny: words(confirm.deny) || "Cancel",
  });
}

/** Run `fire` with the control marked busy and deaf, so that nobody presses twice. */
async function busy(control, fire) {
  if (control.getAttribute("aria-busy") === "true") return;
  control.setAttribute("aria-busy", "true");
  try {
    await fire();
  } finally {
    control.removeAttribute("aria-busy");
  }
}

export function button(element, block, context) {
  const control = h(
    "button",
    {
      type: "button",
      class: ["button", element.style],
      data: { focus: `${block.block_id} ${element.action_id}` },
      aria: { label: element.accessibility_label },
      on: { click: () => press(control, element, block, context) },
    },
    textObject(element.text),
    element.url && icon("link"),
  );
  return control;
}

async function press(control, element, block, context) {
  if (!(await confirmed(element))) return;
  const url = element.url && safe(element.url);
  if (url) window.open(url, "_blank", "noopener");
  await busy(control, () => context.fire(block, element, { value: element.value }));
}

export function overflow(element, block, context) {
  const control = h(
    "button",
    {
      type: "button",
      class: "button overflow",
      title: "More",
      data: { focus: `${block.block_id} ${element.action_id}` },
      aria: { label: "More actions", haspopup: "menu", expanded: "false" },
      on: {
        click: () =>
          menu(
            control,
            (element.options ?? []).map((option) => ({
              label: textObject(option.text),
              hint: option.description && words(option.description),
              run: () => pick(control, option, element, block, context),
            })),
            { label: "More actions" },
          ),
      },
    },
    icon("more"),
  );
  return control;
}

async function pick(control, option, element, block, context) {
  if (!(await confirmed(element))) return;
  const url = option.url && safe(option.url);
  if (url) window.open(url, "_blank", "noopener");
  await busy(control, () => context.fire(block, element, { selected_option: option }));
}

export function iconButtonElement(element, block, context) {
  const control = h(
    "button",
    {
      type: "button",
      class: "icon-button",
      title: words(element.text),
      aria: { label: words(element.text) },
      on: { click: () => press(control, element, block, context) },
    },
    icon(element.icon === "trash" ? "bin" : "dot"),
  );
  return control;
}

export function feedback(element, block, context) {
  return [element.positive_button, element.negative_button].filter(Boolean).map((one) => {
    const control = h(
      "button",
      {
        type: "button",
        class: "button small",
        on: { click: () => busy(control, () => context.fire(block, element, { value: one.value })) },
      },
      textObject(one.text),
    );
    return control;
  });
}
