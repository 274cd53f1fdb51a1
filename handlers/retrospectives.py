"""Retrospectives: every press about one, by the name behind its number; reading and writing it in lists."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping

from slack_sdk.errors import SlackApiError

from blocks import case_form, retro_desk, retro_lists, retro_text_form
from blocks.ids import parts
from blocks.kit import Json
from bot.playbook.blameless import Finding
from bot.playbook.refusal import Refusal
from bot.playbook.retrospective import Section
from bot.playbook.retrospective_whys import one
from bot.services import retrospective_items, retrospective_writing, retrospectives
from handlers import retrospective_review as review
from handlers.acts import case_of
from handlers.reading import text
from handlers.request import Request, Unanswered
from storage import entries
from storage.database import Tx
from storage.retro_overview import RetroOverview, weight

Back = list[list[str]]


async def begin(request: Request, number: int) -> None:
    """Open the retrospective, and its form; one that is not there yet is filled from the record."""
    async with request.store.begin() as tx:
        await retrospectives.open_by_hand(tx, number, by=request.by)
        view = await _view(tx, number, by=request.by)
    await review.show(request, retro_desk.desk(view))


async def press(request: Request) -> None:
    """Do what a button or a menu of a retrospective names."""
    named = text(request.action, "selected_option", "value") or parts(text(request.action, "action_id"))[2]
    name, *rest = named.split(".")
    step = STEPS.get(name)
    if step is None:
        raise Refusal(
            "This button belongs to an older version. Nothing was changed; open `/ace retro` instead."
        )
    try:
        await step(request, case_of(request), rest)
    except (ValueError, IndexError, OverflowError) as wrong:
        raise Refusal(
            "This button cannot be read. Nothing was changed; open `/ace retro` instead."
        ) from wrong


async def _desk(request: Request, number: int, _rest: list[str]) -> None:
    async with request.store.read() as tx:
        view = await _view(tx, number, by=request.by)
    await review.show(request, retro_desk.desk(view))


async def _list(request: Request, number: int, rest: list[str]) -> None:
    """Open one of the lists, or the text of a section."""
    section = Section(rest[0])
    async with request.store.read() as tx:
        view = await _view(tx, number, by=request.by)
        lists = {Section.CAUSES: "whys", Section.TIMELINE: "timeline", Section.ITEMS: "items"}
        if section in lists:
            shown = await draw(tx, view, lists[section], _back(request))
        else:
            seen, body = view.content.part_hash(section), view.content.text(section)
            shown = retro_text_form.text_form(number, section, body, seen=seen, back=_back(request))
    await review.show(request, shown)


async def _check(request: Request, number: int, _rest: list[str]) -> None:
    async with request.store.read() as tx:
        view = await _view(tx, number, by=request.by)
    await review.show(request, retro_lists.check(view, _back(request)))


async def _why(request: Request, number: int, rest: list[str]) -> None:
    """Ask for a cause under another one."""
    async with request.store.read() as tx:
        view = await _view(tx, number, by=request.by)
    parent = int(rest[0])
    asked = one(view.content.whys, parent)
    about = asked.text if asked else f"Why did it happen? {view.case.ace.summary}"
    await review.show(
        request, retro_lists.why_form(number, parent, None, about, seen="", back=_back(request))
    )


async def _reword_why(request: Request, number: int, rest: list[str]) -> None:
    async with request.store.read() as tx:
        view = await _view(tx, number, by=request.by)
    there = one(view.content.whys, int(rest[0]))
    if there is None:
        raise Refusal("That cause was taken out meanwhile. Nothing was changed.")
    seen = retrospective_writing.why_hash(there)
    shown = retro_lists.why_form(number, there.parent, there, "", seen=seen, back=_back(request))
    await review.show(request, shown)


async def _remove_why(request: Request, number: int, rest: list[str]) -> None:
    async with request.store.begin() as tx:
        await retrospective_writing.remove_why(tx, number, int(rest[0]), by=request.by)
    await redraw(request, number, _back(request))


async def _line(request: Request, number: int, rest: list[str]) -> None:
    """Ask how a line of the timeline should read."""
    async with request.store.read() as tx:
        view = await _view(tx, number, by=request.by)
    line = next((each for each in view.content.timeline if each.entry == int(rest[1])), None)
    if line is None:
        raise Refusal("That line was taken out meanwhile. Nothing was changed; look once more.")
    seen = retrospective_writing.line_hash(line)
    await review.show(request, retro_lists.line_form(number, line, seen=seen, back=_back(request)))


async def _pick(request: Request, number: int, rest: list[str]) -> None:
    async with request.store.read() as tx:
        view = await _view(tx, number, by=request.by)
        record = [each for each in await entries.of_case(tx, number) if each.withdrawn_at is None]
    await review.show(request, retro_lists.pick_form(view, record, int(rest[0]), back=_back(request)))


async def _item(request: Request, number: int, rest: list[str]) -> None:
    async with request.store.read() as tx:
        view = await _view(tx, number, by=request.by)
        due = int(retrospective_items.usual_due(tx, view.case.ace).timestamp())
    item = next((each for each in view.items if each.id == int(rest[0])), None)
    seen = retrospective_items.item_hash(item) if item else ""
    shown = retro_lists.item_form(number, item, due=due, seen=seen, back=_back(request))
    await review.show(request, shown)


async def _drop_item(request: Request, number: int, rest: list[str]) -> None:
    async with request.store.begin() as tx:
        await retrospective_items.drop(tx, number, int(rest[0]), by=request.by)
    await redraw(request, number, _back(request))


async def _use(request: Request, number: int, rest: list[str]) -> None:
    """Take the words that the check offers."""
    async with request.store.begin() as tx:
        finding = _finding(await _view(tx, number, by=request.by), rest)
        offer: Json = {
            "section": finding.section.value,
            "which": finding.which,
            "start": finding.start,
            "quote": finding.quote,
            "instead": finding.instead,
        }
        is_item = finding.section is Section.ITEMS
        rewords = retrospective_items.reword if is_item else retrospective_writing.reword
        await rewords(tx, number, offer, by=request.by)
    await redraw(request, number, _back(request))


async def _leave(request: Request, number: int, rest: list[str]) -> None:
    """Leave the words as they are."""
    async with request.store.begin() as tx:
        finding = _finding(await _view(tx, number, by=request.by), rest)
        await retrospective_writing.leave(tx, number, weight(finding), by=request.by)
    await redraw(request, number, _back(request))


def _finding(view: RetroOverview, rest: list[str]) -> Finding:
    """The finding that a button is about; raises Refusal when the text is another one by now."""
    place, seen = int(rest[0]), rest[1]
    if seen != view.content.hash or place >= len(view.findings):
        raise Refusal(
            "The text has changed since this list was shown. Nothing was changed; open it once more."
        )
    return view.findings[place]


async def _part(request: Request, number: int, _rest: list[str]) -> None:
    async with request.store.read() as tx:
        view = await _view(tx, number, by=request.by)
    await review.show(request, retro_text_form.part_form(number, view.key))


async def draw(tx: Tx, view: RetroOverview, kind: str, back: Back) -> Json:
    """One of the lists as it is now."""
    if kind == "timeline":
        record = [each for each in await entries.of_case(tx, view.retro.number) if each.withdrawn_at is None]
        return retro_lists.timeline(view, -(-len(record) // retro_lists.PAGE), back)
    lists: Mapping[str, Callable[[RetroOverview, Back], Json]] = {
        "whys": retro_lists.whys,
        "items": retro_lists.items,
        "check": retro_lists.check,
    }
    return lists[kind](view, back) if kind in lists else retro_desk.desk(view)


async def redraw(request: Request, number: int, back: Back) -> None:
    """Draw the forms below again, as they are after a change; each is a call of its own, after the answer."""
    if back:
        request.door.later(_redraw(request, number, back))


async def _redraw(request: Request, number: int, back: Back) -> None:
    async with request.store.read() as tx:
        view = await _view(tx, number, by=request.by)
        shown = [
            (view_id, await draw(tx, view, kind, back[:place])) for place, (view_id, kind) in enumerate(back)
        ]
    for view_id, made in shown:
        try:
            async with asyncio.timeout(5):
                await request.door.client.views_update(view_id=view_id, view=made)
        except (SlackApiError, Unanswered, TimeoutError):
            continue  # it was closed meanwhile


def _back(request: Request) -> Back:
    """The forms below the one that is opened now, this one last."""
    kind = case_form.kept_in(request.view).get("kind")
    below = retro_text_form.back_of(request.view)
    return [*below, [text(request.view, "id"), kind]] if isinstance(kind, str) else []


async def _view(tx: Tx, number: int, *, by: str) -> RetroOverview:
    return await review.seen(tx, number, by=by)


STEPS: Mapping[str, Callable[[Request, int, list[str]], Awaitable[None]]] = {
    "desk": _desk,
    "edit": _list,
    "check": _check,
    "why": _why,
    "reword": _reword_why,
    "unwhy": _remove_why,
    "line": _line,
    "pick": _pick,
    "item": _item,
    "unitem": _drop_item,
    "use": _use,
    "leave": _leave,
    "part": _part,
    **review.STEPS,
}
