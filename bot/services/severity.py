"""Severity: scored and confirmed, chosen against the scorecard, or set in a hurry; and the trend."""

from dataclasses import replace

from bot.playbook import naming, scorecard
from bot.playbook.acts import Act
from bot.playbook.intake import is_said
from bot.playbook.progress import Noted
from bot.playbook.refusal import Refusal, check_length
from bot.playbook.scorecard import MOST, Dimension, Override, Scored
from bot.playbook.severity import Severity
from bot.playbook.timeline import EntryKind
from bot.playbook.work import Trend
from bot.services import cases, clockwork, history, teammates, undo
from storage.database import Tx
from storage.models import Escalation

LONGEST = 500  # characters of a line of why


async def score(tx: Tx, number: int, card: Scored, *, by: str) -> Escalation:
    """Confirm the severity by a scorecard; the reason stands for choosing another than it proposes.

    Raises Refusal, with the field, when it is not complete, or when that reason is missing. Source:
    handbook, "Discovery".
    """
    ace = await cases.changing(tx, number, by=by, act=Act.SEVERITY)
    scores = {each.value: card.scores[each] for each in Dimension if 0 <= card.scores.get(each, -1) <= MOST}
    overrides = tuple(each.value for each in Override if each in card.overrides)
    proposed, severity = scorecard.decided(replace(card, scores=scores, overrides=overrides))
    made = cases.progress(ace)
    earlier = made.severity_confirmed
    said = (scores, overrides, severity, card.why)
    if earlier and said == (made.scores, made.overrides, ace.severity, earlier.text):
        return ace
    before = undo.Before(ace, *await clockwork.rows(tx, ace))
    confirmed = Noted(by=by, at=tx.now, text=card.why)
    cases.keep(tx, ace, replace(made, scores=scores, overrides=overrides, severity_confirmed=confirmed))
    await _set(tx, ace, severity, card.why or proposed.line, by=by, scored=proposed.line)
    await undo.offer(tx, ace, f"Severity confirmed as {severity.label}", before, by=by)
    return ace


async def state(tx: Tx, number: int, severity: Severity, why: str, *, by: str) -> tuple[str, str]:
    """Set the severity in one line, with its reason; returns what was done, and what is left to do.

    A complete scorecard is kept and the reason stands beside it; without one it has yet to be confirmed.
    """
    ace = await cases.changing(tx, number, by=by, act=Act.SEVERITY)
    key = naming.key(number, tx.policy.keys.prefix)
    if severity is ace.severity:
        raise Refusal(
            f"{key} is {severity.label} already. Nothing was changed; `/ace severity` opens its scorecard."
        )
    check_length("why", why, LONGEST)
    before = undo.Before(ace, *await clockwork.rows(tx, ace))
    made = cases.progress(ace)
    proposed = scorecard.propose(made.scores, made.overrides)
    confirmed = Noted(by=by, at=tx.now, text=why) if proposed else None
    cases.keep(tx, ace, replace(made, severity_confirmed=confirmed))
    await _set(tx, ace, severity, why, by=by)
    await undo.offer(tx, ace, f"Severity set to {severity.label}", before, by=by)
    left = "" if proposed else "The scorecard has yet to confirm it: `/ace severity`."
    return f"{key} is {severity.long_label} now.", left


async def _set(
    tx: Tx, ace: Escalation, severity: Severity, why: str, *, by: str, scored: str | None = None
) -> None:
    earlier = ace.severity
    if severity is earlier:
        history.note(
            tx, ace, EntryKind.SEVERITY, f"{severity.label} confirmed: {why}", by=by,
            severity=severity, scored=scored,
        )  # fmt: skip
        await cases.show(tx, ace)
        return
    ace.severity = severity
    ace.highest_severity = min(severity, ace.highest_severity, key=lambda each: each.number)
    history.note(
        tx, ace, EntryKind.SEVERITY, f"{earlier.label} to {severity.label}: {why}", by=by,
        before=earlier, severity=severity, scored=scored,
    )  # fmt: skip
    await clockwork.severity_changed(tx, ace, earlier)
    name = await teammates.name(tx, by)
    await cases.announce(
        tx, ace, "reassessed", f"severity-{tx.now.isoformat()}",
        title="Severity", before=earlier.long_label, after=severity.long_label, why=why, name=name,
    )  # fmt: skip
    await cases.show(tx, ace, *cases.EVERYWHERE)


async def set_trend(tx: Tx, number: int, trend: Trend | None, why: str, *, by: str) -> Escalation:
    """Say where the case is heading, with a line of why.

    Raises Refusal, with the field, when either is missing, or when that is the trend already.
    """
    ace = await cases.changing(tx, number, by=by, act=Act.TREND)
    if trend is None:
        raise Refusal("Choose where the case is heading.", field="trend")
    if not is_said(why):
        raise Refusal("Write in one line why.", field="why")
    check_length("why", why, LONGEST)
    earlier = ace.trend
    if trend is earlier:
        raise Refusal(f"The trend is {trend.label.lower()} already. Nothing was changed.", field="trend")
    before = undo.Before(ace)
    ace.trend, ace.updated_at = trend, tx.now
    was = earlier.label if earlier else ""
    said = f"{was} to {trend.label.lower()}" if was else trend.label
    history.note(tx, ace, EntryKind.TREND, f"{said}: {why}", by=by, before=earlier, trend=trend)
    name = await teammates.name(tx, by)
    await cases.announce(
        tx, ace, "reassessed", f"trend-{tx.now.isoformat()}",
        title="Trend", before=was, after=trend.label, why=why, name=name,
    )  # fmt: skip
    await cases.show(tx, ace)
    await undo.offer(tx, ace, f"Trend set to {trend.label.lower()}", before, by=by)
    return ace
