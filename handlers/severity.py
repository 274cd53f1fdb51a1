"""Severity and trend: their forms, the scorecard's live proposal, and one line behind the command."""

from blocks import severity_form, trend_form
from bot.playbook.acts import Act
from bot.playbook.intake import is_said
from bot.playbook.refusal import Refusal
from bot.playbook.scorecard import Scored
from bot.playbook.severity import Severity, spoken
from bot.playbook.work import Trend
from bot.services import severity
from handlers.cases import looked_up, tell_outside
from handlers.lists import redraw
from handlers.request import Request
from handlers.words import plainly


async def begin(request: Request, number: int) -> None:
    """Show the scorecard."""
    await _show(request, number, None)


async def _show(request: Request, number: int, chosen: Severity | None) -> None:
    case = await looked_up(request, number, Act.SEVERITY)
    await request.open(severity_form.view(severity_form.draft_of(case, chosen), request.policy))


async def propose(request: Request) -> None:
    """Something was scored: show what that proposes."""
    await redraw(request, severity_form.view(severity_form.read(request.view), request.policy))


async def score(request: Request) -> None:
    """Confirm the severity."""
    said = severity_form.read(request.view)
    card = Scored(scores=said.scores, overrides=said.overrides, chosen=said.chosen, why=said.why)
    async with request.store.begin() as tx:
        await severity.score(tx, said.number, card, by=request.by)
    await request.close()


async def words(request: Request, number: int, said: str) -> None:
    """Set the severity that is named, for the reason behind it; without one the scorecard asks for it."""
    chosen, why = spoken(await plainly(request, said))
    if chosen is None:
        names = ", ".join(each.label for each in Severity)
        raise Refusal(
            f"Begin with one of {names}, then why: `/ace severity high one region only`. Nothing was changed."
        )
    if not is_said(why):
        await _show(request, number, chosen)
        return
    async with request.store.begin() as tx:
        told, left = await severity.state(tx, number, chosen, why, by=request.by)
    if left:
        await request.tell(f"{told} {left}")
    else:
        await tell_outside(request, number, told)


async def begin_trend(request: Request, number: int) -> None:
    """Ask where the case is heading."""
    await request.open(trend_form.view(await looked_up(request, number, Act.TREND)))


async def set_trend(request: Request) -> None:
    """Keep where the case is heading."""
    number, trend, why = trend_form.read(request.view)
    async with request.store.begin() as tx:
        await severity.set_trend(tx, number, trend, why, by=request.by)
    await request.close()


async def trend_words(request: Request, number: int, said: str) -> None:
    """The same in one line: "worsening a second region reports it"."""
    word, _, why = (await plainly(request, said)).partition(" ")
    trend = Trend.of(word.lower().rstrip(":,"))
    if trend is None:
        names = ", ".join(each.label.lower() for each in Trend)
        raise Refusal(
            f"Begin with one of {names}, then why: `/ace trend worsening a second region reports it`. "
            "Nothing was changed."
        )
    if not is_said(why):
        await request.open(trend_form.view(await looked_up(request, number, Act.TREND), trend))
        return
    async with request.store.begin() as tx:
        await severity.set_trend(tx, number, trend, why.strip(), by=request.by)
    await tell_outside(request, number, f"The trend is {trend.label.lower()} now.")
