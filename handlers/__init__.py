"""The doors in: Slack's JSON in, one call to a service, an answer out."""

from blocks.ids import Command, Form, Press, Shortcut
from bot.playbook.acts import Act
from handlers import (
    acts,
    assessment,
    attempts,
    briefing,
    briefs,
    calls,
    command,
    contacts,
    cover,
    criteria,
    deadlines,
    filing,
    first_hour,
    handover,
    intake,
    items,
    marks,
    mentions,
    noting,
    ownership,
    people,
    planning,
    putting_off,
    reminders,
    resolution,
    retrospective_review,
    retrospective_writing,
    retrospectives,
    roles,
    room_events,
    rooms,
    settings,
    severity,
    stakeholders,
    timeline,
    updates,
    visibility,
    workflow,
)
from handlers.request import Doorway
from handlers.router import Router


def register(door: Doorway) -> Router:
    """Every command, shortcut, button, form and event, and who takes it."""
    to = Router(door)

    for kind in (_commands, _presses, _acts, _forms, _work, _events):
        kind(to)
    return to


def _commands(to: Router) -> None:
    to.command(Command.RAISE, intake.begin)
    to.command(Command.ACE, command.ace)
    to.shortcut(Shortcut.RAISE, intake.begin)
    to.shortcut(Shortcut.RAISE_FROM_MESSAGE, intake.begin_from_message)
    to.shortcut(Shortcut.LOG_MESSAGE, noting.begin_from_message)


def _presses(to: Router) -> None:
    to.press(Press.RAISE, intake.begin)
    to.press(Press.FULL_FORM, intake.more)
    to.press(Press.TARGET, intake.retarget)
    to.press(Press.CLAIM, ownership.claim)
    to.press(Press.TRY_AGAIN, rooms.try_again)
    to.press(Press.OTHER_CHANNEL, rooms.choose)
    to.press(Press.RETRY_INVITE, rooms.reinvite)
    to.press(Press.LINKS, rooms.links)
    to.press(Press.ASK_FILER, briefing.ask)
    to.press(Press.ANSWER, briefing.begin_answer)
    to.press(Press.DO, acts.do)
    to.press(Press.MORE, acts.more)
    to.press(Press.UNDO, acts.undo)
    to.press(Press.SCORE, severity.propose)
    to.press(Press.KIND, first_hour.relist)
    to.press(Press.DROP_STAKEHOLDER, stakeholders.remove)
    to.press(Press.CHOOSE, reminders.choose)
    to.press(Press.TAKE_OVER, reminders.take_over)
    to.press(Press.NOTHING_NEW, updates.nothing_new)
    to.press(Press.HANDOVER_ACCEPT, handover.accept)
    to.press(Press.HANDOVER_DECLINE, handover.begin_decline)
    to.press(Press.HANDOVER_WITHDRAW, handover.withdraw)
    to.press(Press.END_COVER, cover.end)
    to.press(Press.SEND_BRIEF, briefs.send)
    to.press(Press.LET_IN, visibility.let_in)
    to.press(Press.TURN_DOWN, visibility.turn_down)
    to.press(Press.RETRO, retrospectives.press)


def _acts(to: Router) -> None:
    to.act(Act.CLAIM, ownership.claim_case)
    to.act(Act.SHOW, command.show)
    to.act(Act.LINKS, rooms.begin_links)
    to.act(Act.UNDO, acts.undo_latest)
    to.act(Act.SEVERITY, severity.begin, words=severity.words)
    to.act(Act.TREND, severity.begin_trend, words=severity.trend_words)
    to.act(Act.SCOPE, assessment.begin_scope)
    to.act(Act.DISCOVERY_CALL, calls.begin_discovery)
    to.act(Act.FIRST_HOUR, first_hour.begin)
    to.act(Act.ASSESS, assessment.begin_answers)
    to.act(Act.SYSTEMIC, assessment.begin_systemic)
    to.act(Act.NEXT, planning.begin_next, words=planning.next_words)
    to.act(Act.STAKEHOLDERS, stakeholders.begin, words=stakeholders.words)
    to.act(Act.PLAN, planning.begin_plan)
    to.act(Act.TRIAGE_CALL, calls.begin_triage)
    for step in (Act.TRIAGE, Act.START, Act.RESOLVE, Act.CLOSE, Act.REOPEN, Act.DECLINE):
        to.act(step, workflow.begin(step), words=workflow.words(step))
    to.act(Act.STATUS, workflow.begin_status, words=workflow.status_words)
    to.act(Act.ARCHIVE, workflow.archive)
    to.act(Act.UPDATE, updates.begin, words=updates.words)
    to.act(Act.SNOOZE, putting_off.begin_snooze, words=putting_off.words)
    to.act(Act.PAUSE, putting_off.begin_pause)
    to.act(Act.RESUME, putting_off.resume)
    to.act(Act.ASSIGN, roles.begin, words=roles.words)
    to.act(Act.HANDOVER, handover.begin, words=handover.words)
    to.act(Act.COVER, cover.begin, words=cover.words)
    to.act(Act.CONTACT, contacts.begin, words=contacts.words)
    to.act(Act.PROMISES, contacts.begin_promises)
    to.act(Act.LOG, noting.begin, words=noting.words)
    to.act(Act.BRIEF, briefs.begin)
    to.act(Act.VISIBILITY, visibility.begin, words=visibility.words)
    to.act(Act.VIEWERS, visibility.begin_viewers)
    to.act(Act.ACCESS, visibility.begin_access, words=visibility.access_words)
    to.act(Act.RETRO, retrospectives.begin)


def _forms(to: Router) -> None:
    to.form(Form.INTAKE, filing.file)
    to.form(Form.CHANNEL, rooms.use)
    to.form(Form.LINKS, rooms.set_links)
    to.form(Form.ANSWER, briefing.answer)
    to.form(Form.SEVERITY, severity.score)
    to.form(Form.TREND, severity.set_trend)
    to.form(Form.SCOPE, assessment.check_scope)
    to.form(Form.ASSESS, assessment.answer)
    to.form(Form.SYSTEMIC, assessment.mark_systemic)
    to.form(Form.CALL, calls.record)
    to.form(Form.FIRST_HOUR, first_hour.tick)
    to.form(Form.NEXT, planning.set_next)
    to.form(Form.PLAN, planning.plan)
    to.form(Form.STAKEHOLDERS, stakeholders.add)
    to.form(Form.PANEL, acts.dismissed)
    to.form(Form.STEP, workflow.submit)
    to.form(Form.UPDATE, updates.post)
    to.form(Form.SNOOZE, putting_off.snooze)
    to.form(Form.PAUSE, putting_off.pause)
    to.form(Form.PAUSE_CRITICAL, putting_off.pause_critical)
    to.form(Form.SETTINGS, settings.keep)
    to.form(Form.ROLES, roles.assign)
    to.form(Form.HANDOVER, handover.offer)
    to.form(Form.HANDOVER_DECLINE, handover.decline)
    to.form(Form.COVER, cover.arrange)
    to.form(Form.CONTACT, contacts.log)
    to.form(Form.PROMISES, contacts.promise)
    to.form(Form.LOG, noting.log)
    to.form(Form.VISIBILITY, visibility.choose)
    to.form(Form.OPEN_UP, visibility.open_up)
    to.form(Form.VIEWERS, visibility.change_viewers)
    to.form(Form.ACCESS, visibility.ask)
    to.form(Form.RETRO_TEXT, retrospective_writing.write)
    to.form(Form.RETRO_PART, retrospective_writing.add_part)
    to.form(Form.RETRO_WHY, retrospective_writing.explain)
    to.form(Form.RETRO_LINE, retrospective_writing.correct_line)
    to.form(Form.RETRO_PICK, retrospective_writing.pick)
    to.form(Form.RETRO_ITEM, retrospective_writing.save_item)
    to.form(Form.RETRO_REQUEST, retrospective_review.ask)
    to.form(Form.RETRO_CHANGES, retrospective_review.ask_changes)
    to.form(Form.RETRO_PUBLISH, retrospective_review.publish)
    to.form(Form.RETRO_CORRECT, retrospective_review.correct)
    to.form(Form.RETRO_OWNER, retrospective_review.assign)
    to.form(Form.RETRO_MEETING, retrospective_review.plan)
    to.form(Form.RETRO_HELD, retrospective_review.hold)


def _work(to: Router) -> None:
    """The work itself: what has to hold, what is owed, what is tried."""
    to.act(Act.CRITERIA, criteria.begin, words=criteria.by_words)
    to.act(Act.ITEMS, items.begin, words=items.by_words)
    to.act(Act.DEADLINE, deadlines.begin)
    to.act(Act.ATTEMPT, attempts.begin, words=attempts.by_words)
    to.act(Act.VALIDATE, resolution.begin_validation)
    to.act(Act.TOLD, resolution.begin_message)
    to.act(Act.FEEDBACK, resolution.begin_feedback)
    to.act(Act.CONFIRM, resolution.begin_confirmation)
    to.act(Act.DE_ESCALATE, resolution.begin_de_escalation)
    to.press(Press.CRITERION, criteria.choose)
    to.press(Press.ITEM, items.choose)
    to.press(Press.DEADLINE, deadlines.press)
    to.press(Press.ATTEMPT, attempts.choose)
    to.form(Form.CRITERIA, criteria.add)
    to.form(Form.CRITERION, criteria.change)
    to.form(Form.ITEM, items.save)
    to.form(Form.ITEM_REASON, items.settle)
    to.form(Form.DEADLINE, deadlines.propose)
    to.form(Form.DEADLINE_ANSWER, deadlines.answer)
    to.form(Form.ATTEMPT, attempts.start)
    to.form(Form.TRIED, attempts.log)
    to.form(Form.VALIDATE, resolution.validate)
    to.form(Form.TOLD, resolution.tell)
    to.form(Form.FEEDBACK, resolution.feed_back)
    to.form(Form.CONFIRM, resolution.confirm)
    to.form(Form.DE_ESCALATE, resolution.de_escalate)


def _events(to: Router) -> None:
    to.event("message", timeline.said)
    to.event("message/file_share", timeline.said)
    to.event("message/thread_broadcast", timeline.said)
    to.event("message/message_changed", timeline.edited)
    to.event("message/message_deleted", timeline.deleted)
    to.event("message/channel_topic", room_events.topic_changed)
    to.event("message/group_topic", room_events.topic_changed)
    to.event("channel_archive", room_events.archived)
    to.event("group_archive", room_events.archived)
    to.event("channel_deleted", room_events.deleted)
    to.event("group_deleted", room_events.deleted)
    to.event("channel_unarchive", room_events.unarchived)
    to.event("group_unarchive", room_events.unarchived)
    to.event("channel_left", room_events.removed)
    to.event("group_left", room_events.removed)
    to.event("member_joined_channel", room_events.joined)
    to.event("channel_rename", room_events.renamed)
    to.event("group_rename", room_events.renamed)
    to.event("reaction_added", marks.reacted)
    to.event("reaction_removed", marks.reacted)
    to.event("pin_added", marks.pinned)
    to.event("pin_removed", marks.unpinned)
    to.event("app_mention", mentions.mentioned)
    to.event("app_home_opened", people.home)
    to.event("user_change", people.changed)
    to.event("team_join", people.changed)
    to.event("subteam_members_changed", people.groups_changed)
    to.event("subteam_updated", people.groups_changed)
