// Short notices in the corner: notifications, refusals, what the workspace's own client has to say.

import { avatar } from "./avatar.js";
import { h, icon, iconButton } from "./dom.js";

const STAY = 8000;

function show(className, ...content) {
  const shelf = document.getElementById("toasts");
  const toast = h(
    "div",
    { class: ["toast", className] },
    content,
    iconButton("close", "Dismiss", () => toast.remove()),
  );
  shelf.append(toast);
  shelf.hidePopover?.();
  shelf.showPopover?.();
  while (shelf.children.length > 4) shelf.firstElementChild.remove();
  setTimeout(() => toast.remove(), STAY);
}

/** Put all notices away. */
export const clear = () => document.getElementById("toasts").replaceChildren();

/** Tell of something that went wrong, in the words given. */
export const complain = (words) => show("bad", icon("warn"), h("div", { class: "toast-text" }, words));

/** Tell of something that happened. */
export const tell = (words) => show("", icon("info"), h("div", { class: "toast-text" }, words));

/** A notification as a device would show it; pressing it runs `go`. */
export function notify({ from, where, text }, go) {
  show(
    "",
    h(
      "button",
      {
        type: "button",
        class: "toast-open",
        on: {
          click: (event) => {
            event.currentTarget.parentElement.remove();
            go();
          },
        },
      },
      avatar(from, "small"),
      h("span", { class: "toast-text" }, h("strong", {}, where), h("span", {}, text)),
    ),
  );
}

/**
 * Run an act of the person's; a refusal, or the workspace's own trouble, is told to `say` and swallowed.
 * Answers what the act answered, or null.
 */
export async function attempt(work, say = complain) {
  try {
    const answer = await work;
    for (const words of answer?.trouble ?? []) (say ?? complain)(words);
    return answer;
  } catch (refused) {
    (say ?? complain)(refused.message);
    return null;
  }
}
