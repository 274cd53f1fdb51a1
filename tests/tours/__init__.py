"""Tours through all of ACE: on one of them every form is sent and every button pressed."""

from collections.abc import Awaitable, Callable, Mapping
from typing import NamedTuple

from blocks.ids import Form, Press
from tests.tours.assessed import assessed
from tests.tours.filed import filed
from tests.tours.handed import handed
from tests.tours.learned import learned, published
from tests.tours.reminded import reminded
from tests.tours.rooms import rooms
from tests.tours.seen import seen
from tests.tours.tour import Tour
from tests.tours.worked import worked

__all__ = ["TOURS", "Tour", "Way"]


class Way(NamedTuple):
    """Where a tour leads: the forms that are sent on it and the buttons that are pressed."""

    walk: Callable[[Tour], Awaitable[None]]
    forms: set[Form]
    presses: set[Press]


TOURS: Mapping[str, Way] = {
    "filed": Way(
        filed,
        {Form.INTAKE, Form.ANSWER, Form.LOG, Form.SETTINGS},
        {Press.ANSWER, Press.ASK_FILER, Press.CLAIM, Press.FULL_FORM, Press.RAISE, Press.TARGET},
    ),
    "assessed": Way(
        assessed,
        {
            Form.SEVERITY,
            Form.TREND,
            Form.SCOPE,
            Form.ASSESS,
            Form.SYSTEMIC,
            Form.NEXT,
            Form.ROLES,
            Form.LOG,
            Form.LINKS,
            Form.CALL,
            Form.PLAN,
            Form.FIRST_HOUR,
            Form.STAKEHOLDERS,
            Form.CRITERIA,
            Form.CRITERION,
            Form.STEP,
        },
        {Press.CRITERION, Press.DROP_STAKEHOLDER, Press.KIND, Press.MORE, Press.SCORE, Press.UNDO},
    ),
    "worked": Way(
        worked,
        {
            Form.ITEM,
            Form.ITEM_REASON,
            Form.DEADLINE,
            Form.DEADLINE_ANSWER,
            Form.ATTEMPT,
            Form.TRIED,
            Form.CONTACT,
            Form.PROMISES,
            Form.UPDATE,
            Form.VALIDATE,
            Form.TOLD,
            Form.FEEDBACK,
            Form.CONFIRM,
            Form.STEP,
            Form.DE_ESCALATE,
        },
        {Press.ATTEMPT, Press.DEADLINE, Press.ITEM, Press.SEND_BRIEF},
    ),
    "reminded": Way(
        reminded,
        {Form.SNOOZE, Form.PAUSE, Form.COVER, Form.PAUSE_CRITICAL},
        {Press.DO, Press.END_COVER, Press.NOTHING_NEW, Press.CHOOSE},
    ),
    "handed": Way(
        handed,
        {Form.HANDOVER, Form.HANDOVER_DECLINE},
        {Press.HANDOVER_ACCEPT, Press.HANDOVER_DECLINE, Press.HANDOVER_WITHDRAW, Press.TAKE_OVER},
    ),
    "seen": Way(
        seen,
        {Form.INTAKE, Form.ACCESS, Form.VIEWERS, Form.VISIBILITY, Form.OPEN_UP},
        {Press.CLAIM, Press.LET_IN, Press.TURN_DOWN},
    ),
    "rooms": Way(
        rooms,
        {Form.INTAKE, Form.CHANNEL},
        {Press.CLAIM, Press.OTHER_CHANNEL, Press.RETRY_INVITE, Press.TRY_AGAIN},
    ),
    "learned": Way(
        learned,
        {Form.RETRO_TEXT, Form.RETRO_WHY, Form.RETRO_LINE, Form.RETRO_PICK, Form.RETRO_ITEM, Form.RETRO_PART},
        {Press.RETRO},
    ),
    "published": Way(
        published,
        {
            Form.RETRO_MEETING,
            Form.RETRO_HELD,
            Form.RETRO_OWNER,
            Form.RETRO_REQUEST,
            Form.RETRO_CHANGES,
            Form.RETRO_PUBLISH,
            Form.RETRO_CORRECT,
        },
        {Press.RETRO},
    ),
}
