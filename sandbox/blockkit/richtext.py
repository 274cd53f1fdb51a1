"""Rich text: sections, lists, quotes and preformatted pieces, and the leaves inside them."""

from typing import Any

from sandbox.blockkit.fault import Rule
from sandbox.blockkit.objects import URL
from sandbox.blockkit.rules import Shape, Table, anything, array, boolean, choice, integer, string, tagged
from sandbox.state import Json

_STYLES = ("bold", "italic", "strike", "code", "underline", "highlight", "client_highlight", "unlink")
STYLE: dict[str, Rule] = {"style": Shape(may=dict.fromkeys(_STYLES, boolean))}
DATE = {"timestamp": integer(), "format": string()}

LEAVES: Table = {
    "text": Shape(needs={"text": string()}, may=STYLE),
    "link": Shape(needs={"url": URL}, may={"text": string(least=0), "unsafe": boolean, **STYLE}),
    "user": Shape(needs={"user_id": string()}, may=STYLE),
    "channel": Shape(needs={"channel_id": string()}, may=STYLE),
    "usergroup": Shape(needs={"usergroup_id": string()}, may=STYLE),
    "team": Shape(needs={"team_id": string()}, may=STYLE),
    "emoji": Shape(needs={"name": string()}, may={"skin_tone": integer(1, 6), "unicode": string(), **STYLE}),
    "date": Shape(needs=DATE, may={"url": URL, "fallback": string(), **STYLE}),
    "broadcast": Shape(needs={"range": choice("here", "channel", "everyone")}, may=STYLE),
    "color": Shape(needs={"value": string()}, may=STYLE),
}
_leaf = tagged(LEAVES)
_BORDER = {"border": integer(0, 1)}
_SECTION: Table = {"rich_text_section": Shape(needs={"elements": array(_leaf)})}

PIECES: Table = {
    **_SECTION,
    "rich_text_list": Shape(
        needs={"style": choice("bullet", "ordered"), "elements": array(tagged(_SECTION))},
        may={"indent": integer(0, 8), "offset": integer(0), **_BORDER},
    ),
    "rich_text_quote": Shape(needs={"elements": array(_leaf)}, may=_BORDER),
    "rich_text_preformatted": Shape(
        needs={"elements": array(tagged(LEAVES, only=("text", "link")))},
        may={**_BORDER, "language": string()},
    ),
}

RICH_TEXT: Table = {"rich_text": Shape(needs={"elements": array(tagged(PIECES))})}
rich_text = tagged(RICH_TEXT, common={"block_id": anything})


def length(value: Any) -> int:
    """How many characters a rich text (or a part of it) shows, as far as it is well formed."""
    if isinstance(value, list):
        return sum(length(item) for item in value)
    if not isinstance(value, dict):
        return 0
    return _shown(value) + length(value.get("elements"))


def _shown(leaf: Json) -> int:
    for key in ("text", "url", "fallback", "name", "value"):
        if isinstance(leaf.get(key), str):
            return len(leaf[key])
    return 0
