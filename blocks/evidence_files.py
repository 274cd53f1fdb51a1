"""Screenshots and logs added to the full form: kept as links beside the evidence that was typed."""

from collections.abc import Mapping
from typing import Any

from blocks.kit import Json, field
from bot.playbook.report import typed

BLOCK = "screenshots"
MOST = 10  # files; Slack's most for one input


def asked() -> Json:
    """The input for files. Its contents stay with Slack when the form is drawn again."""
    element: Json = {"type": "file_input", "action_id": BLOCK, "max_files": MOST}
    return field(
        BLOCK,
        "Screenshots or logs",
        element,
        hint="They are kept as links. Leave out what the readers of this case should not see.",
        optional=True,
    )


def joined(evidence: str, element: Mapping[str, Any]) -> str:
    """The evidence with a line for each file, name and link, that it does not have yet."""
    lines = [evidence] if evidence else []
    files = element.get("files")
    for each in files if isinstance(files, list) else ():
        link = typed(each.get("permalink")) if isinstance(each, Mapping) else ""
        if link and link not in evidence:
            lines.append(f"{typed(each.get('name')) or 'File'} {link}")
    return "\n".join(lines)
