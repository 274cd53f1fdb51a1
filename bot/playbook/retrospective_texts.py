"""Long texts in Slack's short inputs: split so that each part can grow, and joined again."""

from collections.abc import Sequence

FULL = 3000  # characters that one of Slack's inputs takes
PIECE = 2200  # of them used when a text is split
_BREAKS = ("\n\n", "\n", " ")


def split(text: str) -> tuple[list[str], list[str]]:
    """The text in pieces that fit, at least one, and what stood between each and the next.

    It breaks between paragraphs, else lines, else words, else anywhere; `join` makes the same text of it.
    """
    pieces: list[str] = []
    between: list[str] = []
    rest = text
    while units(rest) > PIECE:
        piece, joiner = _first(rest)
        pieces.append(piece)
        between.append(joiner)
        rest = rest[len(piece) + len(joiner) :]
    return [*pieces, rest], between


def join(pieces: Sequence[str], between: Sequence[str]) -> str:
    """The pieces as one text; one that was emptied goes with the break before it."""
    text = ""
    for place, piece in enumerate(pieces):
        if piece:
            joiner = between[place - 1] if 0 < place <= len(between) else "\n\n"
            text = f"{text}{joiner}{piece}" if text else piece
    return text


def units(text: str) -> int:
    """The length of a text as JavaScript, and so Slack's client, counts it."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _first(text: str) -> tuple[str, str]:
    most = text[:PIECE]
    while units(most) > PIECE:
        most = most[: -max(1, (units(most) - PIECE) // 2)]
    for joiner in _BREAKS:
        at = most.rfind(joiner, len(most) // 2)
        if at > 0 and len(text) > at + len(joiner):
            return most[:at], joiner
    return most, ""
