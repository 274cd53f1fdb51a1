// The everyday blocks: section, header, divider, context, actions, input, image, video, file.

import { h, icon } from "../dom.js";
import { control } from "../elements/index.js";
import { anchor, safe } from "../text/links.js";
import { textObject, words } from "../text/mrkdwn.js";

export function section(block, context) {
  const body = h(
    "div",
    { class: "section-body" },
    block.text && h("div", { class: "text" }, textObject(block.text)),
    block.fields &&
      h(
        "dl",
        { class: "fields" },
        block.fields.map((field) => h("dd", { class: "text" }, textObject(field))),
      ),
  );
  return h(
    "div",
    { class: ["block section", block.accessory?.type === "image" && "with-image"] },
    body,
    block.accessory && h("div", { class: "accessory" }, accessory(block, context)),
  );
}

function accessory(block, context) {
  return block.accessory.type === "image"
    ? picture(block.accessory, "thumb")
    : control(block.accessory, block, context);
}

/** An image element; one that cannot be loaded shows its alternative text. */
export function picture(element, className) {
  const url =
    element.image_url ??
    element.slack_file?.url ??
    (element.slack_file?.id && `/files/${element.slack_file.id}/image`);
  const src = url && safe(url);
  const missing = () => h("span", { class: ["picture-missing", className] }, element.alt_text);
  if (!src) return missing();
  const image = h("img", {
    class: ["picture", className],
    src,
    alt: element.alt_text,
    loading: "lazy",
    referrerpolicy: "no-referrer",
  });
  image.addEventListener("error", () => image.replaceWith(missing()));
  return image;
}

export const header = (block) => h("h3", { class: "block header" }, textObject(block.text));
export const divider = () => h("hr", { class: "block divider" });

export function context(block) {
  const one = (element) =>
    element.type === "image" ? picture(element, "tiny") : h("span", { class: "text" }, textObject(element));
  return h("div", { class: "block context" }, (block.elements ?? []).map(one));
}

export function actions(block, context) {
  return h(
    "div",
    { class: "block actions" },
    (block.elements ?? []).map((element) => control(element, block, context)),
  );
}

let inputs = 0;

export function input(block, context) {
  inputs += 1;
  const id = `input-${inputs}`;
  const problem = context.errors?.[block.block_id];
  const described = [block.hint && `${id}-hint`, problem && `${id}-error`].filter(Boolean).join(" ");
  const naming = {
    labelledby: `${id}-label`,
    describedby: described || null,
    invalid: problem ? "true" : null,
    required: block.optional ? null : "true",
  };
  return h(
    "div",
    { class: ["block input", problem && "invalid"], data: { block: block.block_id } },
    h(
      "div",
      { id: `${id}-label`, class: "label" },
      textObject(block.label),
      block.optional && h("span", { class: "optional" }, " (optional)"),
    ),
    control(block.element, block, { ...context, naming, optional: block.optional }),
    problem && h("div", { id: `${id}-error`, class: "field-error" }, icon("warn"), h("span", {}, problem)),
    block.hint && h("div", { id: `${id}-hint`, class: "hint" }, textObject(block.hint)),
  );
}

export function image(block) {
  return h(
    "figure",
    { class: "block figure" },
    block.title && h("figcaption", { class: "caption" }, textObject(block.title)),
    picture(block, "large"),
  );
}

export function video(block) {
  return h(
    "div",
    { class: "block video" },
    picture({ image_url: block.thumbnail_url, alt_text: block.alt_text }, "thumb"),
    h(
      "div",
      { class: "section-body" },
      h("div", { class: "card-title" }, anchor(block.title_url ?? block.video_url, words(block.title))),
      block.description && h("div", { class: "muted" }, textObject(block.description)),
      block.author_name && h("div", { class: "muted" }, block.author_name),
    ),
  );
}

export const file = (block) =>
  h("div", { class: "block file-chip" }, icon("file"), h("span", {}, block.external_id ?? "File"));
