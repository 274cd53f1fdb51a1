"""Snoozing reminders, pausing clocks and resuming them."""

from blocks import kit, putting_off_forms
from bot.playbook import naming
from bot.playbook.durations import Duration
from bot.playbook.refusal import Refusal
from bot.playbook.severity import Severity
from bot.services import putting_off
from bot.services.found import found
from handlers.once import is_first
from handlers.request import Request
from storage import clocks, overview


async def begin_snooze(request: Request, number: int) -> None:
    """Offer the snoozes that end before the limit."""
    async with request.store.read() as tx:
        ace = await found(tx, number, by=request.by)
        choices = await putting_off.choices(tx, ace)
        case = await overview.of(tx, number)
    if not choices or case is None:
        raise Refusal(
            "No reminder of this case can be put off now: nothing is due, or no later time is left before "
            "it is missed. Nothing was changed. Post an update, or pause the clock with a reason."
        )
    await request.open(putting_off_forms.snooze(case, choices))


async def snooze(request: Request) -> None:
    """Put the reminder off."""
    number, until = putting_off_forms.read_snooze(request.view)
    if until is None:
        raise Refusal("Choose for how long.", field="until")
    async with request.store.begin() as tx:
        if await is_first(tx, request):
            await putting_off.snooze(tx, number, until, by=request.by)
    await request.close()


async def words(request: Request, number: int, said: str) -> None:
    """Put the reminder off for as long as the words say: "30m"."""
    try:
        span = Duration.parse(said)
    except ValueError as problem:
        raise Refusal("Say for how long, for example `/ace snooze 30m`. Nothing was changed.") from problem
    async with request.store.begin() as tx:
        until = tx.now + span.elapsed
        await putting_off.snooze(tx, number, until, by=request.by)
    await request.tell(f"The reminder comes again {kit.moment(until)}. No deadline has moved.")


async def begin_pause(request: Request, number: int) -> None:
    """Ask what to pause, until when and why."""
    async with request.store.read() as tx:
        await found(tx, number, by=request.by)
        rows = [row for row in await clocks.running(tx, number) if row.kind in putting_off.CAN_PAUSE]
        latest = putting_off.latest_resume(tx, rows)
        case = await overview.of(tx, number)
    if not rows or case is None:
        raise Refusal("No update clock runs on this case, so there is nothing to pause.")
    await request.open(putting_off_forms.pause(case, rows, latest))


async def pause(request: Request) -> None:
    """Let the clocks stand still; those of a Critical case once that was asked again."""
    number, kinds, until, reason = putting_off_forms.read_pause(request.view)
    if until is None:
        raise Refusal("Choose when it should resume.", field="until")
    async with request.store.begin() as tx:
        ace = await putting_off.check_pause(tx, number, kinds, until=until, reason=reason, by=request.by)
        if is_critical := ace.severity is Severity.CRITICAL:
            key = naming.key(number, tx.policy.keys.prefix)
        else:
            await putting_off.pause(tx, number, kinds, until=until, reason=reason, by=request.by)
    if is_critical:
        asked = putting_off_forms.sure(key, number, kinds, until, reason)
        await request.ack(response_action="push", view=asked)
    else:
        await request.close()


async def pause_critical(request: Request) -> None:
    """Let the clocks of a Critical case stand still: somebody was asked, and is sure."""
    number, kinds, until, reason = putting_off_forms.read_sure(request.view)
    if until is None:
        raise Refusal("This form belongs to another version of ACE. Nothing was changed; open it again.")
    async with request.store.begin() as tx:
        await putting_off.pause(tx, number, kinds, until=until, reason=reason, by=request.by)
    await request.close()


async def resume(request: Request, number: int) -> None:
    """Let the clocks go on."""
    async with request.store.begin() as tx:
        await putting_off.resume(tx, number, by=request.by)
    await request.tell("Resumed, with the time that was left.")
