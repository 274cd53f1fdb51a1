"""A canvas as Markdown: its sections, one per heading, paragraph, list or table, and the changes to them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.token import Token

from sandbox.errors import SlackError
from sandbox.state import File, Json, Section

MOST_CHARS = 1_048_576
MOST_CELLS = 300
HEADERS = ("h1", "h2", "h3")

_markdown = MarkdownIt("commonmark").enable("table")


@dataclass(frozen=True)
class Part:
    """One top-level element: its source, its kind (h1 … h6, p, ul, ol, table, pre …) and its visible text."""

    markdown: str
    kind: str
    text: str


def parts(markdown: str) -> list[Part]:
    """The top-level elements of a document, in order."""
    lines = markdown.splitlines()
    tokens = _markdown.parse(markdown)
    found = []
    for index, token in enumerate(tokens):
        if token.level == 0 and token.nesting >= 0 and token.map:
            source = "\n".join(lines[token.map[0] : token.map[1]]).rstrip()
            found.append(Part(source, token.tag, "".join(_visible(tokens[index:]))))
    return found


def _visible(tokens: list[Token]) -> Iterator[str]:
    """The text of the element that starts here."""
    for token in tokens:
        if token.type in ("fence", "code_block"):
            yield token.content
        for child in token.children or []:
            yield "\n" if child.type in ("softbreak", "hardbreak") else child.content
        if token.level == 0 and token.nesting <= 0:
            return


def checked(markdown: object, error: str) -> list[Part]:
    """The parts of a document an app sent.

    Raises SlackError with the code `error` and a `detail` above 1 MiB and for tables of more than 300 cells.
    """
    if not isinstance(markdown, str):
        raise SlackError(error, detail="markdown must be a string")
    if len(markdown.encode(errors="surrogatepass")) > MOST_CHARS:
        raise SlackError(error, detail=f"markdown is longer than {MOST_CHARS} bytes")
    found = parts(markdown)
    for part in found:
        cells = [t for t in _markdown.parse(part.markdown) if t.type in ("td_open", "th_open")]
        if part.kind == "table" and len(cells) > MOST_CELLS:
            raise SlackError(error, detail=f"a table has more than {MOST_CELLS} cells")
    return found


def sections_of(new: list[Part], make_id: Callable[[], str]) -> list[Section]:
    """New sections with new ids."""
    return [Section(make_id(), part.markdown) for part in new]


def matching(canvas: File, kinds: list[str], text: str) -> list[Section]:
    """The sections of one of the kinds (h1, h2, h3, any_header; none means any) that contain the text."""
    wanted = set(HEADERS) if "any_header" in kinds else set(kinds)
    found = []
    for section in canvas.sections:
        part = parts(section.markdown)[0]
        if (not wanted or part.kind in wanted) and text in part.text:
            found.append(section)
    return found


def store(canvas: File, sections: list[Section]) -> None:
    """Keep the sections, and their text as the file's content."""
    canvas.sections = sections
    canvas.content = "\n\n".join(section.markdown for section in sections).encode(errors="surrogatepass")


def change(canvas: File, operation: str, section_id: str | None, new: list[Section]) -> None:
    """Apply one operation of canvases.edit (all but rename); the first section of a replacement keeps the id.

    Raises SlackError canvas_editing_failed for an unknown section or operation.
    """
    old = canvas.sections
    whole: Json = {"insert_at_start": [*new, *old], "insert_at_end": [*old, *new]}
    if operation in whole:
        store(canvas, whole[operation])
        return
    if operation == "replace" and section_id is None:
        store(canvas, new)
        return
    at = next((index for index, section in enumerate(old) if section.id == section_id), None)
    if at is None:
        raise SlackError("canvas_editing_failed", detail=f"no section {section_id}")
    if operation == "replace" and new:
        new[0].id = old[at].id
    ends = {
        "insert_before": (at, at),
        "insert_after": (at + 1, at + 1),
        "replace": (at, at + 1),
        "delete": (at, at + 1),
    }
    if operation not in ends:
        raise SlackError("canvas_editing_failed", detail=f"unknown operation {operation}")
    start, end = ends[operation]
    store(canvas, [*old[:start], *new, *old[end:]])
