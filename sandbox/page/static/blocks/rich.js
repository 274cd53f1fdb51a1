// rich_text blocks and values: sections, lists, quotes, preformatted text and their leaves.

import { h } from "../dom.js";
import { broadcast, channelLink, date, emoji, groupMention, mention } from "../text/leaves.js";
import { anchor } from "../text/links.js";

/** The elements of a rich_text block, neighbouring lists nested by their indent. */
export function richText(block) {
  return (block.elements ?? []).map((element) => part(element));
}

function part(element) {
  const inside = element.elements ?? [];
  if (element.type === "rich_text_list") return richList(element);
  if (element.type === "rich_text_quote") return h("blockquote", { class: "quote" }, inside.map(leaf));
  if (element.type === "rich_text_preformatted")
    return h(
      "pre",
      { class: "pre", tabindex: "0" },
      inside.map((one) => one.text ?? one.url ?? ""),
    );
  return h("div", { class: "rich-section" }, inside.map(leaf));
}

function richList(element) {
  const tag = element.style === "ordered" ? "ol" : "ul";
  return h(
    tag,
    {
      class: ["list", element.border && "list-border", `indent-${Math.min(element.indent ?? 0, 8)}`],
      start: element.offset ? element.offset + 1 : null,
    },
    (element.elements ?? []).map((item) => h("li", {}, (item.elements ?? []).map(leaf))),
  );
}

const STYLES = { bold: "strong", italic: "em", strike: "s", code: "code", underline: "u" };

function styled(node, style = {}) {
  return Object.entries(STYLES).reduce(
    (inner, [name, tag]) => (style[name] ? h(tag, { class: name === "code" ? "code" : null }, inner) : inner),
    node,
  );
}

function lines(text) {
  return text
    .split(/(\n)/)
    .filter(Boolean)
    .map((piece) => (piece === "\n" ? h("br") : piece));
}

const LEAVES = {
  text: (one) => styled(h("span", {}, lines(one.text ?? "")), one.style),
  link: (one) => styled(anchor(one.url, one.text || one.url), one.style),
  user: (one) => styled(mention(one.user_id), one.style),
  channel: (one) => styled(channelLink(one.channel_id), one.style),
  usergroup: (one) => groupMention(one.usergroup_id),
  emoji: (one) => emoji(one.name),
  date: (one) => date(one.timestamp, one.format, { url: one.url }),
  broadcast: (one) => broadcast(one.range),
  color: (one) =>
    h(
      "span",
      { class: "colour" },
      h("span", {
        class: "swatch",
        style: /^#[0-9a-f]{3,8}$/i.test(one.value) ? { "background-color": one.value } : {},
      }),
      one.value,
    ),
};

function leaf(one) {
  return LEAVES[one.type]?.(one) ?? one.text ?? one.fallback ?? "";
}
