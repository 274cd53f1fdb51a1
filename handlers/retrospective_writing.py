"""What people submit to a retrospective: texts, causes, lines, action items, their part."""

from datetime import datetime

from blocks import case_form, retro_lists, retro_text_form
from blocks.retro_text_form import Keep
from bot.playbook.refusal import Refusal
from bot.playbook.report import one_line
from bot.playbook.retrospective import Content, Line
from bot.playbook.retrospective_whys import Why
from bot.playbook.work import ItemKind, Term
from bot.services import retrospective_items, retrospective_writing
from bot.services.retrospective_writing import Changed
from handlers.once import is_first
from handlers.people import introduced
from handlers.request import Request
from handlers.retrospectives import redraw


async def write(request: Request) -> None:
    """Keep a section's text, or show both versions to somebody whose text would replace another's."""
    form = retro_text_form.read(request.view)
    back, section = retro_text_form.back_of(request.view), form.section
    if section is None or not section.is_text:
        raise Refusal(
            "This form belongs to an older version. Copy your text and open `/ace retro` once more."
        )
    if form.keep is not Keep.THEIRS:
        try:
            async with request.store.begin() as tx:
                if await is_first(tx, request):
                    await retrospective_writing.write(
                        tx,
                        form.number,
                        section,
                        form.text,
                        seen=form.seen,
                        below=form.keep is Keep.BOTH,
                        by=request.by,
                    )
        except Changed as other:
            seen = Content(texts={section: other.now}).part_hash(section)
            again = retro_text_form.text_form(
                form.number, section, form.text, seen=seen, back=back, theirs=other.now
            )
            await request.ack(response_action="update", view=again)
            return
    await _done(request, form.number)


async def add_part(request: Request) -> None:
    """Add what a participant saw."""
    number, part = case_form.number_of(request.view), retro_text_form.read_part(request.view)
    async with request.store.begin() as tx:
        if await is_first(tx, request):
            await retrospective_writing.add_part(tx, number, part, by=request.by)
    await request.close()


async def explain(request: Request) -> None:
    """Keep a cause."""
    form = request.view
    number, kept = case_form.number_of(form), case_form.kept_in(form)
    text, eased = one_line(case_form.text_of(form, "cause")), one_line(case_form.text_of(form, "mitigation"))
    which, parent, seen = _id(kept.get("which")), _id(kept.get("parent")), str(kept.get("seen") or "")
    if not text:
        raise Refusal("Say what the cause is, or press Cancel.", field="cause")
    try:
        async with request.store.begin() as tx:
            if not await is_first(tx, request):
                pass  # nothing more to do
            elif which:
                await retrospective_writing.change_why(
                    tx, number, which, text, eased, seen=seen, by=request.by
                )
            else:
                await retrospective_writing.add_why(tx, number, parent, text, eased, by=request.by)
    except Changed as other:
        mine, back = Why(which, parent, text, eased), retro_text_form.back_of(form)
        again = retro_lists.why_form(
            number, parent, mine, "", seen=other.seen, back=back, theirs=f"Theirs: {other.now}"
        )
        await request.ack(response_action="update", view=again)
        return
    await _done(request, number)


async def correct_line(request: Request) -> None:
    """Keep how a line of the timeline reads."""
    form, kept = request.view, case_form.kept_in(request.view)
    number, at = case_form.number_of(form), case_form.moment_of(form, "at")
    try:
        there = datetime.fromisoformat(str(kept.get("at")))
    except ValueError as wrong:
        raise Refusal("This form belongs to an older version. Open `/ace retro` once more.") from wrong
    if at is None:
        raise Refusal("Choose when it happened.", field="at")
    if there.replace(second=0, microsecond=0) == at.replace(second=0, microsecond=0):
        at = there  # the picker knows no seconds
    text = one_line(case_form.text_of(form, "text"))
    which, seen = _id(kept.get("entry")), str(kept.get("seen") or "")
    try:
        async with request.store.begin() as tx:
            if await is_first(tx, request):
                await retrospective_writing.correct_line(
                    tx, number, which, at, text, seen=seen, by=request.by
                )
    except Changed as other:
        again = retro_lists.line_form(
            number,
            Line(at, "", text, which),
            seen=other.seen,
            back=retro_text_form.back_of(form),
            theirs=f"Theirs: {other.now}",
        )
        await request.ack(response_action="update", view=again)
        return
    await _done(request, number)


async def pick(request: Request) -> None:
    """Keep which entries of the record stand in the document."""
    form, kept = request.view, case_form.kept_in(request.view)
    number, shown = case_form.number_of(form), kept.get("shown")
    groups = range(retro_lists.PAGE // retro_lists.BOXES)
    chosen = [each for place in groups for each in case_form.several_of(form, f"entries{place}")]
    wanted = [int(each) for each in chosen if each.isdecimal()]
    there = [each for each in shown if isinstance(each, int)] if isinstance(shown, list) else []
    async with request.store.begin() as tx:
        if await is_first(tx, request):
            await retrospective_writing.pick(tx, number, wanted, there, by=request.by)
    await _done(request, number)


async def save_item(request: Request) -> None:
    """Keep an action item."""
    form, kept = request.view, case_form.kept_in(request.view)
    number, of = case_form.number_of(form), case_form.text_of
    task = retrospective_items.Task(
        text=one_line(of(form, "text")),
        owner=of(form, "owner"),
        team=one_line(of(form, "team"))[:100],
        due=case_form.moment_of(form, "due"),
        committed_by=of(form, "committed_by"),
        term=Term.of(of(form, "term")) or Term.SHORT,
        kind=ItemKind.of(of(form, "kind")) or ItemKind.TEAM,
        link=of(form, "link")[:500],
    )
    await introduced(request, filter(None, [task.owner, task.committed_by]))
    which, seen = _id(kept.get("which")), str(kept.get("seen") or "")
    try:
        async with request.store.begin() as tx:
            if await is_first(tx, request):
                await retrospective_items.save(tx, number, which, task, seen=seen, by=request.by)
    except Changed as other:
        async with request.store.read() as tx:
            mine = retrospective_items.drafted(tx, which, task, by=request.by)
        again = retro_lists.item_form(
            number,
            mine,
            due=0,
            seen=other.seen,
            back=retro_text_form.back_of(form),
            theirs=f"Theirs: {other.now}",
        )
        await request.ack(response_action="update", view=again)
        return
    await _done(request, number)


async def _done(request: Request, number: int) -> None:
    """Close the form on top; what is below shows the change."""
    await request.ack()
    await redraw(request, number, retro_text_form.back_of(request.view))


def _id(value: object) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) else 0
