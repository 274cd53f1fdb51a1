// The newer framed blocks: alert, card, carousel, container, task card and plan.

import { fill, h, icon } from "../dom.js";
import { control } from "../elements/index.js";
import { anchor } from "../text/links.js";
import { textObject } from "../text/mrkdwn.js";
import { picture } from "./layout.js";
import { richText } from "./rich.js";

export function alert(block) {
  const level = block.level ?? "default";
  return h(
    "div",
    { class: ["block alert", level], role: level === "error" ? "alert" : "note" },
    icon({ warning: "warn", error: "warn", success: "check" }[level] ?? "info"),
    h("div", { class: "text" }, textObject(block.text)),
  );
}

export function card(block, context) {
  return h(
    "div",
    { class: "block card" },
    block.hero_image && picture(block.hero_image, "hero"),
    h(
      "div",
      { class: "card-head" },
      block.icon && picture(block.icon, "card-icon"),
      h(
        "div",
        {},
        block.title && h("div", { class: "card-title" }, textObject(block.title)),
        block.subtitle && h("div", { class: "muted" }, textObject(block.subtitle)),
      ),
    ),
    block.body && h("div", { class: "text" }, textObject(block.body)),
    block.subtext && h("div", { class: "muted" }, textObject(block.subtext)),
    block.actions &&
      h(
        "div",
        { class: "actions" },
        block.actions.map((element) => control(element, block, context)),
      ),
  );
}

export function carousel(block, context) {
  const cards = (block.elements ?? []).map((one) =>
    card({ ...one, block_id: one.block_id ?? block.block_id }, context),
  );
  return h("div", { class: "block carousel", tabindex: "0", role: "group", aria: { label: "Cards" } }, cards);
}

export function container(block, context, draw) {
  const body = h(
    "div",
    { class: "container-body" },
    (block.child_blocks ?? []).map((child) => draw(child, context)),
  );
  const head = [
    block.icon && picture(block.icon, "card-icon"),
    h(
      "span",
      { class: "container-titles" },
      h(
        "span",
        { class: "card-title" },
        block.rich_text_title ? richText(block.rich_text_title) : textObject(block.title),
      ),
      block.subtitle && h("span", { class: "muted" }, textObject(block.subtitle)),
    ),
  ];
  const frame = { class: ["block container", block.width, block.has_header_divider && "ruled"] };
  if (!block.is_collapsible) return h("div", frame, h("div", { class: "container-head" }, head), body);
  return h(
    "details",
    { ...frame, open: !block.default_collapsed },
    h("summary", { class: "container-head" }, head),
    body,
  );
}

const STATES = { pending: "Pending", in_progress: "In progress", complete: "Complete", error: "Failed" };

function task(one) {
  const sources = (one.sources ?? []).map((source) => anchor(source.url, source.text ?? source.url));
  return [
    h(
      "div",
      { class: "card-head" },
      h("span", { class: ["state", one.status] }, STATES[one.status] ?? one.status),
      h("span", { class: "card-title" }, one.title),
    ),
    one.details && h("div", { class: "text" }, richText(one.details)),
    one.output && h("div", { class: "text" }, richText(one.output)),
    sources.length > 0 && h("div", { class: "context" }, sources),
  ];
}

export const taskCard = (block) => h("div", { class: "block card" }, task(block));

export function plan(block) {
  const list = h("ol", { class: "plan" });
  fill(
    list,
    (block.tasks ?? []).map((one) => h("li", {}, task(one))),
  );
  return h("div", { class: "block card" }, h("div", { class: "card-title" }, block.title), list);
}
