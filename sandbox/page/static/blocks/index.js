// Every block of Block Kit by its type, drawn into a surface and kept in step with what the app sends next.

import { h, keepingFocus, reconcile } from "../dom.js";
import { control } from "../elements/index.js";
import { markdown } from "../text/markdown.js";
import { alert, card, carousel, container, plan, taskCard } from "./cards.js";
import {
  actions,
  context as contextBlock,
  divider,
  file,
  header,
  image,
  input,
  section,
  video,
} from "./layout.js";
import { richText } from "./rich.js";
import { chart, dataTable, table } from "./table.js";

const BLOCKS = {
  section,
  header,
  divider,
  actions,
  input,
  image,
  video,
  file,
  table,
  alert,
  card,
  carousel,
  plan,
  context: contextBlock,
  context_actions: (block, surface) =>
    h(
      "div",
      { class: "block actions" },
      (block.elements ?? []).map((one) => control(one, block, surface)),
    ),
  rich_text: (block) => h("div", { class: "block rich text" }, richText(block)),
  markdown: (block) => h("div", { class: "block markdown text" }, markdown(block.text ?? "")),
  container: (block, surface) => container(block, surface, drawBlock),
  data_table: dataTable,
  data_visualization: chart,
  task_card: taskCard,
};

/** One block as an element; a type we do not know says so. */
export function drawBlock(block, surface) {
  const draw = BLOCKS[block.type];
  return draw ? draw(block, surface) : h("div", { class: "block unknown" }, `Unknown block: ${block.type}`);
}

/** Make `parent` show `blocks`; a block that stayed the same keeps its element, so typing is not disturbed. */
export function drawBlocks(parent, blocks, surface) {
  const sign = (block) => JSON.stringify([block, surface.errors?.[block.block_id]]);
  keepingFocus(() =>
    reconcile(parent, blocks, {
      key: (block, index) => block.block_id ?? `#${index}`,
      sign,
      draw: (block) => drawBlock(block, surface),
    }),
  );
}
