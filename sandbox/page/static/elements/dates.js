// Date, time and date-time pickers; moments are in the viewer's zone.

import { h } from "../dom.js";
import { city, clockTime, isoDate, moment } from "../text/dates.js";
import { words } from "../text/mrkdwn.js";
import { confirmed } from "./button.js";

function picker(type, element, block, context, { shown, taken }) {
  const input = h("input", {
    type,
    class: "field date-field",
    title: words(element.placeholder) || null,
    data: { focus: `${block.block_id} ${element.action_id}` },
    aria: { label: words(element.placeholder) || (type === "time" ? "Time" : "Date"), ...context.naming },
    on: {
      change: async () => {
        if (!(await confirmed(element))) {
          input.value = shown(context.form.get(block, element));
          return;
        }
        const value = taken(input.value);
        context.form.set(block, element, value);
        await context.chose(block, element, value);
      },
    },
  });
  input.value = shown(context.form.get(block, element));
  return input;
}

export const datepicker = (element, block, context) =>
  picker("date", element, block, context, {
    shown: (value) => value.selected_date ?? "",
    taken: (typed) => ({ selected_date: typed || null }),
  });

export const timepicker = (element, block, context) =>
  picker("time", element, block, context, {
    shown: (value) => value.selected_time ?? "",
    taken: (typed) => ({
      selected_time: typed || null,
      ...(element.timezone ? { timezone: element.timezone } : {}),
    }),
  });

export function datetimepicker(element, block, context) {
  const input = picker("datetime-local", element, block, context, {
    shown: ({ selected_date_time: at }) => (at ? `${isoDate(at)}T${clockTime(at)}` : ""),
    taken: (typed) => ({ selected_date_time: typed ? moment(...typed.slice(0, 16).split("T")) : null }),
  });
  return h("span", { class: "with-zone" }, input, h("span", { class: "zone" }, city()));
}
