"""The whole retrospective to be read in Slack itself, for whoever has no file at hand."""

from collections.abc import Iterator

from blocks import kit, typed
from blocks.kit import Json
from bot.playbook.retrospective import Section
from bot.playbook.retrospective_texts import split
from storage.retro_overview import RetroOverview

MOST = 60_000  # characters; Slack takes 250 kB for a form
BLOCKS = 96


def reading(view: RetroOverview) -> Json:
    """Every section that is written, word for word."""
    return kit.modal(f"Retrospective {view.key}", list(_blocks(view)), callback_id="retro_reading")


def _blocks(view: RetroOverview) -> Iterator[Json]:
    left, count = MOST, 0
    for section in Section:
        text = _text(view, section)
        if not text.strip():
            continue
        pieces, _ = split(text[: max(left, 0)])
        left, count = left - len(text), count + 1 + len(pieces)
        if left < 0 or count > BLOCKS:
            yield kit.context("It is longer than Slack shows here: the rest is in the document.")
            return
        yield kit.header(section.label)
        yield from (typed.line(*typed.said(piece)) for piece in pieces if piece.strip())


def _text(view: RetroOverview, section: Section) -> str:
    if section is not Section.ITEMS:
        return view.content.plain(section)
    lines = [
        f"{item.text}: {view.name(item.owner) if item.owner else 'no owner yet'}, "
        f"{f'{item.due:%d %b %Y}' if item.due else 'no date yet'}"
        f"{f', agreed by {view.name(item.committed_by)}' if item.committed_by else ''}"
        f"{f' ({item.link})' if item.link else ''}"
        for item in view.items
    ]
    return "\n".join(lines)
