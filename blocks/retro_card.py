"""The card of a retrospective in the case channel: where it stands, what is missing, who has to act."""

from blocks import kit, typed
from blocks.cards import Card, Json, card
from blocks.retro_words import decisions, menu, press, status_of
from bot.playbook.retrospective_steps import State
from bot.playbook.retrospective_whys import outline
from storage.case_records import Item
from storage.retro_overview import RetroOverview

SHOWN = 6  # causes, and action items


def retrospective(view: RetroOverview) -> Card:
    """The card for everyone in the case channel."""
    title = f"Retrospective of {view.key} · {view.case.ace.customer}"
    lines = [_state(view), status_of(view.content), _causes(view), _items(view)]
    decided = decisions(view, mention=False)
    notes = _notes(view)
    return card(
        kit.header(title),
        kit.section(lines[0]),
        kit.section(lines[1]),
        kit.section(lines[2]) if lines[2] else None,
        kit.section(lines[3]) if lines[3] else None,
        kit.section(f"*Approval*\n{decided}") if decided else None,
        _wording(view),
        kit.context(*notes) if notes else None,
        _buttons(view),
        text=" ".join([kit.escape(title), *(each.replace("*", "") for each in lines), decided, *notes]),
    )


def _state(view: RetroOverview) -> str:
    retro = view.retro
    need = "required before the case can be closed" if retro.required else "not required, so worth the more"
    where = {
        State.DRAFT: "Draft",
        State.REVIEW: "In review",
        State.APPROVED: "Approved, ready to be published",
        State.PUBLISHED: f"Published, version {retro.version}",
    }[view.state]
    before = (
        f" Version {retro.version} is published."
        if retro.version and view.state is not State.PUBLISHED
        else ""
    )
    return f"*{where}* · owned by {kit.person(retro.owner)} · {need}.{before}"


def _causes(view: RetroOverview) -> str:
    whys = outline(view.content.whys)
    if not whys:
        return ""
    lines = [f"{'› ' * depth}{number} {typed.linked(why.text, 120)}" for number, depth, why in whys[:SHOWN]]
    more = f"\nand {len(whys) - SHOWN} more" if len(whys) > SHOWN else ""
    return "*Contributing causes*\n" + "\n".join(lines) + more


def _items(view: RetroOverview) -> str:
    if not view.items:
        return ""
    lines = [_item(view, item) for item in view.items[:SHOWN]]
    more = f"\nand {len(view.items) - SHOWN} more" if len(view.items) > SHOWN else ""
    return "*Action items*\n" + "\n".join(lines) + more


def _item(view: RetroOverview, item: Item) -> str:
    owner = kit.escape(view.name(item.owner)) if item.owner else "no owner yet"
    due = kit.moment(item.due, "{date_short_pretty}") if item.due else "no date yet"
    return f"• {typed.linked(item.text, 120)}: {owner}, {due}, {item.state.label.lower()}"


def _wording(view: RetroOverview) -> Json | None:
    """The way to the blameless check, without a count: that depends on who is on the case by then."""
    if view.state is State.PUBLISHED:
        return None
    line = "*Wording*: the blameless check offers other words. None of them has to be taken."
    return kit.section(line, accessory=press("Check the wording", view.retro.number, "check"))


def _notes(view: RetroOverview) -> list[str]:
    retro, meeting = view.retro, view.retro.meeting
    added = [
        kit.escape(view.name(each)) for each in sorted(retro.parts, key=lambda each: str(retro.parts[each]))
    ]
    held = meeting.get("held")
    when = view.meeting_at
    return [
        *([f"Part added by {', '.join(added)}"] if added else []),
        *([f"Meeting: {kit.moment(when)}{', held' if held else ''}"] if when else []),
        f"Last edited {kit.moment(retro.edited_at)}",
    ]


def _buttons(view: RetroOverview) -> Json:
    number = view.retro.number
    write = press("Write retrospective", number, "desk")
    part = press("Add your part", number, "part")
    document = [("read", "Read it here"), ("document", "Send me the document")]
    meet = ("held", "Record the meeting") if view.retro.meeting else ("meet", "Plan the meeting")
    moved = [("meet", "Move the meeting")] if view.retro.meeting else []
    withdraw = press("Withdraw request", number, "withdraw")
    match view.state:
        case State.DRAFT:
            ask = press("Request approval", number, "request")
            elements = [write | {"style": "primary"}, part, ask]
            more = [meet, *moved, *document, ("owner", "Change the owner")]
        case State.REVIEW:
            elements = [write, part, withdraw]
            more = [meet, *moved, *document]
        case State.APPROVED:
            elements = [press("Publish retrospective", number, "publish", style="primary"), write, withdraw]
            more = document
        case _:
            elements = [press("Start a correction", number, "correct")]
            more = document
    return kit.actions(*elements, menu(number, more), block_id="retro")
