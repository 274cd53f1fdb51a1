"""Departures: somebody's account was switched off, and what they lead is asked of others."""

from sqlalchemy import select
from sqlmodel import col

from bot.services import clockwork
from storage import escalations
from storage.database import Tx
from storage.models import Escalation

MOST = 200  # cases of one person


async def left(tx: Tx, person: str) -> None:
    """Let what asks them ask the backup; whoever wants to lead a case instead takes it over."""
    led = select(col(Escalation.number)).where(
        col(Escalation.em) == person, col(Escalation.closed_at).is_(None)
    )
    for number in (await tx.exec(led.order_by(col(Escalation.number)).limit(MOST))).scalars().all():
        if ace := await escalations.lock(tx, number):
            await clockwork.em_changed(tx, ace)
