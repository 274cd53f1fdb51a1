// Every interactive element of Block Kit by its type.

import { h } from "../dom.js";
import { button, feedback, iconButtonElement, overflow } from "./button.js";
import { checkboxes, radioButtons } from "./choice.js";
import { datepicker, datetimepicker, timepicker } from "./dates.js";
import { select } from "./select.js";
import { fileInput, richTextInput, textInput } from "./text.js";

const ELEMENTS = {
  button,
  overflow,
  workflow_button: button,
  icon_button: iconButtonElement,
  feedback_buttons: feedback,
  checkboxes,
  radio_buttons: radioButtons,
  datepicker,
  timepicker,
  datetimepicker,
  static_select: select,
  external_select: select,
  users_select: select,
  conversations_select: select,
  channels_select: select,
  multi_static_select: select,
  multi_external_select: select,
  multi_users_select: select,
  multi_conversations_select: select,
  multi_channels_select: select,
  plain_text_input: textInput,
  number_input: textInput,
  email_text_input: textInput,
  url_text_input: textInput,
  rich_text_input: richTextInput,
  file_input: fileInput,
};

/**
 * One element as a control. `context` is its surface: `form` (typed values), `fire(block, element, value)` (tell the app),
 * `suggest(block, element, query)`, `enter()` (submit). Inside an input block it also has `naming`, `dispatch` and `optional`.
 */
export function control(element, block, context) {
  const draw = ELEMENTS[element.type];
  if (!draw) return h("span", { class: "unknown" }, `Unknown element: ${element.type}`);
  const inInput = block.type === "input";
  const chose = inInput && !block.dispatch_action ? async () => {} : context.fire;
  return draw(element, block, {
    naming: {},
    ...context,
    chose,
    dispatch: inInput ? block.dispatch_action : true,
  });
}
