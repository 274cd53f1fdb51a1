// Slack's own markup (mrkdwn) to nodes: bold, italic, strike, code, quotes, links, mentions, dates, emoji.

import { h } from "../dom.js";
import { broadcast, channelLink, date, emoji, groupMention, mention } from "./leaves.js";
import { anchor } from "./links.js";

const ENTITIES = { "&lt;": "<", "&gt;": ">", "&amp;": "&" };

/** The three entities that Slack stores, back to characters. */
export function unescape(text) {
  return text.replace(/&(?:lt|gt|amp);/g, (entity) => ENTITIES[entity]);
}

/** All of a mrkdwn text as nodes; `auto` also links bare URLs and broadcasts, as Slack does without `verbatim`. */
export function mrkdwn(text, { auto = false } = {}) {
  const nodes = [];
  text.split(/```(?:\n)?([\s\S]*?)```/g).forEach((part, index) => {
    if (index % 2)
      nodes.push(
        h(
          "pre",
          { class: "pre", tabindex: "0" },
          unescape(part.replace(/\n$/, "").replace(/<([^>|]*)\|?([^>]*)>/g, (_, url, label) => label || url)),
        ),
      );
    else nodes.push(...paragraphs(index ? part.replace(/^\n/, "") : part, auto));
  });
  return nodes;
}

function paragraphs(text, auto) {
  const nodes = [];
  let quote = null;
  const lines = text.split("\n");
  lines.forEach((line, index) => {
    const quoted = line.match(/^(?:&gt;|>) ?(.*)$/);
    if (quoted) {
      if (!quote) nodes.push((quote = h("blockquote", { class: "quote" })));
      else quote.append(h("br"));
      quote.append(...inline(quoted[1], auto));
      return;
    }
    if (index && !quote) nodes.push(h("br"));
    quote = null;
    nodes.push(...inline(line, auto));
  });
  return nodes;
}

const PIECES = new RegExp(
  [
    "<([^<>]+)>", // 1: link, mention, date
    "`([^`\\n]+)`", // 2: code
    "(?<![\\w*])\\*(?=\\S)([^*\\n]*?[^\\s*])\\*(?![\\w*])", // 3: bold
    "(?<![\\w_])_(?=\\S)([^\\n]*?[^\\s_])_(?![\\w_])", // 4: italic
    "(?<![\\w~])~(?=\\S)([^~\\n]*?[^\\s~])~(?![\\w~])", // 5: strike
    ":([a-z0-9_+\\-]+(?:::skin-tone-\\d)?):", // 6: emoji
    "(https?:\\/\\/[^\\s<>]+[^\\s<>.,;:!?)\\]'\"])", // 7: bare URL
    "(?<!\\w)@(here|channel|everyone)(?!\\w)", // 8: bare broadcast
  ].join("|"),
  "g",
);

function inline(text, auto) {
  const nodes = [];
  let end = 0;
  for (const match of text.matchAll(PIECES)) {
    nodes.push(unescape(text.slice(end, match.index)));
    nodes.push(...piece(match, auto, match.index === 0));
    end = match.index + match[0].length;
  }
  nodes.push(unescape(text.slice(end)));
  return nodes.filter((node) => node !== "");
}

function piece([whole, entity, code, bold, italic, strike, name, url, range], auto, first) {
  if (entity !== undefined) return [control(entity, first)];
  if (code !== undefined)
    return [
      h(
        "code",
        { class: "code" },
        unescape(code.replace(/<([^>|]*)\|?([^>]*)>/g, (_, link, label) => label || link)),
      ),
    ];
  if (bold !== undefined) return [h("strong", {}, inline(bold, auto))];
  if (italic !== undefined) return [h("em", {}, inline(italic, auto))];
  if (strike !== undefined) return [h("s", {}, inline(strike, auto))];
  if (name !== undefined) return [emoji(name)];
  if (url !== undefined) return [auto ? anchor(unescape(url), unescape(url)) : unescape(url)];
  return [auto ? broadcast(range) : whole];
}

function control(body, first) {
  const [target, ...rest] = body.split("|");
  const label = unescape(rest.join("|"));
  if (target.startsWith("@")) return mention(target.slice(1));
  if (target.startsWith("#")) return channelLink(target.slice(1), label);
  if (target.startsWith("!subteam^")) return groupMention(target.slice(9), label);
  if (target.startsWith("!date^")) return dateToken(target, label, first);
  if (/^!(here|channel|everyone)$/.test(target)) return broadcast(target.slice(1));
  if (target.startsWith("!")) return label || `<${body}>`;
  return anchor(unescape(target), label || unescape(target).replace(/^mailto:/, ""));
}

function dateToken(target, fallback, first) {
  const [, stamp, pattern, url] = target.split("^");
  if (!/^-?\d+$/.test(stamp) || !pattern) return fallback;
  return date(Number(stamp), unescape(pattern), { url: url ? unescape(url) : null, first });
}

/** A plain_text object: no markup, but emoji when it allows them. */
export function plain(text, { emoji: allowed = true } = {}) {
  if (!allowed) return [unescape(text)];
  return text
    .split(/(:[a-z0-9_+-]+:)/g)
    .filter(Boolean)
    .map((part) => (/^:[a-z0-9_+-]+:$/.test(part) ? emoji(part.slice(1, -1)) : unescape(part)));
}

/** Any text object of Block Kit as nodes. */
export function textObject(object) {
  if (!object) return [];
  if (typeof object === "string") return plain(object);
  if (object.type === "mrkdwn") return mrkdwn(object.text ?? "", { auto: !object.verbatim });
  return plain(object.text ?? "", { emoji: object.emoji !== false }).flatMap((part) =>
    typeof part === "string"
      ? part
          .split(/(\n)/)
          .filter(Boolean)
          .map((piece) => (piece === "\n" ? h("br") : piece))
      : [part],
  );
}

/** A text object as one line of characters, for names and option lists. */
export function words(object) {
  return textObject(object)
    .map((node) => (typeof node === "string" ? node : node.textContent || " "))
    .join("");
}
