// The workspace's clock in the top bar: the time in the person's zone, and the buttons that move it on.

import { fill, h, icon } from "./dom.js";
import { act } from "./net.js";
import { changed, now, on, store } from "./store.js";
import { city, clockTime, refreshTimes, shortDay } from "./text/dates.js";
import { attempt } from "./toast.js";

/** Draw the clock into `place` and keep it ticking. */
export function clock(place) {
  const day = h("span", { class: "clock-day" });
  const hour = h("span", { class: "clock-time", data: { role: "clock" } });
  const where = h("span", { class: "clock-zone" });
  const due = jump("To the next due", "next", { due: true });
  fill(
    place,
    h(
      "div",
      { class: "dial", role: "timer", aria: { label: "Workspace time" } },
      icon("clock"),
      hour,
      day,
      where,
    ),
    h(
      "div",
      { class: "jumps", role: "group", aria: { label: "Move the clock" } },
      jump("+30 min", null, { minutes: 30 }),
      jump("+2 h", null, { minutes: 120 }),
      due,
    ),
  );
  const draw = () => {
    hour.textContent = clockTime(now());
    day.textContent = shortDay(now());
    where.textContent = city();
    due.disabled = !store.clock.due;
    due.title = store.clock.due ? "Move to the next moment when something is due" : "Nothing is due";
  };
  on("clock", () => {
    draw();
    refreshTimes();
  });
  on("everything", () => {
    draw();
    refreshTimes();
  });
  setInterval(draw, 1000);
  setInterval(refreshTimes, 20000);
  draw();
}

function jump(label, symbol, how) {
  const control = h(
    "button",
    {
      type: "button",
      class: "jump",
      on: {
        click: async () => {
          if (control.getAttribute("aria-busy")) return;
          control.setAttribute("aria-busy", "true");
          const answer = await attempt(act("clock", how));
          control.removeAttribute("aria-busy");
          if (answer?.clock) hear(answer.clock);
        },
      },
    },
    symbol && icon(symbol),
    h("span", {}, label),
  );
  return control;
}

/** Take what the server says of the time: {now, due}. */
export function hear(told) {
  store.clock = { ...told, heard: performance.now() };
  changed("clock");
}
