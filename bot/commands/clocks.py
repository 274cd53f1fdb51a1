"""`ace clocks`: what a policy makes of a moment: target, limit and every reminder, before it counts."""

import argparse
import json
import os
import sys
from collections.abc import Iterable
from datetime import datetime
from difflib import get_close_matches
from typing import Any, NamedTuple, TypeVar
from zoneinfo import ZoneInfo

from bot.playbook import zones
from bot.playbook.calendars import Place, Schedule
from bot.playbook.clocks import Clock, start
from bot.playbook.kinds import ClockKind
from bot.playbook.labelled import Labelled
from bot.playbook.ladder import Hours, waiting
from bot.playbook.policy import Policy, PolicyError
from bot.playbook.public_holidays import holidays_in
from bot.playbook.refusal import Refusal
from bot.playbook.rungs import Level, Rung, To
from bot.playbook.severity import Severity

DONE, REFUSED = 0, 2  # exit statuses
Choice = TypeVar("Choice", bound=Labelled)


class _Shown(NamedTuple):
    """A clock with its rungs, and the zone to show them in."""

    clock: Clock
    rungs: list[Rung]
    where: ZoneInfo

    def iso(self, moment: datetime) -> str:
        return moment.astimezone(self.where).isoformat(timespec="seconds")


def run(options: argparse.Namespace) -> int:
    """Print the clock that the options describe; REFUSED, and why on standard error, when there is none."""
    path = options.policy or os.environ.get("ACE_POLICY", "").strip() or None
    try:
        shown = _shown(options, Policy.load(path))
    except PolicyError as error:
        return _refuse(f"{path}: {fault}" for fault in error.faults)
    except Refusal as refusal:
        return _refuse([refusal.text])
    print(json.dumps(_as_json(shown), indent=2) if options.json else _as_text(shown))  # noqa: T201
    return DONE


def _refuse(faults: Iterable[str]) -> int:
    print(*faults, sep="\n", file=sys.stderr)  # noqa: T201
    return REFUSED


def _shown(options: argparse.Namespace, policy: Policy) -> _Shown:
    severity = _choice(Severity, options.severity, "severity")
    kind = _choice(ClockKind, options.kind, "kind of clock")
    place = _place(options, policy)
    where = zones.zone(place.zone)
    since = zones.moment(options.since, where)
    deadline = zones.moment(options.deadline, where) if options.deadline else None
    promise = zones.moment(options.promise, where) if options.promise else None
    _check(kind, since, deadline, promise)
    clock = start(kind, since, severity, policy, place, deadline=deadline, promise=promise)
    hours = _hours(policy, severity, options.recipient_zone) if options.recipient_zone else None
    return _Shown(clock, waiting(clock, policy, hours), where)


def _place(options: argparse.Namespace, policy: Policy) -> Place:
    """The zone and holidays given; the organisation's when no zone is."""
    home = policy.organisation
    holidays = options.holidays if options.holidays is not None or options.zone else home.holidays
    holidays = (holidays or "").strip().upper()
    holidays_in(holidays, 2026)
    return Place((options.zone or home.zone).strip(), holidays)


def _check(kind: ClockKind, since: datetime, deadline: datetime | None, promise: datetime | None) -> None:
    """Refuse what the clock would not look at."""
    if deadline and not kind.is_update:
        raise Refusal(f"A customer's deadline changes the update clocks only, not {kind.value}.")
    if promise and not kind.takes_promise:
        raise Refusal(f"A promised time changes customer, attempt and item only, not {kind.value}.")
    if deadline and deadline <= since:
        raise Refusal("The deadline has passed when the clock starts. Choose a later one.")


def _choice(choices: type[Choice], given: str, what: str) -> Choice:
    known = [member.value for member in choices]
    found = choices.of(given.lower().replace("-", "_"))
    if found is None:
        near = get_close_matches(given.lower(), known, n=1)
        hint = f"Did you mean {near[0]}?" if near else f"There is: {', '.join(known)}."
        raise Refusal(f'There is no {what} "{given}". {hint}')
    return found


def _hours(policy: Policy, severity: Severity, zone: str) -> Hours:
    """Everybody keeps the severity's calendar, in this zone."""
    place = Place(zones.zone(zone).key)
    return dict.fromkeys(To, Schedule(policy.calendars[policy.severity(severity).calendar], place))


def _as_json(shown: _Shown) -> dict[str, Any]:
    clock = shown.clock
    return {
        "severity": clock.severity,
        "kind": clock.kind,
        "zone": clock.place.zone,
        "holidays": clock.place.holidays,
        "from": shown.iso(clock.anchor),
        "deadline": shown.iso(clock.deadline) if clock.deadline else None,
        "promise": shown.iso(clock.promise) if clock.promise else None,
        "target": shown.iso(clock.target),
        "limit": shown.iso(clock.limit),
        "rungs": [
            {
                "level": each.level,
                "number": each.number,
                "at": shown.iso(each.at),
                "due": shown.iso(each.due),
                "to": each.to,
                "says": each.level.label,
            }
            for each in shown.rungs
        ],
    }


def _as_text(shown: _Shown) -> str:
    clock = shown.clock
    place = clock.place.zone + (
        f", public holidays of {clock.place.holidays}" if clock.place.holidays else ""
    )
    facts = [("from", clock.anchor), ("deadline", clock.deadline), ("promise", clock.promise)]
    facts += [("target", clock.target), ("limit", clock.limit)]
    lines = [f"{clock.kind.label}, {clock.severity.label}, {place}"]
    lines += [f"  {name:<12} {shown.iso(moment)}" for name, moment in facts if moment]
    lines += ["", *(_line(shown, each) for each in shown.rungs)]
    return "\n".join(lines)


def _line(shown: _Shown, rung: Rung) -> str:
    name = rung.level.replace("_", " ") + (f" {rung.number}" if rung.number > 1 else "")
    to = f"{rung.to.label}: " if rung.to else ""
    moved = "" if rung.at == rung.due else f" (due {shown.iso(rung.due)}; then nobody works)"
    endless = ", and so on" if rung.level is Level.AGAIN and shown.clock.kind is ClockKind.ITEM else ""
    return f"  {name:<12} {shown.iso(rung.at)}  {to}{rung.level.label}{moved}{endless}"
