// Standard Markdown (markdown blocks, canvases) to nodes: headings, lists, tasks, quotes, code, tables, rules, inline marks.

import { h } from "../dom.js";
import { emoji, mention } from "./leaves.js";
import { anchor } from "./links.js";

/** All of a Markdown text as a list of block nodes. */
export function markdown(text) {
  return blocks(text.replaceAll("\r\n", "\n").split("\n"));
}

const RULES = [
  [/^(```|~~~)/, fence],
  [/^#{1,6}\s+/, heading],
  [/^\s*([-*_])(\s*\1){2,}\s*$/, rule],
  [/^>/, quote],
  [/^\s*(?:[-*+]|\d+[.)])\s+/, list],
  [/^\s*\|.*\|\s*$/, table],
];

function blocks(lines) {
  const nodes = [];
  let at = 0;
  while (at < lines.length) {
    if (!lines[at].trim()) {
      at += 1;
      continue;
    }
    const [, read] = RULES.find(([pattern]) => pattern.test(lines[at])) ?? [null, paragraph];
    const [node, next] = read(lines, at) ?? paragraph(lines, at);
    nodes.push(node);
    at = next;
  }
  return nodes;
}

function fence(lines, at) {
  const mark = lines[at].slice(0, 3);
  let end = at + 1;
  while (end < lines.length && !lines[end].startsWith(mark)) end += 1;
  return [h("pre", { class: "pre", tabindex: "0" }, lines.slice(at + 1, end).join("\n")), end + 1];
}

function heading(lines, at) {
  const level = lines[at].match(/^#+/)[0].length;
  return [
    h(
      `h${Math.min(level + 2, 6)}`,
      { class: ["md-heading", `md-h${level}`] },
      spans(lines[at].replace(/^#+\s+/, "").replace(/\s+#+$/, "")),
    ),
    at + 1,
  ];
}

function rule(lines, at) {
  return [h("hr", { class: "divider" }), at + 1];
}

function quote(lines, at) {
  let end = at;
  while (end < lines.length && lines[end].startsWith(">")) end += 1;
  return [
    h(
      "blockquote",
      { class: "quote" },
      blocks(lines.slice(at, end).map((line) => line.replace(/^>\s?/, ""))),
    ),
    end,
  ];
}

const ITEM = /^(\s*)([-*+]|\d+[.)])\s+(.*)$/;

function list(lines, at) {
  const [, margin, mark] = lines[at].match(ITEM);
  const element = h(/\d/.test(mark) ? "ol" : "ul", {
    class: "list",
    start: /\d/.test(mark) ? parseInt(mark, 10) : null,
  });
  let end = at;
  while (end < lines.length) {
    const found = lines[end].match(ITEM);
    if (!found || found[1].length < margin.length) break;
    if (found[1].length > margin.length + 1) {
      const [inner, next] = list(lines, end);
      (element.lastElementChild ?? element).append(inner);
      end = next;
    } else {
      element.append(item(found[3]));
      end += 1;
    }
  }
  return [element, end];
}

function item(text) {
  const task = text.match(/^\[([ xX])\]\s+(.*)$/);
  if (!task) return h("li", {}, spans(text));
  const done = task[1] !== " ";
  return h(
    "li",
    { class: "task" },
    h("input", {
      type: "checkbox",
      disabled: true,
      checked: done,
      aria: { label: done ? "done" : "not done" },
    }),
    " ",
    spans(task[2]),
  );
}

function table(lines, at) {
  if (!/^\s*\|?\s*:?-+/.test(lines[at + 1] ?? "")) return null;
  const cells = (line) =>
    line
      .trim()
      .replace(/^\||\|$/g, "")
      .split("|")
      .map((cell) => cell.trim());
  const align = cells(lines[at + 1]).map((cell) =>
    cell.endsWith(":") ? (cell.startsWith(":") ? "center" : "right") : "left",
  );
  let end = at + 2;
  while (end < lines.length && /^\s*\|/.test(lines[end])) end += 1;
  const row = (line, tag) =>
    h(
      "tr",
      {},
      cells(line).map((cell, column) =>
        h(
          tag,
          { class: `align-${align[column] ?? "left"}`, scope: tag === "th" ? "col" : null },
          spans(cell),
        ),
      ),
    );
  return [
    h(
      "div",
      { class: "table-scroll", tabindex: "0" },
      h(
        "table",
        { class: "table" },
        h("thead", {}, row(lines[at], "th")),
        h(
          "tbody",
          {},
          lines.slice(at + 2, end).map((line) => row(line, "td")),
        ),
      ),
    ),
    end,
  ];
}

function paragraph(lines, at) {
  let end = at + 1;
  while (end < lines.length && lines[end].trim() && !RULES.some(([pattern]) => pattern.test(lines[end])))
    end += 1;
  return [
    h(
      "p",
      { class: "md-paragraph" },
      lines.slice(at, end).flatMap((line, index) => [index ? h("br") : "", spans(line)]),
    ),
    end,
  ];
}

const ENTITIES = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", nbsp: "\u00a0" };

// Entities are part of Markdown; they become characters here, and stay characters.
function decoded(text) {
  return text
    .replace(/&(amp|lt|gt|quot|apos|nbsp);/g, (_, name) => ENTITIES[name])
    .replace(/&#(\d{1,7});/g, (whole, code) => (code < 0x110000 ? String.fromCodePoint(code) : whole));
}

const SPANS =
  /`([^`]+)`|!?\[([^\]]*)\]\(((?:<[^>]*>)|[^)\s]+)[^)]*\)|!\[\]\(([^)]*)\)|<(https?:[^>]+)>|(https?:\/\/[^\s<>)]+)|\*\*(.+?)\*\*|__(.+?)__|(?<!\w)[*_](?=\S)(.+?)[*_](?!\w)|~~(.+?)~~|:([a-z0-9_+-]+):|\\([\\`*_{}[\]()#+\-.!|>~])|<@(\w+)>/g;

/** The marks inside one line. */
function spans(text) {
  const nodes = [];
  let end = 0;
  for (const match of text.matchAll(SPANS)) {
    const [whole, code, label, url, , auto, bare, bold, strong, italic, strike, name, escaped, person] =
      match;
    nodes.push(decoded(text.slice(end, match.index)));
    if (code !== undefined) nodes.push(h("code", { class: "code" }, code));
    else if (label !== undefined)
      nodes.push(personLink(url) ?? anchor(url.replace(/^<|>$/g, ""), label ? spans(label) : url));
    else if (auto ?? bare) nodes.push(anchor(auto ?? bare, auto ?? bare));
    else if (bold ?? strong) nodes.push(h("strong", {}, spans(bold ?? strong)));
    else if (italic !== undefined) nodes.push(h("em", {}, spans(italic)));
    else if (strike !== undefined) nodes.push(h("s", {}, spans(strike)));
    else if (name !== undefined) nodes.push(emoji(name));
    else if (escaped !== undefined) nodes.push(escaped);
    else if (person !== undefined) nodes.push(mention(person));
    else nodes.push(whole);
    end = match.index + whole.length;
  }
  nodes.push(decoded(text.slice(end)));
  return nodes.filter((node) => node !== "");
}

// A canvas mentions people as ![](@U123).
function personLink(url) {
  return url.startsWith("@") ? mention(url.slice(1)) : null;
}
