"""What Slack can be told, one module per surface, each drawn from the rows as they are when it is sent."""

from collections.abc import Awaitable, Callable, Mapping

from bot.effects import (
    access,
    alert,
    archive,
    bookmarks,
    channel,
    cover,
    digest,
    document,
    handover,
    marks,
    members,
    opening,
    people,
    redact,
    reminder,
    retract,
    retrospective,
    retrospective_note,
    say,
    topic,
    tracker,
)
from bot.effects.courier import Courier, Outcome
from storage.outbox import Effect

CARRIED_OUT: Mapping[Effect, Callable[[Courier], Awaitable[Outcome]]] = {
    Effect.INTRO: alert.introduce,
    Effect.ALERT: alert.show,
    Effect.TRACKER: tracker.show,
    Effect.CHANNEL: channel.open_channel,
    Effect.MEMBERS: members.invite,
    Effect.OPENING: opening.show,
    Effect.TOPIC: topic.show,
    Effect.BOOKMARKS: bookmarks.show,
    Effect.DOCUMENT: document.show,
    Effect.SAY: say.say,
    Effect.WHISPER: say.whisper,
    Effect.REACTION: say.react,
    Effect.RETRACT: retract.retract,
    Effect.REDACT: redact.redact,
    Effect.ACCESS: access.show,
    Effect.REMINDER: reminder.show,
    Effect.DIGEST: digest.send,
    Effect.HANDOVER: handover.show,
    Effect.COVER_END: cover.run_out,
    Effect.MARKS: marks.look,
    Effect.HOME: people.show_home,
    Effect.LEARN_PERSON: people.learn_person,
    Effect.LEARN_GROUPS: people.learn_groups,
    Effect.RETROSPECTIVE: retrospective.show,
    Effect.RETRO_NOTE: retrospective_note.show,
    Effect.ARCHIVE: archive.archive,
}
