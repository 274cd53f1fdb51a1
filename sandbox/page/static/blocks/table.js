// Tables: plain ones, data tables with sorting and pages, and charts drawn as labelled bars.

import { fill, h } from "../dom.js";
import { richText } from "./rich.js";

function content(cell) {
  if (cell.type === "rich_text") return richText(cell);
  return cell.text ?? String(cell.value ?? "");
}

function scrolling(name, table) {
  return h(
    "div",
    { class: "block table-scroll", tabindex: "0", role: "region", aria: { label: name } },
    table,
  );
}

export function table(block) {
  const settings = block.column_settings ?? [];
  const row = (cells, tag) =>
    h(
      "tr",
      {},
      cells.map((cell, column) =>
        h(
          tag,
          {
            scope: tag === "th" ? "col" : null,
            class: [`align-${settings[column]?.align ?? "left"}`, settings[column]?.is_wrapped && "wrapped"],
          },
          content(cell),
        ),
      ),
    );
  const [head, ...rows] = block.rows ?? [[]];
  return scrolling(
    "Table",
    h(
      "table",
      { class: "table" },
      h("thead", {}, row(head, "th")),
      h(
        "tbody",
        {},
        rows.map((cells) => row(cells, "td")),
      ),
    ),
  );
}

const plainOf = (cell) =>
  cell.type === "raw_number" ? cell.value : h("span", {}, content(cell)).textContent;

export function dataTable(block) {
  const [head, ...rows] = block.rows ?? [[]];
  const size = block.page_size ?? 5;
  const state = { page: 0, column: null, down: false };
  const body = h("tbody");
  const foot = h("div", { class: "table-foot" });
  const sorted = () => {
    if (state.column === null) return rows;
    const numeric = rows.every((row) => row[state.column].type === "raw_number");
    const by = (one, other) => {
      const [left, right] = [plainOf(one[state.column]), plainOf(other[state.column])];
      return numeric ? left - right : String(left).localeCompare(String(right), "en", { numeric: true });
    };
    const result = [...rows].sort(by);
    return state.down ? result.reverse() : result;
  };
  const pages = Math.max(1, Math.ceil(rows.length / size));
  const turn = (step) => {
    state.page = Math.min(pages - 1, Math.max(0, state.page + step));
    draw();
  };
  const sort = (column) => {
    Object.assign(state, { down: state.column === column && !state.down, column, page: 0 });
    draw();
  };
  const headers = head.map((cell, column) =>
    h(
      "th",
      { scope: "col" },
      h("button", { type: "button", class: "sort", on: { click: () => sort(column) } }, content(cell)),
    ),
  );
  const draw = () => {
    fill(
      body,
      sorted()
        .slice(state.page * size, (state.page + 1) * size)
        .map((row) =>
          h(
            "tr",
            {},
            row.map((cell, column) =>
              h(
                column === block.row_header_column_index ? "th" : "td",
                {
                  class: cell.type === "raw_number" ? "align-right" : null,
                  scope: column === block.row_header_column_index ? "row" : null,
                },
                content(cell),
              ),
            ),
          ),
        ),
    );
    headers.forEach((cell, column) =>
      cell.setAttribute(
        "aria-sort",
        state.column === column ? (state.down ? "descending" : "ascending") : "none",
      ),
    );
    fill(
      foot,
      pages > 1 && [
        h(
          "button",
          {
            type: "button",
            class: "button small",
            disabled: state.page === 0,
            on: { click: () => turn(-1) },
          },
          "Back",
        ),
        h("span", { class: "muted" }, `Page ${state.page + 1} of ${pages}`),
        h(
          "button",
          {
            type: "button",
            class: "button small",
            disabled: state.page === pages - 1,
            on: { click: () => turn(1) },
          },
          "Next",
        ),
      ],
    );
  };
  draw();
  const caption = h("caption", { class: "caption" }, block.caption);
  return h(
    "div",
    { class: "block" },
    scrolling(
      block.caption ?? "Data table",
      h("table", { class: "table" }, caption, h("thead", {}, h("tr", {}, headers)), body),
    ),
    foot,
  );
}

export function chart(block) {
  const drawn = block.chart ?? {};
  const bars =
    drawn.type === "pie"
      ? (drawn.segments ?? []).map((one) => ({ name: one.label, value: one.value }))
      : (drawn.series ?? []).flatMap((series) =>
          (series.data ?? []).map((point) => ({
            name: drawn.series.length > 1 ? `${point.label}, ${series.name}` : point.label,
            value: point.value,
          })),
        );
  const most = Math.max(...bars.map((bar) => Math.abs(bar.value)), 1);
  const row = ({ name, value }) =>
    h(
      "div",
      { class: "bar-row" },
      h("span", { class: "bar-name" }, name),
      h("span", { class: "bar", style: { "--share": `${(Math.abs(value) / most) * 100}%` } }),
      h("span", { class: "bar-value" }, String(value)),
    );
  return h(
    "figure",
    { class: "block figure chart" },
    h("figcaption", { class: "caption" }, block.title),
    bars.map(row),
  );
}
