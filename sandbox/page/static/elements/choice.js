// Checkboxes and radio buttons.

import { h } from "../dom.js";
import { textObject } from "../text/mrkdwn.js";
import { confirmed } from "./button.js";

export const checkboxes = (element, block, context) => group(element, block, context, "checkbox");
export const radioButtons = (element, block, context) => group(element, block, context, "radio");

let groups = 0;

function group(element, block, context, type) {
  groups += 1;
  const name = `group-${groups}`;
  const options = element.options ?? [];
  const value = context.form.get(block, element);
  const chosen = new Set(
    (type === "radio" ? [value.selected_option] : (value.selected_options ?? []))
      .filter(Boolean)
      .map((option) => option.value),
  );
  const field = h("div", {
    class: "choices",
    role: type === "radio" ? "radiogroup" : "group",
    aria: context.naming,
  });
  const picked = () => options.filter((_, index) => field.querySelectorAll("input")[index].checked);
  const draw = (option) => {
    const input = h("input", {
      type,
      name,
      value: option.value,
      data: { focus: `${block.block_id} ${element.action_id} ${option.value}` },
      on: { change: () => change(input) },
    });
    input.checked = chosen.has(option.value);
    return h(
      "label",
      { class: "choice" },
      input,
      h(
        "span",
        { class: "choice-text" },
        h("span", {}, textObject(option.text)),
        option.description && h("span", { class: "choice-hint" }, textObject(option.description)),
      ),
    );
  };
  const change = async (input) => {
    if (!(await confirmed(element))) {
      input.checked = type === "checkbox" && !input.checked;
      return;
    }
    const now = picked();
    const fresh = type === "radio" ? { selected_option: now[0] ?? null } : { selected_options: now };
    context.form.set(block, element, fresh);
    await context.chose(block, element, fresh);
  };
  field.append(...options.map(draw));
  return field;
}
