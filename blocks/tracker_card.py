"""The tracker: the one direct message that tells the filer where their escalation stands, edited in place."""

from blocks import due_lines, kit, problems, typed
from blocks.cards import Card, Json, card, private_kind
from bot.playbook.lifecycle import Status
from storage.models import SurfaceKind
from storage.overview import Overview


def tracker(case: Overview) -> Card:
    """The card for the filer; of a case that turned private it shows nothing that could be passed on."""
    return _redacted(case) if _is_redacted(case) else _full(case)


def _is_redacted(case: Overview) -> bool:
    """Whether it turned private after it was filed for all to see, or its filer was taken off it."""
    private = case.ace.visibility.is_private
    return private and (not case.report.visibility.is_private or case.ace.filer not in case.involved)


def _redacted(case: Overview) -> Card:
    kind = private_kind(case.ace.visibility)
    if case.ace.filer not in case.involved:
        words = "You are no longer one of those on it, so nothing more of it is shown here."
    elif case.room:
        words = f"What it is about stands in {kit.channel(case.room)} only; log what you hear there."
    else:
        words = "What it is about is not shown here any more; its private channel is not open yet."
    said = f"Status: {case.ace.status.label}. {words}"
    return card(
        kit.header(f"{case.key} · Private {kind} case"),
        kit.section(f"Status: *{case.ace.status.label}*"),
        kit.context(words),
        text=f"{case.key} · private {kind} case. {said}",
    )


def _full(case: Overview) -> Card:
    ace = case.ace
    em = kit.person(ace.em) if ace.em else "Nobody yet"
    trouble = _trouble(case)
    return card(
        kit.header(f"{case.key} · {ace.customer}"),
        typed.line(*typed.said(ace.summary, bold=True)),
        kit.fields(
            ("Status", ace.status.label),
            ("Escalation manager", em),
            ("Last update", kit.moment(ace.updated_at)),
            ("Next update", _next(case)),
        ),
        kit.context(_steps(case)),
        trouble,
        text=(
            f"{case.key} · {kit.escape(ace.customer)}: {kit.escape(ace.summary)} Status: {ace.status.label}. "
            f"Escalation manager: {kit.escape(case.name(ace.em)) if ace.em else 'nobody yet'}. "
            f"Last update: {kit.moment(ace.updated_at)}. Next update: {_next(case)}. "
            f"{_steps(case)} {kit.said(trouble)}"
        ),
    )


def _next(case: Overview) -> str:
    if case.ace.status is Status.CLOSED:
        return "None: it is closed"
    if case.ace.em is None:
        return "When somebody claims it"
    return due_lines.next_update(case.clocks) or "From your escalation manager"


def _steps(case: Overview) -> str:
    if _unheard(case):
        return "Nobody was alerted yet; keep telling the customer what you know."
    if case.ace.em is None and case.ace.status is Status.NEW:
        return (
            "The escalation managers were alerted. This message changes by itself when somebody takes it; "
            "keep telling the customer what you know until then."
        )
    return _where(case) if case.ace.status.is_open else _ended(case)


def _where(case: Overview) -> str:
    if case.room:
        return f"The work happens in {kit.channel(case.room)}. Log what you hear from the customer there."
    if case.channel:
        how = "was archived" if case.archived else "is closed to ACE"
        return f"Its channel {how}; the escalation manager was told. Keep telling the customer what you know."
    if case.problem(SurfaceKind.CHANNEL):
        return "Keep telling the customer what you know."
    return "Its channel is not open yet."


def _ended(case: Overview) -> str:
    declined = case.progress.declined
    if declined:
        why = typed.linked(declined.text, 300)
        return f"It was declined: {why} What to do instead: {typed.linked(case.progress.instead, 300)}"
    if case.ace.status is Status.RESOLVED:
        where = f" in {kit.channel(case.room)}" if case.room else ""
        return f"It is resolved. Ask the customer whether they agree, and log their answer{where}."
    return "It is closed. When it comes back, it can be reopened with all that was written."


def _unheard(case: Overview) -> bool:
    """Whether nobody can have seen the alert."""
    unclaimed = case.ace.em is None and case.ace.status is Status.NEW
    return unclaimed and bool(case.problem(SurfaceKind.ALERT)) and not case.message(SurfaceKind.ALERT)


def _trouble(case: Overview) -> Json | None:
    if _unheard(case):
        why = problems.reason(case.problem(SurfaceKind.ALERT) or "")
        line = (
            f"*The alert could not be posted*: {why}. Your escalation is filed. Tell an escalation manager: "
            f"`/ace claim {case.key}` makes it theirs. Try again once whoever runs the app has mended it."
        )
        return kit.section(line, accessory=problems.try_again(case))
    if (code := case.problem(SurfaceKind.CHANNEL)) and not case.room:
        told = "The escalation manager was told." if case.ace.em else "You can go on without it."
        return kit.section(f"*Its channel could not be opened*: {problems.reason(code)}. {told}")
    return None
