"""Messages about a retrospective: to approvers, to those who are invited, and the published post."""

from collections.abc import Callable, Mapping

from blocks import kit, typed
from blocks.cards import Card, Json, card
from blocks.ids import to_do
from blocks.retro_words import decisions, press
from bot.playbook.acts import Act
from bot.playbook.retrospective import Content, Section
from bot.playbook.retrospective_difference import Change, difference
from bot.playbook.retrospective_publication import Audience, Facts
from storage.overview import Overview
from storage.retro_overview import RetroOverview
from storage.retro_records import RetroRequest, RetroVersion

CHANGES = 4  # sections whose differences a message shows
LINES = 900  # characters of one of them
WORDS = {
    "approved": "It is approved.",
    "changes": "Changes were asked for: it is a draft again.",
    "withdrawn": "The request was withdrawn: it is a draft again.",
    "superseded": "It was changed after this message. A new one shows the difference.",
}


def approval(
    view: RetroOverview, asked: RetroRequest, content: Content, before: Content | None, approver: str
) -> Card:
    """The request to one approver about `content`, and what became of it; they saw `before` earlier."""
    number = view.retro.number
    who, title = kit.person(asked.asked_by), f"{view.key} ({kit.escape(view.case.ace.customer)})"
    line = f"{who} asks you to approve the retrospective of *{title}*: the document is in this thread."
    if asked.after_edit:
        line = (
            f"{who} changed the retrospective of *{title}* after you were asked. Please look at it once more."
        )
    changed = difference(before, content) if before else []
    mine = next((each for each in view.decisions if each.approver == approver), None)
    is_open = not asked.outcome and asked.request == view.retro.request and mine is None
    state = _state(view, asked, approved=mine.approved if mine else None)
    buttons = kit.actions(
        press("Approve", number, f"approve.{asked.request}.{asked.hash}", style="primary"),
        press("Ask for changes", number, f"changes.{asked.request}.{asked.hash}"),
        press("Read it here", number, "read"),
        block_id="decide",
    )
    summary = typed.quote("Summary", content.text(Section.SUMMARY))
    return card(
        kit.section(line),
        summary,
        *(_change(each) for each in changed[:CHANGES]),
        kit.context(_more(changed)) if len(changed) > CHANGES else None,
        kit.context(state),
        buttons if is_open else None,
        text=(
            f"{line.replace('*', '')} Summary: {kit.escape(kit.short(content.text(Section.SUMMARY), 600))} "
            f"{_said(changed)} {state}"
        ),
    )


def _state(view: RetroOverview, asked: RetroRequest, *, approved: bool | None) -> str:
    if asked.outcome:
        return WORDS.get(asked.outcome, "It is decided.")
    mine = {True: "You approved it. ", False: "You asked for changes. ", None: ""}[approved]
    return f"{mine}{decisions(view, mention=False)}"


def _change(change: Change) -> Json:
    lines = "\n".join([*(f"- {each}" for each in change.gone), *(f"+ {each}" for each in change.new)])
    shown = lines if len(lines) <= LINES else f"{lines[:LINES]}…"
    title = {
        "type": "rich_text_section",
        "elements": typed.said(f"Changed: {change.section.label}", bold=True),
    }
    lined = {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": shown}]}
    return {"type": "rich_text", "elements": [title, lined]}


def _more(changed: list[Change]) -> str:
    return f"Also changed: {', '.join(each.section.label for each in changed[CHANGES:])}."


def _said(changed: list[Change]) -> str:
    return f"Changed: {', '.join(each.section.label for each in changed)}." if changed else ""


def publication(published: RetroVersion, content: Content, facts: Facts, canvas: str | None) -> Card:
    """The post of a published version; its files are in the thread."""
    again = f" (version {facts.version})" if facts.version > 1 else ""
    hidden = published.audience is Audience.ANONYMOUS
    about = "" if hidden else f" · {facts.key} · {kit.escape(facts.customer)}"
    items = len(content.tasks)
    owed = f"{items} action item{'s' if items != 1 else ''}" if items else "No action items"
    facts_line = f"{facts.severity} · {kit.escape(facts.product)} · {owed}"
    document = f" {kit.link(canvas, 'Open the document')}." if canvas else ""
    line = f"*Retrospective{again}*{about}"
    return card(
        kit.section(line),
        typed.line(*typed.said(facts.title, bold=True)),
        typed.quote("What we learned", content.text(Section.SUMMARY)),
        typed.quote("What changes now", content.text(Section.PREVENTION)),
        kit.context(facts_line, f"The document and a draft of a post are in this thread.{document}"),
        text=(
            f"Retrospective{again}{about}: {kit.escape(facts.title)} {facts_line}. "
            f"{kit.escape(kit.short(content.text(Section.SUMMARY), 800))} "
            f"What changes now: {kit.escape(kit.short(content.text(Section.PREVENTION), 800))}"
        ),
    )


def invitation(view: RetroOverview, person: str) -> Card | None:
    """The invitation to the meeting; agenda and calendar file are in its thread."""
    at, meeting = view.meeting_at, view.retro.meeting
    if at is None:
        return None
    place = str(meeting.get("place") or "")
    where = f" {typed.linked(place, 300)}" if place else ""
    by = kit.person(str(meeting.get("by") or view.retro.owner))
    if person not in (meeting.get("people") or []):
        line = (
            f"The retrospective of *{view.key}* on {kit.moment(at)} goes on without you. You can "
            "still add your part."
        )
    else:
        line = (
            f"{by} invites you to the blameless retrospective of *{view.key}* "
            f"({kit.escape(view.case.ace.customer)}): {kit.moment(at)}, {meeting.get('minutes')} "
            f"minutes.{where}"
        )
    note = (
        "The agenda and a file for your calendar are in this thread. Cannot come? Add your part "
        "in your own time."
    )
    return card(
        kit.section(line),
        kit.context(note),
        kit.actions(press("Add your part", view.retro.number, "part"), block_id="part"),
        text=f"{line.replace('*', '')} {note}",
    )


def document(view: RetroOverview) -> Card:
    """The document for whoever asked for it."""
    line = f"The retrospective of {view.key} as it stands now ({view.state.label.lower()}) is in this thread."
    return card(kit.section(line), text=line)


def _offered(case: Overview, _detail: Json) -> Card | None:
    line = (
        f"*{case.key} is resolved.* A retrospective is not required for it. If there is something to "
        "learn, open one: "
        "the draft is filled from the record."
    )
    button = kit.button(Act.RETRO.label, to_do(Act.RETRO, case.ace.number))
    return card(kit.section(line, accessory=button), text=line.replace("*", ""))


def _approved(case: Overview, _detail: Json) -> Card | None:
    line = f"The retrospective of *{case.key}* is approved. Publish it, so that others can learn from it."
    button = press("Publish retrospective", case.ace.number, "publish", style="primary")
    return card(kit.section(line, accessory=button), text=line.replace("*", ""))


def _changes(case: Overview, detail: Json) -> Card | None:
    comment = str(detail.get("comment") or "")
    line = f"{kit.person(str(detail['by']))} asks for changes to the retrospective of *{case.key}*."
    write = press("Write retrospective", case.ace.number, "desk", style="primary")
    return card(
        kit.section(line, accessory=write),
        typed.quote("Their comment", comment),
        text=f"{line.replace('*', '')} {kit.escape(kit.short(comment, 2000))}",
    )


def _left(case: Overview, detail: Json) -> Card | None:
    line = (
        f"{kit.person(str(detail['who']))}, who was asked to approve the retrospective of "
        f"*{case.key}*, has left the "
        "workspace. The others can still decide; if nobody is left to, withdraw the request and ask "
        "somebody else."
    )
    withdraw = press("Withdraw request", case.ace.number, "withdraw")
    return card(kit.section(line, accessory=withdraw), text=line.replace("*", ""))


def recall(case: Overview, detail: Json) -> Card | None:
    """What earlier retrospectives of the same customer or product left open."""
    rows = [each for each in detail.get("items") or [] if isinstance(each, dict)]
    if not rows:
        return None
    lines = [
        f"• {each['key']}: {typed.linked(str(each['text']), 150)} ({kit.escape(str(each['state']))})"
        for each in rows
    ]
    said = f"*Still open from earlier retrospectives* of this customer or product, as {case.key} begins:\n"
    return card(kit.section(said + "\n".join(lines)), text=(said + " ".join(lines)).replace("*", ""))


ABOUT_RETRO: Mapping[str, Callable[[Overview, Json], Card | None]] = {
    "retro_offered": _offered,
    "retro_approved": _approved,
    "retro_changes": _changes,
    "retro_left": _left,
}
