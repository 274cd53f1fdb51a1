// Faces: initials on the person's own colour; apps get a square.

import { h } from "./dom.js";
import { user } from "./store.js";

/** The avatar of a user id; decorative, since the name stands beside it. */
export function avatar(id, size = "medium") {
  const one = user(id);
  return h(
    "span",
    { class: ["avatar", size, one.is_bot && "is-app", `hue-${one.hue % 8}`], aria: { hidden: "true" } },
    one.initials,
  );
}
