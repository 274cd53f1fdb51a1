"""Cycles: one case's clocks in hand, started, renewed, planned anew and ended."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from bot.playbook import clocks as rules
from bot.playbook import ladder
from bot.playbook.adherence import What
from bot.playbook.clocks import Clock
from bot.playbook.kinds import ClockKind
from bot.playbook.ladder import Hours
from bot.playbook.pauses import replanned
from bot.playbook.report import Report
from bot.playbook.roles import Role
from bot.services import recipients
from bot.services.recipients import Known, Reached
from storage import clocks, escalations, reminders
from storage.clock_records import ClockRow
from storage.database import Tx
from storage.models import Escalation


class Cycles:
    """The clocks of one case in one transaction, read once; the case is held."""

    def __init__(
        self,
        tx: Tx,
        ace: Escalation,
        *,
        rows: list[ClockRow] | None = None,
        seats: Mapping[Role, str] | None = None,
        known: Known | None = None,
    ) -> None:
        """Whoever has read clocks, roles or people's settings of many cases at once gives them."""
        self.tx = tx
        self.ace = ace
        self._rows = rows
        self._seats = seats
        self._known: Known = {} if known is None else known
        self._reach: dict[object, tuple[Reached, Hours]] = {}

    async def rows(self) -> list[ClockRow]:
        """Every clock, those that ended included."""
        if self._rows is None:
            self._rows = await clocks.of_case(self.tx, self.ace.number)
        return self._rows

    async def running(self) -> list[ClockRow]:
        """The clocks that have not ended."""
        return [row for row in await self.rows() if row.ended_at is None]

    async def find(self, kind: ClockKind, subject: int = 0) -> ClockRow | None:
        """One clock, whether it runs or ended."""
        return next((row for row in await self.rows() if row.kind is kind and row.subject == subject), None)

    async def going(self, kind: ClockKind, subject: int = 0) -> ClockRow | None:
        """One clock that has not ended."""
        row = await self.find(kind, subject)
        return row if row and row.ended_at is None else None

    @property
    def deadline(self) -> datetime | None:
        """The customer's own."""
        return Report.from_json(self.ace.report).customer_deadline

    async def reach(self, kind: ClockKind, owners: Sequence[str]) -> tuple[Reached, Hours]:
        """Whom the rungs of a clock reach, and when those work who set their own hours."""
        about = (kind is ClockKind.CLAIM, *owners)
        if about not in self._reach:
            if self._seats is None and kind is not ClockKind.CLAIM:
                self._seats = await escalations.roles(self.tx, self.ace.number)
            reach = await recipients.reached(self.tx, self.ace, kind, owners, self._seats or {})
            self._reach[about] = reach, await recipients.hours(self.tx, reach, self._known)
        return self._reach[about]

    async def save(self, row: ClockRow, clock: Clock) -> None:
        """Keep a clock as it is now, and when it has to be looked at."""
        clocks.keep(row, clock, await self._next(clock, row.owners))

    async def _next(self, clock: Clock, owners: Sequence[str]) -> datetime | None:
        """When a clock has something to say next."""
        _, hours = await self.reach(clock.kind, owners)
        rung = ladder.next_rung(clock, self.tx.policy, hours)
        return rung.at if rung else None

    async def look_again(self, row: ClockRow) -> None:
        """Who is told, or when they work, changed: what comes next is planned from now on."""
        await self.save(row, self._from_now(clocks.clock_of(row)))

    async def start(
        self,
        kind: ClockKind,
        *,
        subject: int = 0,
        owners: Sequence[str] = (),
        anchor: datetime | None = None,
        promise: datetime | None = None,
    ) -> None:
        """Begin a clock; one that was there before begins afresh."""
        place = await recipients.place(self.tx, self.ace, kind, list(owners))
        clock = rules.start(
            kind,
            anchor or self.tx.now,
            self.ace.severity,
            self.tx.policy,
            place,
            deadline=self.deadline,
            promise=promise,
        )
        row = await self.find(kind, subject)
        clock = self._from_now(clock)
        if row is None:
            next_at = await self._next(clock, owners)
            clocks.add(self.tx, clock, next_at, number=self.ace.number, subject=subject, owners=owners)
            return
        await reminders.redraw(self.tx, row)
        row.owners, row.ended_at, row.reason = list(owners), None, ""
        await self.save(row, clocks.afresh(row, clock))

    async def renew(
        self, kind: ClockKind, at: datetime, *, by: str, promise: datetime | None = None
    ) -> ClockRow | None:
        """Answer the cycle of an update clock and begin the next.

        None, and nothing is changed, when it does not run, or was answered later than `at` already; but then
        a promise holds for the cycle that goes on.
        """
        row = await self.begun(kind)
        if row is None:
            return None
        if at < row.anchor:
            return await self._promised(row, promise) if promise else None
        clocks.note(self.tx, row, What.ANSWERED, at=at, person=by)
        await reminders.redraw(self.tx, row)
        place = await recipients.place(self.tx, self.ace, kind, [])
        clock = clocks.clock_of(row)
        fresh = clock.renewed(self.tx.policy, at, place=place, deadline=self.deadline, promise=promise)
        await self.save(row, self._from_now(fresh))
        return row

    async def begun(self, kind: ClockKind) -> ClockRow | None:
        """A clock that has not ended; one that the claim has not started yet is started now."""
        if await self.find(kind) is None and kind.runs_in(self.ace.status):
            await self.start(kind, anchor=self.ace.claimed_at)
            self._rows = None
        return await self.going(kind)

    async def _promised(self, row: ClockRow, promise: datetime) -> ClockRow:
        """The same cycle, due at the moment that was promised."""
        clock = replace(clocks.clock_of(row), promise=promise)
        due = rules.due(
            clock.kind, clock.anchor, clock.severity, self.tx.policy, clock.place, promise=promise
        )
        await self.replan(row, replanned(clock, due, self.tx.now))
        return row

    def _from_now(self, clock: Clock) -> Clock:
        """A cycle that began earlier than we heard of it: what is due already is told now, not late."""
        return replace(clock, planned_at=max(clock.planned_at, self.tx.now))

    async def replan(self, row: ClockRow, clock: Clock) -> None:
        """Keep a clock whose plan was changed, and show it where it was spoken of."""
        if clock != clocks.clock_of(row):
            if row.paused_at and not clock.is_paused:
                clocks.note(self.tx, row, What.RESUMED)
                row.reason = ""
            await self.save(row, clock)
            clocks.note(self.tx, row, What.REPLANNED)
            await reminders.redraw(self.tx, row)

    async def end(
        self,
        kind: ClockKind,
        subject: int = 0,
        *,
        by: str | None,
        answered: bool = True,
        at: datetime | None = None,
    ) -> None:
        """End a clock, if it runs: because what it waited for was done, or because nobody waits any more."""
        if row := await self.going(kind, subject):
            await self.close(row, by=by, answered=answered, at=at)

    async def close(
        self, row: ClockRow, *, by: str | None, answered: bool, at: datetime | None = None
    ) -> None:
        """End a clock that runs; `at` is when that was done, now unless given."""
        what = What.ANSWERED if answered else What.ENDED
        clocks.note(self.tx, row, what, person=by, at=at or self.tx.now)
        row.ended_at, row.next_at, row.paused_at, row.resumes_at = self.tx.now, None, None, None
        await reminders.redraw(self.tx, row)
