"""Surfaces: what Slack shows of a case and where, as far as we were told."""

from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Select, Text, bindparam, cast, or_, select
from sqlmodel import col

from bot.playbook.lifecycle import Status
from storage.columns import Json
from storage.database import Tx
from storage.models import Escalation, Surface, SurfaceKind

_OF_CASE = select(Surface).where(col(Surface.number) == bindparam("number"))
_HAS_CHANNEL = select(col(Surface.number)).where(
    col(Surface.number) == bindparam("number"),
    col(Surface.kind) == SurfaceKind.CHANNEL,
    col(Surface.channel).is_not(None),
)

WORKSPACE = 0  # the number under which what belongs to no case is kept


async def find(tx: Tx, number: int, kind: SurfaceKind) -> Surface | None:
    """One surface of a case."""
    return await tx.session.get(Surface, (number, kind))


async def has_channel(tx: Tx, number: int) -> bool:
    """Whether a case has its channel."""
    return (await tx.run(_HAS_CHANNEL, {"number": number})).first() is not None


async def of_case(tx: Tx, number: int) -> dict[SurfaceKind, Surface]:
    """Every surface of a case."""
    found = await tx.exec(_OF_CASE, params={"number": number})
    return {each.kind: each for each in found.scalars()}


async def keep(tx: Tx, number: int, kind: SurfaceKind, **values: Any) -> Surface:
    """Note what a surface is now; what is not given stays as it was."""
    surface = await find(tx, number, kind)
    if surface is None:
        surface = Surface(number=number, kind=kind, at=tx.now)
        tx.add(surface)
    for name, value in values.items():
        setattr(surface, name, value)
    surface.at = tx.now
    await tx.flush()
    return surface


async def forget(tx: Tx, number: int, *kinds: SurfaceKind) -> None:
    """Forget surfaces that are no longer there."""
    for kind in kinds:
        if surface := await find(tx, number, kind):
            await tx.session.delete(surface)
    await tx.flush()


async def at(tx: Tx, channel: str, ts: str | None = None) -> Surface | None:
    """The surface that stands in a channel, or the message `ts` of it."""
    place = [col(Surface.channel) == channel, col(Surface.ts) == ts] if ts else _is_channel(channel)
    return (await tx.exec(select(Surface).where(*place).limit(1))).scalar_one_or_none()  # type: ignore[no-any-return]


async def replaced_at(tx: Tx, channel: str, ts: str) -> Surface | None:
    """The surface whose earlier message stands there: threads go on under it."""
    wanted = select(Surface).where(
        col(Surface.channel) == channel, cast(col(Surface.detail), Text).contains(ts, autoescape=True)
    )
    found = (await tx.exec(wanted)).scalars().all()
    return next((each for each in found if [channel, ts] in each.detail.get("earlier", [])), None)


async def taken(tx: Tx, channel: str) -> bool:
    """Whether a channel is some case's already."""
    return await at(tx, channel) is not None


def case_channels(channel: str | BindParameter[str]) -> Select[int]:
    """A subquery: the numbers of the cases whose channel this is."""
    return select(col(Surface.number)).where(*_is_channel(channel))


def _is_channel(channel: str | BindParameter[str]) -> list[ColumnElement[bool]]:
    return [col(Surface.channel) == channel, *is_case_channel()]


def is_case_channel() -> list[ColumnElement[bool]]:
    """A channel is no message; without that, the index would name every card in the alert channel."""
    return [col(Surface.ts).is_(None), col(Surface.kind) == SurfaceKind.CHANNEL]


async def standing(tx: Tx, kind: SurfaceKind) -> list[Surface]:
    """Every surface of one kind that Slack shows or refused."""
    found = await tx.exec(
        select(Surface).where(
            col(Surface.kind) == kind,
            or_(col(Surface.channel).is_not(None), col(Surface.problem).is_not(None)),
        )
    )
    return list(found.scalars().all())


async def refused(tx: Tx) -> list[Surface]:
    """Every surface of a case that is not closed which Slack refused, by case."""
    found = await tx.exec(
        select(Surface)
        .join(Escalation, col(Escalation.number) == col(Surface.number))
        .where(col(Surface.problem).is_not(None), col(Escalation.status) != Status.CLOSED)
        .order_by(col(Surface.number), col(Surface.kind))
    )
    return list(found.scalars().all())


def merged(old: Json | None, **more: Any) -> Json:
    """A new detail object: the old one with some keys changed; None removes a key."""
    made = {**(old or {}), **more}
    return {name: value for name, value in made.items() if value is not None}
