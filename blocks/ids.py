"""Every name that Slack sends back to us: commands, shortcuts, callback ids and action ids.

An action id is `verb` or `verb:number`; the router looks at the part before the colon, the number names
the case.
"""

from enum import StrEnum

from bot.playbook.acts import Act

DIGITS = 9  # of a case number; more is nobody's


class Command(StrEnum):
    """Slash commands."""

    RAISE = "/raiseanace"
    ACE = "/ace"


class Shortcut(StrEnum):
    """Global and message shortcuts."""

    RAISE = "raise_ace"
    RAISE_FROM_MESSAGE = "raise_ace_from_message"
    LOG_MESSAGE = "log_to_timeline"


class Form(StrEnum):
    """Modals, by callback id."""

    INTAKE = "intake"
    CHANNEL = "channel"
    LINKS = "links"
    ANSWER = "answer"
    PANEL = "panel"
    SEVERITY = "severity"
    TREND = "trend"
    SCOPE = "scope"
    ASSESS = "assess"
    SYSTEMIC = "systemic"
    CALL = "call"
    FIRST_HOUR = "first_hour"
    NEXT = "next"
    PLAN = "plan"
    STAKEHOLDERS = "stakeholders"
    STEP = "step"
    UPDATE = "update"
    SNOOZE = "snooze"
    PAUSE = "pause"
    PAUSE_CRITICAL = "pause_critical"  # asked again, since nobody is reminded then
    SETTINGS = "settings"
    CRITERIA = "criteria"  # the list
    CRITERION = "criterion"  # what an entry of its menus asks for
    ITEM = "item"
    ITEM_REASON = "item_reason"
    DEADLINE = "deadline"
    DEADLINE_ANSWER = "deadline_answer"
    ATTEMPT = "attempt"
    TRIED = "tried"
    VALIDATE = "validate"
    TOLD = "told"
    FEEDBACK = "feedback"
    CONFIRM = "confirm"
    DE_ESCALATE = "de_escalate"
    ROLES = "roles"
    HANDOVER = "handover"
    HANDOVER_DECLINE = "handover_decline"
    COVER = "cover"
    CONTACT = "contact"
    PROMISES = "promises"
    LOG = "log"
    VISIBILITY = "visibility"
    OPEN_UP = "open_up"
    VIEWERS = "viewers"
    ACCESS = "access"
    RETRO_TEXT = "retro_text"
    RETRO_PART = "retro_part"
    RETRO_WHY = "retro_why"
    RETRO_LINE = "retro_line"
    RETRO_PICK = "retro_pick"
    RETRO_ITEM = "retro_item"
    RETRO_REQUEST = "retro_request"
    RETRO_CHANGES = "retro_changes"
    RETRO_PUBLISH = "retro_publish"
    RETRO_CORRECT = "retro_correct"
    RETRO_OWNER = "retro_owner"
    RETRO_MEETING = "retro_meeting"
    RETRO_HELD = "retro_held"


class Press(StrEnum):
    """Buttons and selects, by the first part of the action id."""

    RAISE = "raise"
    CLAIM = "claim"
    FULL_FORM = "full_form"
    TARGET = "target"
    TRY_AGAIN = "try_again"
    OTHER_CHANNEL = "other_channel"
    RETRY_INVITE = "retry_invite"
    ASK_FILER = "ask_filer"
    ANSWER = "answer"
    LINKS = "links"
    DO = "do"  # any act of bot.playbook.acts on a case, named behind the number
    MORE = "more"  # every act that is possible now
    UNDO = "undo"
    SCORE = "score"  # of one dimension, named behind it
    KIND = "kind"
    DROP_STAKEHOLDER = "drop_stakeholder"
    CHOOSE = "choose"  # an act of a menu, named by the option
    NOTHING_NEW = "nothing_new"
    TAKE_OVER = "take_over"
    CRITERION = "criterion"  # the menu of one, named behind the number
    ITEM = "item"  # what is done to one: a change, or its menu, and the item behind the number
    DEADLINE = "deadline"  # the answer to a challenge
    ATTEMPT = "attempt"  # how a try of a workaround went, or a new one
    HANDOVER_ACCEPT = "handover_accept"
    HANDOVER_DECLINE = "handover_decline"
    HANDOVER_WITHDRAW = "handover_withdraw"
    END_COVER = "end_cover"
    SEND_BRIEF = "send_brief"
    LET_IN = "let_in"  # who asks to see a case; the request stands behind the number
    TURN_DOWN = "turn_down"
    RETRO = "retro"  # a step of a retrospective, named behind the number


def to_do(act: Act, number: int) -> str:
    """The action id of a button that begins an act on a case."""
    return about(Press.DO, number, act)


def about(press: Press, number: int, more: str = "") -> str:
    """The action id of a button about one case: unique in its message, and it names the case."""
    return f"{press}:{number}" + (f":{more}" if more else "")


def parts(action_id: str) -> tuple[str, int | None, str]:
    """Verb, case number (None when there is none) and the rest of an action id, whoever sent it."""
    verb, _, rest = action_id.partition(":")
    number, _, more = rest.partition(":")
    is_number = number.isascii() and number.isdigit() and len(number) <= DIGITS
    return verb, int(number) if is_number else None, more
