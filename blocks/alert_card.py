"""The alert card: what stands in the alert channel from the filing on, edited in place for life."""

from blocks import kit, problems, typed
from blocks.cards import Card, Json, card, private_kind
from blocks.ids import Press, about
from bot.playbook import naming
from bot.playbook.lifecycle import Status
from storage.models import SurfaceKind
from storage.overview import Overview


def alert(case: Overview) -> Card:
    """The card for everyone who reads the alert channel; a private case shows nothing of the customer's."""
    return _private(case) if case.ace.visibility.is_private else _open(case)


def _open(case: Overview) -> Card:
    ace, report = case.ace, case.report
    product = case.policy.product_name(ace.product)
    region = case.policy.region_name(ace.region)
    platform = f" · {report.platform}" if report.platform else ""
    asked = _asked(case)
    return card(
        kit.header(f"{case.key} · {ace.severity.long_label} · {ace.customer}"),
        typed.line(*typed.said(ace.summary, bold=True)),
        kit.fields(
            ("Product", kit.escape(kit.short(product + platform, 300))),
            ("Region", kit.escape(region)),
            ("Status", ace.status.label),
            ("Asked for", kit.escape(asked)),
        ),
        impact(case),
        kit.context(
            _state(case),
            f"Filed by {kit.escape(case.name(ace.filer))} {kit.moment(ace.filed_at)}",
            *_ties(case),
        ),
        *_problem(case),
        _buttons(case),
        text=(
            f"{case.key} · {ace.severity.long_label} · {kit.escape(ace.customer)}: {kit.escape(ace.summary)} "
            f"Product: {kit.escape(product + platform)}. Region: {kit.escape(region)}. "
            f"Status: {ace.status.label}. Asked for: {kit.escape(asked)}. "
            f"Impact: {kit.escape(kit.short(ace.impact, 600))} {' '.join([_said(case), *_ties(case)])} "
            f"{kit.said(*_problem(case)[:1])}"
        ),
    )


def impact(case: Overview) -> Json | None:
    """The impact, unless the summary was made of it and says it all."""
    if " ".join(case.ace.impact.split()) == case.ace.summary:
        return None
    return typed.quote("Impact on the customer", case.ace.impact)


def _private(case: Overview) -> Card:
    ace = case.ace
    kind = private_kind(ace.visibility)
    return card(
        kit.header(f"{case.key} · {ace.severity.long_label} · Private {kind} case"),
        kit.section(
            f"The details are shown only to the people on this case. Status: *{ace.status.label}*."
            + (f"\nIt is for the {kind} group to claim." if ace.status is Status.NEW else "")
        ),
        kit.context(_state(case), f"Filed {kit.moment(ace.filed_at)}"),
        *_problem(case),
        _buttons(case),
        text=(
            f"{case.key} · {ace.severity.long_label} · private {kind} case. "
            f"Status: {ace.status.label}. {_said(case)} {kit.said(*_problem(case)[:1])}"
        ),
    )


def _asked(case: Overview) -> str:
    report = case.report
    parts = [report.ask.label if report.ask else "", f"by {report.target.label}" if report.target else ""]
    line = " ".join(part for part in parts if part)
    return kit.short(": ".join(part for part in (line, report.outcome) if part) or "An owner", 300)


def _state(case: Overview) -> str:
    ace = case.ace
    if ace.em is None and ace.status is Status.NEW:
        return (
            "Nobody leads it yet. Claim it to become its escalation manager: "
            "Discovery starts and its channel opens."
        )
    if end := _ended(case):
        return end
    led = f"Led by {kit.person(ace.em)}" if ace.em else "Nobody leads it"
    if case.channel and not ace.visibility.is_private:
        return f"{led} in {kit.channel(case.channel)}"
    return led


def _ended(case: Overview) -> str:
    """How it ended, or "" while it is open; by name, since nobody has to act on it any more."""
    ace = case.ace
    if ace.status.is_open:
        return ""
    if case.progress.declined:
        return f"Declined by {kit.escape(case.name(case.progress.declined.by))}: no escalation"
    at = ace.resolved_at if ace.status is Status.RESOLVED else ace.closed_at
    when = f" {kit.moment(at)}" if at else ""
    return f"{ace.status.label}{when}" + (f", led by {kit.escape(case.name(ace.em))}" if ace.em else "")


def _ties(case: Overview) -> list[str]:
    """The cases this one is linked to; private ones are tied to nothing."""
    keys = [naming.key(number, case.policy.keys.prefix) for number in case.linked]
    return [f"Linked to {', '.join(keys)}"] if keys else []


def _said(case: Overview) -> str:
    if end := _ended(case):
        return f"{end}."
    if case.ace.em:
        return f"Led by {kit.escape(case.name(case.ace.em))}."
    return "Nobody leads it yet: press Claim."


def _problem(case: Overview) -> list[Json]:
    code = case.problem(SurfaceKind.CHANNEL)
    if not code or case.room:
        return []
    return [kit.section(problems.no_channel(case, code)), problems.channel_buttons(case)]


def _buttons(case: Overview) -> Json | None:
    if case.ace.em is None and case.ace.status is Status.NEW:
        claim = kit.button(f"Claim {case.key}", about(Press.CLAIM, case.ace.number), style="primary")
        return kit.actions(claim, block_id="claim")
    return None
