// Text inputs of every kind: plain, number, e-mail, URL, rich text, and files.

import { fill, h, icon, iconButton } from "../dom.js";
import { upload } from "../net.js";
import { words } from "../text/mrkdwn.js";

const TYPES = {
  email_text_input: ["email", "email"],
  url_text_input: ["text", "url"],
  number_input: ["text", "decimal"],
  plain_text_input: ["text", "text"],
};

/** plain_text_input, number_input, email_text_input and url_text_input. */
export function textInput(element, block, context) {
  const long = element.multiline;
  const [type, mode] = TYPES[element.type];
  const input = h(long ? "textarea" : "input", {
    class: ["field", long && "area"],
    type: long ? null : type,
    inputmode: long ? null : mode,
    rows: long ? 4 : null,
    placeholder: words(element.placeholder),
    maxlength: element.max_length,
    autocomplete: "off",
    data: { focus: `${block.block_id} ${element.action_id}` },
    aria: context.naming,
  });
  input.value = context.form.get(block, element).value ?? "";
  const count = element.max_length && long ? h("span", { class: "count", aria: { hidden: "true" } }) : null;
  const tally = () => {
    if (count) count.textContent = `${element.max_length - input.value.length} left`;
  };
  const keep = () => context.form.set(block, element, { value: input.value || null });
  const triggers = context.dispatch
    ? (element.dispatch_action_config?.trigger_actions_on ?? ["on_enter_pressed"])
    : [];
  input.addEventListener("input", () => {
    keep();
    tally();
    if (triggers.includes("on_character_entered")) context.fire(block, element, { value: input.value });
  });
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing || (long && !(event.metaKey || event.ctrlKey))) return;
    event.preventDefault();
    if (triggers.includes("on_enter_pressed")) context.fire(block, element, { value: input.value });
    else context.enter?.();
  });
  tally();
  return count ? h("span", { class: "counted" }, input, count) : input;
}

/** rich_text_input: paragraphs typed as plain lines become rich_text sections; `- ` starts a list. */
export function richTextInput(element, block, context) {
  const area = h("textarea", {
    class: "field area",
    rows: Math.max(element.min_lines ?? 4, 2),
    placeholder: words(element.placeholder),
    data: { focus: `${block.block_id} ${element.action_id}` },
    aria: context.naming,
    on: {
      input: () =>
        context.form.set(block, element, { rich_text_value: area.value ? rich(area.value) : null }),
    },
  });
  area.value = flat(context.form.get(block, element).rich_text_value);
  return area;
}

function rich(text) {
  const elements = [];
  for (const line of text.split("\n")) {
    const item = line.match(/^[-*•]\s+(.+)$/);
    const section = {
      type: "rich_text_section",
      elements: [{ type: "text", text: item ? item[1] : `${line}\n` }],
    };
    if (item && elements.at(-1)?.type === "rich_text_list") elements.at(-1).elements.push(section);
    else if (item)
      elements.push({ type: "rich_text_list", style: "bullet", indent: 0, border: 0, elements: [section] });
    else if (elements.at(-1)?.type === "rich_text_section") elements.at(-1).elements[0].text += `${line}\n`;
    else elements.push(section);
  }
  const last = elements.at(-1);
  if (last.type === "rich_text_section") last.elements[0].text = last.elements[0].text.replace(/\n$/, "");
  return { type: "rich_text", elements };
}

function flat(value) {
  const leaf = (one) =>
    one.text ?? one.url ?? (one.user_id ? `<@${one.user_id}>` : one.name ? `:${one.name}:` : "");
  const line = (section) => (section.elements ?? []).map(leaf).join("");
  return (value?.elements ?? [])
    .map((part) =>
      part.type === "rich_text_list"
        ? `${part.elements.map((item) => `- ${line(item)}`).join("\n")}\n`
        : line(part),
    )
    .join("")
    .replace(/\n$/, "");
}

/** file_input: uploads at once and keeps the file records. */
export function fileInput(element, block, context) {
  const list = h("ul", { class: "file-list" });
  const limit = element.max_files ?? 10;
  const picker = h("input", {
    type: "file",
    class: "file-picker",
    multiple: limit > 1,
    accept: (element.filetypes ?? []).map((kind) => `.${kind}`).join(",") || null,
    data: { focus: `${block.block_id} ${element.action_id}` },
    aria: context.naming,
    on: {
      change: async () => {
        for (const file of [...picker.files].slice(0, limit - kept().length))
          keep([...kept(), await upload(file)]);
        picker.value = "";
      },
    },
  });
  const kept = () => context.form.get(block, element).files ?? [];
  const keep = (files) => {
    context.form.set(block, element, { files });
    draw();
  };
  const draw = () =>
    fill(
      list,
      kept().map((file) =>
        h(
          "li",
          {},
          icon("file"),
          h("span", {}, file.name),
          iconButton("close", `Remove ${file.name}`, () => keep(kept().filter((one) => one !== file))),
        ),
      ),
    );
  draw();
  return h("div", { class: "files-field" }, picker, list);
}
