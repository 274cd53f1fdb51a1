"""What people typed, shown to the letter: no markup, no mention, and only addresses they typed as links."""

import re
from collections.abc import Iterator

from blocks import kit
from blocks.kit import Json

QUOTE = 600  # characters of a quotation
_ADDRESS = re.compile(r"https?://[^\W_][^\s<>|\"…]*+(?!…)")
_ENDS = ".,;:!?)]}'*_~`"  # they end the sentence, not the address


def said(text: str, *, bold: bool = False) -> list[Json]:
    """Leaves of rich text that read exactly like `text`.

    Slack reads mrkdwn's * _ ~ ` even in escaped text, so that an error message or a path would lose them.
    """
    style: Json = {"style": {"bold": True}} if bold else {}
    return [
        {"type": "link", "url": piece, **style} if is_address else {"type": "text", "text": piece, **style}
        for piece, is_address in pieces(text)
    ]


def line(*leaves: Json) -> Json:
    """A block of one paragraph."""
    return {"type": "rich_text", "elements": [_section(*leaves)]}


def quote(title: str, text: str, most: int = QUOTE) -> Json:
    """A block that quotes `text`, cut at `most` characters, under a bold title of ours."""
    cut = text.strip() if len(text.strip()) <= most else text.strip()[: most - 1].rstrip() + "…"
    quoted: Json = {"type": "rich_text_quote", "elements": said(cut or "-")}
    return {"type": "rich_text", "elements": [_section(*said(title, bold=True)), quoted]}


def linked(text: str, limit: int) -> str:
    """`text` on one line as mrkdwn, cut at `limit` characters; whole addresses in it can be followed."""
    return "".join(
        f"<{kit.escape(piece)}>" if is_address else kit.escape(piece)
        for piece, is_address in pieces(kit.short(text, limit))
    )


def _section(*leaves: Json) -> Json:
    return {"type": "rich_text_section", "elements": list(leaves)}


def pieces(text: str) -> Iterator[tuple[str, bool]]:
    """`text` in pieces, each with whether it is an address; none is empty."""
    at = 0
    for found in _ADDRESS.finditer(text):
        address = found.group().rstrip(_ENDS)
        if found.start() > at:
            yield text[at : found.start()], False
        yield address, True
        at = found.start() + len(address)
    if at < len(text):
        yield text[at:], False
