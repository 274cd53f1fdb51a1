"""What people typed at length, as documents show it: paragraphs, lists and code stay what they were."""

import html
import re
from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

from blocks.documents import markdown_safe
from blocks.typed import pieces

_FENCE = re.compile(r"\s*(`{3,})([\w+.#-]*)\s*$")
_WHOLE = re.compile(r"\s*```(.+?)```\s*$")
_BULLET = re.compile(r"\s{0,3}[-*•]\s+(.*\S.*)$")
_LEADING = re.compile(r"^[ \t]+")


class Piece(NamedTuple):
    """A paragraph, a list or a block of code, with its lines."""

    kind: str  # "text", "list" or "code"
    lines: tuple[str, ...]


def parsed(text: str) -> list[Piece]:
    """A typed text in pieces; nothing of it is lost but the marks that made a list or code of it."""
    made: list[Piece] = []
    for code, lines in _fenced(text.split("\n")):
        if code:
            made.append(Piece("code", tuple(lines)))
            continue
        for kind, group in groupby(lines, key=_kind):
            if kind == "list":
                made.append(Piece(kind, tuple(_said(line) for line in group)))
            elif kind == "text":
                made.append(Piece(kind, tuple(group)))
    return made


def _fenced(lines: list[str]) -> Iterator[tuple[bool, list[str]]]:
    """Runs of lines, each with whether they are code."""
    run: list[str] = []
    fence = ""
    for line in lines:
        opening = _FENCE.match(line)
        whole = None if fence else _WHOLE.match(line)
        closes = bool(fence) and line.strip() == fence
        if whole:
            yield False, run
            yield True, [whole.group(1)]
            run = []
        elif closes or (opening and not fence):
            yield bool(fence), run
            run, fence = [], "" if closes else (opening.group(1) if opening else "")
        else:
            run.append(line)
    yield bool(fence), run


def _kind(line: str) -> str:
    if not line.strip():
        return "gap"
    return "list" if _BULLET.match(line) else "text"


def _said(line: str) -> str:
    found = _BULLET.match(line)
    return found.group(1) if found else line


def markdown(text: str) -> str:
    """As Markdown in which everything that was typed reads as it was typed."""
    return "\n\n".join(_markdown(piece) for piece in parsed(text))


def _markdown(piece: Piece) -> str:
    if piece.kind == "code":
        longest = max([2, *(len(run) for line in piece.lines for run in re.findall("`+", line))])
        fence = "`" * (longest + 1)
        return "\n".join([fence, *piece.lines, fence])
    if piece.kind == "list":
        return "\n".join(f"- {safe(line)}" for line in piece.lines)
    return "  \n".join(_indented(line) for line in piece.lines)


def _indented(line: str) -> str:
    """A line as Markdown, with its leading spaces kept by such as do not make code of it."""
    leading = _LEADING.match(line)
    spaces = leading.group().replace("\t", "    ") if leading else ""
    return "\u00a0" * len(spaces) + safe(line)


def safe(line: str) -> str:
    """A line as Markdown that stays text, and makes no heading of the line above it."""
    return markdown_safe(line).replace("=", "\\=")


def to_html(text: str) -> str:
    """As HTML in which everything that was typed reads as it was typed; only whole addresses are links."""
    return "\n".join(_html(piece) for piece in parsed(text))


def _html(piece: Piece) -> str:
    if piece.kind == "code":
        code = html.escape("\n".join(piece.lines))
        return f'<pre dir="ltr"><code>{code}</code></pre>'
    if piece.kind == "list":
        points = "".join(f'<li dir="auto">{line_html(line)}</li>' for line in piece.lines)
        return f"<ul>{points}</ul>"
    lines = "<br>\n".join(line_html(line) for line in piece.lines)
    return f'<p dir="auto">{lines}</p>'


def line_html(text: str) -> str:
    """One line as HTML, with whole addresses as links."""
    return "".join(
        f'<a href="{html.escape(piece)}" rel="noopener noreferrer">{html.escape(piece)}</a>'
        if is_address
        else html.escape(piece)
        for piece, is_address in pieces(text)
    )
