// Where blocks live (a message, a modal, a Home tab): their typed values, and the way their actions reach the app.

import { Form } from "./elements/form.js";
import { act } from "./net.js";
import { attempt } from "./toast.js";

/** A context for `drawBlocks`; `where` says which surface to the server: {channel, ts}, {view} or {home}. */
export function surface(where, { form = new Form(), enter = null, trouble = null } = {}) {
  const details = (block, element) => ({
    surface: where,
    block_id: block.block_id,
    action_id: element.action_id,
  });
  return {
    form,
    enter,
    errors: {},
    async fire(block, element, value) {
      const answer = await attempt(
        act("press", { ...details(block, element), value, values: form.values() }),
        trouble,
      );
      return answer;
    },
    async suggest(block, element, query) {
      return (await attempt(act("suggest", { ...details(block, element), query }))) ?? { options: [] };
    },
  };
}
