"""Words and small pieces that the card and the forms of a retrospective share."""

from blocks import kit
from blocks.ids import Press, about
from blocks.kit import Json
from bot.playbook.retrospective import REQUIRED, Content, Section
from storage.retro_overview import RetroOverview

PREVIEW = 220  # characters of a section where it is only hinted at


def press(
    label: str, number: int, what: str, *, style: str | None = None, confirm: Json | None = None
) -> Json:
    """A button of a retrospective; `what` names the step."""
    return kit.button(label, about(Press.RETRO, number, what), style=style, confirm=confirm)


def menu(number: int, options: list[tuple[str, str]], *, name: str = "menu") -> Json:
    """The "…" of a retrospective; values are what `press` calls `what`."""
    return kit.overflow(about(Press.RETRO, number, name), options)


def people(users: list[str], action_id: str) -> Json:
    """A choice of several people of the workspace."""
    made: Json = {
        "type": "multi_users_select",
        "action_id": action_id,
        "placeholder": kit.plain("Choose people"),
        "max_selected_items": 30,
    }
    return made | ({"initial_users": users} if users else {})


def status_of(content: Content) -> str:
    """Which sections are written and which are not, the required ones marked."""
    written = [section.label for section in Section if not content.is_empty(section)]
    required = [section.label for section in REQUIRED if content.is_empty(section)]
    others = [section.label for section in Section if content.is_empty(section) and section not in REQUIRED]
    lines = [
        f"*Written*: {', '.join(written) or 'nothing yet'}.",
        f"*Still needed*: {', '.join(required)}." if required else "",
        f"*Empty*: {', '.join(others)}." if others else "",
    ]
    return "\n".join(filter(None, lines))


def decisions(view: RetroOverview, *, mention: bool) -> str:
    """Who was asked, who decided how, and who still has to: for everyone to see."""
    if view.asked is None:
        return ""

    def shown(people: list[str]) -> str:
        named = [kit.person(each) if mention else kit.escape(view.name(each)) for each in people]
        return ", ".join(named)

    refused = [each.approver for each in view.decisions if not each.approved]
    gone = [each for each in view.asked.approvers if each in view.left]
    parts = [
        f"Approved by {shown(view.approved)}." if view.approved else "",
        f"Changes asked for by {shown(refused)}." if refused else "",
        f"Still to decide: {shown(view.waiting)}." if view.waiting else "",
        f"Left the workspace: {shown(gone)}." if gone else "",
        f"{view.need} of {len(view.approvers)} have to approve." if view.waiting else "",
    ]
    return " ".join(filter(None, parts))
