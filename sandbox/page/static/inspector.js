// A flyout with the Web API calls that apps have made: method, answer, and the JSON of both.

import { fill, h, iconButton, reconcile } from "./dom.js";
import { read } from "./net.js";
import { changed, on, store } from "./store.js";
import { clockTime } from "./text/dates.js";

/** Draw the inspector into `place`; it reads the calls again while it is open. */
export function inspector(place) {
  const list = h("div", { class: "calls" });
  const count = h("span", { class: "muted" });
  fill(
    place,
    h(
      "header",
      { class: "panel-head" },
      h("div", {}, h("h2", {}, "Web API calls"), count),
      iconButton("close", "Close the inspector", toggle),
    ),
    list,
  );
  const refresh = async () => {
    if (!store.inspecting || document.visibilityState !== "visible") return;
    const answer = await read("calls").catch(() => null);
    if (!answer) return;
    count.textContent = answer.total
      ? `${answer.total} so far, newest first`
      : "Apps have called nothing yet";
    reconcile(list, answer.calls, { key: (call) => call.number, sign: (call) => String(call.number), draw });
  };
  on("inspecting", () => {
    place.hidden = !store.inspecting;
    document.body.classList.toggle("inspecting", store.inspecting);
    refresh();
  });
  setInterval(refresh, 1500);
}

export function toggle() {
  store.inspecting = !store.inspecting;
  changed("inspecting");
}

function draw(call) {
  const fine = call.ok;
  return h(
    "details",
    { class: ["call", !fine && "failed"] },
    h(
      "summary",
      {},
      h("span", { class: "call-time" }, clockTime(call.at)),
      h("code", {}, call.method),
      h(
        "span",
        { class: ["verdict", fine ? "ok" : "bad"] },
        fine ? "ok" : (call.error ?? String(call.status)),
      ),
    ),
    h("div", { class: "call-part" }, "Sent"),
    h("pre", { class: "pre", tabindex: "0" }, JSON.stringify(call.args, null, 2)),
    h("div", { class: "call-part" }, "Answered"),
    h("pre", { class: "pre", tabindex: "0" }, JSON.stringify(call.answer, null, 2)),
  );
}
