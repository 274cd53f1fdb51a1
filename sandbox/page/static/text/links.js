// Links that are safe to follow: only http, https and mailto; those into this workspace stay on this page.

import { h } from "../dom.js";
import { store } from "../store.js";

/** The URL when its scheme is one we follow, else null. */
export function safe(url) {
  try {
    const parsed = new URL(url, location.origin);
    return ["http:", "https:", "mailto:"].includes(parsed.protocol) ? parsed.href : null;
  } catch {
    return null;
  }
}

/** Where a link into this workspace leads: {channel, ts, thread, tab}, else null. */
export function inside(url) {
  const parsed = new URL(url, location.origin);
  const home = store.workspace.url ? new URL(store.workspace.url, location.origin).origin : location.origin;
  if (parsed.origin !== location.origin && parsed.origin !== home) return null;
  const canvas = parsed.pathname.match(/^\/docs\/\w+\/(\w+)$/);
  if (canvas)
    return { channel: store.channels.find((one) => one.canvas_id === canvas[1])?.id ?? null, tab: "canvas" };
  const found = parsed.pathname.match(/^\/archives\/(\w+)(?:\/p(\d{10})(\d{6}))?$/);
  if (!found) return null;
  return {
    channel: found[1],
    ts: found[2] ? `${found[2]}.${found[3]}` : null,
    thread: parsed.searchParams.get("thread_ts"),
  };
}

/** An <a> with `label` (nodes or text); a link we do not follow is shown as its text only. */
export function anchor(url, label, props = {}) {
  const href = safe(url);
  if (!href)
    return h(
      "span",
      { class: "dead-link", title: "This link is not followed: only http, https and mailto are" },
      label,
    );
  return h(
    "a",
    { ...props, href, target: inside(href) ? null : "_blank", rel: "noopener noreferrer nofollow" },
    label,
  );
}
