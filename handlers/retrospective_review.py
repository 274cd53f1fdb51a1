"""Around a retrospective: its approval, publication, correction, owner and meeting."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from blocks import case_form, retro_reading, retro_review_forms
from blocks.kit import Json
from bot.playbook import naming
from bot.playbook.refusal import Refusal
from bot.playbook.retrospective_publication import Audience
from bot.services import (
    retrospective_approvals,
    retrospective_meetings,
    retrospective_publishing,
    retrospective_writing,
    retrospectives,
)
from bot.services.found import found
from handlers.once import is_first
from handlers.people import introduced
from handlers.reading import text
from handlers.request import Request
from storage import escalations, people, retro_overview
from storage.database import Tx
from storage.retro_overview import RetroOverview

MORNING = time(10)  # when a meeting is proposed


async def seen(tx: Tx, number: int, *, by: str) -> RetroOverview:
    """The retrospective for somebody who may see it; raises Refusal when there is none."""
    ace = await found(tx, number, by=by)
    view = await retro_overview.of(tx, number)
    if view is None:
        key = naming.key(ace.number, tx.policy.keys.prefix)
        raise Refusal(f"{key} has no retrospective yet. Type `/ace retro` to open one.")
    return view


async def show(request: Request, view: Json) -> None:
    """Show a form: above one of a retrospective's own, in the place of any other, else as a new one."""
    is_ours = isinstance(case_form.kept_in(request.view).get("kind"), str)
    if request.view.get("type") == "modal" and not is_ours:
        await request.door.client.views_update(view_id=text(request.view, "id"), view=view)
    else:
        await request.open(view)


async def _request(request: Request, number: int, _rest: list[str]) -> None:
    """Ask who should approve it, or say at once what is missing."""
    async with request.store.read() as tx:
        view = await seen(tx, number, by=request.by)
        named = await people.members(tx, request.policy.approvals.approvers)
    if missing := view.content.missing():
        raise Refusal(
            f"Still empty: {', '.join(section.label for section in missing)}. Write them first (press Write "
            "retrospective on the card), then request approval. Nothing was sent."
        )
    await show(request, retro_review_forms.request(view, named))


async def ask(request: Request) -> None:
    """Send the requests."""
    number = case_form.number_of(request.view)
    named = case_form.several_of(request.view, "approvers")
    await introduced(request, named)
    async with request.store.begin() as tx:
        await retrospective_approvals.request(tx, number, named, by=request.by)
    await request.close()


async def _withdraw(request: Request, number: int, _rest: list[str]) -> None:
    async with request.store.begin() as tx:
        await retrospective_approvals.withdraw(tx, number, by=request.by)
    await request.tell("The request is withdrawn, and it is a draft again. The approvers' messages say so.")


async def _approve(request: Request, number: int, rest: list[str]) -> None:
    """Approve exactly what the message showed."""
    try:
        async with request.store.begin() as tx:
            enough = await retrospective_approvals.approve(tx, number, int(rest[0]), rest[1], by=request.by)
    except retrospective_approvals.Stale:
        await _asked_again(request, number)
        raise
    done = "It is approved now; its owner can publish it." if enough else "The others still have to decide."
    await request.tell(f"Your approval is recorded. {done}")


async def _asked_again(request: Request, number: int) -> None:
    async with request.store.begin() as tx:
        await retrospective_approvals.reconsider(tx, number, by=request.by)


async def _changes(request: Request, number: int, rest: list[str]) -> None:
    key = naming.key(number, request.policy.keys.prefix)
    await show(request, retro_review_forms.changes(number, int(rest[0]), rest[1], key))


async def ask_changes(request: Request) -> None:
    """Send it back with a comment."""
    number, which, shown = retro_review_forms.decision_of(request.view)
    comment = case_form.text_of(request.view, "comment")
    try:
        async with request.store.begin() as tx:
            await retrospective_approvals.ask_changes(tx, number, which, shown, comment, by=request.by)
    except retrospective_approvals.Stale:
        await _asked_again(request, number)
        raise
    await request.close()


async def _publish(request: Request, number: int, _rest: list[str]) -> None:
    async with request.store.read() as tx:
        view = await seen(tx, number, by=request.by)
    await show(request, retro_review_forms.publish(view))


async def publish(request: Request) -> None:
    """Publish the next version."""
    number = case_form.number_of(request.view)
    audience = Audience.of(case_form.text_of(request.view, "audience"))
    if audience is None:
        raise Refusal("Choose who may read it. Nothing was published.", field="audience")
    place = request.door.place
    channel = place.retro_channel or place.alert_channel
    try:
        async with request.store.begin() as tx:
            await retrospective_publishing.publish(tx, number, audience, channel=channel, by=request.by)
    except retrospective_approvals.Stale:
        await _asked_again(request, number)
        raise
    await request.close()


async def _correct(request: Request, number: int, _rest: list[str]) -> None:
    async with request.store.read() as tx:
        view = await seen(tx, number, by=request.by)
    await show(request, retro_review_forms.correct(view))


async def correct(request: Request) -> None:
    """Begin the next version."""
    number, why = case_form.number_of(request.view), case_form.text_of(request.view, "why")
    async with request.store.begin() as tx:
        await retrospective_publishing.correct(tx, number, why, by=request.by)
    await request.close()


async def _owner(request: Request, number: int, _rest: list[str]) -> None:
    async with request.store.read() as tx:
        view = await seen(tx, number, by=request.by)
    await show(request, retro_review_forms.owner(view))


async def assign(request: Request) -> None:
    """Give it another owner."""
    number, owner = case_form.number_of(request.view), case_form.text_of(request.view, "owner")
    await introduced(request, [owner])
    async with request.store.begin() as tx:
        await retrospective_writing.assign(tx, number, owner, by=request.by)
    await request.close()


async def _meet(request: Request, number: int, _rest: list[str]) -> None:
    """Ask when the meeting shall be; everyone on the case is proposed."""
    async with request.store.read() as tx:
        view = await seen(tx, number, by=request.by)
        involved = list(await escalations.involved(tx, number))
    invited = [str(each) for each in view.retro.meeting.get("people", [])] or involved
    at = view.meeting_at or _tomorrow(view)
    place = str(view.retro.meeting.get("place") or view.case.call_link or "")
    await show(request, retro_review_forms.meeting(view, people_in_it=invited, at=at, place=place))


def _tomorrow(view: RetroOverview) -> datetime:
    zone = ZoneInfo(view.case.policy.organisation.zone)
    day = view.case.now.astimezone(zone).date() + timedelta(days=1)
    return datetime.combine(day, MORNING, zone)


async def plan(request: Request) -> None:
    """Set the meeting and invite its people."""
    form = request.view
    wanted = retrospective_meetings.Meeting(
        at=case_form.moment_of(form, "at"),
        minutes=retro_review_forms.minutes_of(form),
        place=case_form.text_of(form, "place"),
        people=case_form.several_of(form, "people"),
    )
    await introduced(request, wanted.people)
    async with request.store.begin() as tx:
        if await is_first(tx, request):
            await retrospective_meetings.plan(tx, case_form.number_of(form), wanted, by=request.by)
    await request.close()


async def _held(request: Request, number: int, _rest: list[str]) -> None:
    async with request.store.read() as tx:
        view = await seen(tx, number, by=request.by)
    await show(request, retro_review_forms.held(view))


async def hold(request: Request) -> None:
    """Record that the meeting was held."""
    form = request.view
    at, note = case_form.moment_of(form, "at"), case_form.text_of(form, "note")
    async with request.store.begin() as tx:
        if await is_first(tx, request):
            await retrospective_meetings.hold(tx, case_form.number_of(form), at, note, by=request.by)
    await request.close()


async def _document(request: Request, number: int, _rest: list[str]) -> None:
    """Send the document to whoever asks."""
    async with request.store.begin() as tx:
        await retrospectives.send_document(tx, number, by=request.by)
    await request.tell("The document comes in a direct message, as a page and as Markdown.")


async def _read(request: Request, number: int, _rest: list[str]) -> None:
    """Show the whole text in Slack."""
    async with request.store.read() as tx:
        view = await seen(tx, number, by=request.by)
    await show(request, retro_reading.reading(view))


STEPS: Mapping[str, Callable[[Request, int, list[str]], Awaitable[None]]] = {
    "request": _request,
    "withdraw": _withdraw,
    "approve": _approve,
    "changes": _changes,
    "publish": _publish,
    "correct": _correct,
    "owner": _owner,
    "meet": _meet,
    "held": _held,
    "document": _document,
    "read": _read,
}
