"""The documents of a retrospective: whatever people typed reads as they typed it."""

import html
import re
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from blocks import prose, retro_documents
from blocks.retro_calendar import calendar
from bot.playbook.report import typed
from bot.playbook.retrospective import Content, Line, Section, Task
from bot.playbook.retrospective_publication import Facts
from bot.playbook.retrospective_whys import Why

AT = datetime(2026, 3, 11, 10, tzinfo=UTC)
LINES = [
    "# no heading, *no* _mark_ ~~here~~ [no link](javascript:alert(1)) ![no](x.png)",
    "<script>alert('x')</script> <img src=x onerror=alert(1)> & &amp; &lt;b&gt; \\ \\n",
    "| a | b |\n|---|---|",
    "heading?\n=======\n-----",
    "1. one\n+ two\n    four spaces\n\ttab",
    "emoji 👩\u200d🚒 🏳️\u200d🌈, Ünïcode, 日本語, שלום (עולם) 123, مرحبا",
    "<@U123> @here <!channel> https://acme.example/a?b=c&d=e#f",
    "- a point <b>\n- another",
]
NASTY = "\n".join(LINES)
CODE = "```\nif a < b && c:\n    print(\"`*`\", '<br>')\n````\n~~~\n```"
LONG = (NASTY + "\n\n" + CODE + "\n\n") * 40
FACTS = Facts(
    title="Exports <b>stuck</b> | *Acme*",
    key="ACE-0001",
    customer="A & B <GmbH>",
    severity="High (Sev 2)",
    product="Web app",
    filed_at=AT,
    resolved_at=AT + timedelta(hours=5),
    zone="Europe/London",
    roles=(("EM", "Eli </title>"),),
    owner="Eli",
    approved_by=("Noor",),
    version=2,
    note="Corrects the time",
)


def content(text: str) -> Content:
    return Content(
        texts={section: text for section in Section if section.is_text},
        timeline=(Line(AT, "Observation", text[:400], 1),),
        whys=(Why(1, 0, text[:300], text[:200]), Why(2, 1, "second"), Why(3, 2, "third")),
        tasks=(Task(1, text[:200], "Zoe", "Web", AT, "long", "https://t.example/1", "Max <b>"),),
    )


def words(text: str) -> list[str]:
    """What a reader sees, without the space between."""
    return text.replace("\u00a0", " ").split()


def read(page: str) -> list[str]:
    """The words of a rendered page, without its tags."""
    return words(html.unescape(re.sub(r"<[^>]*>", " ", page)))


def shown(text: str) -> list[str]:
    """What is to be seen of a typed text: all but the marks of lists and code."""
    return words("\n".join(line for piece in prose.parsed(text) for line in piece.lines))


@given(st.text(max_size=400).map(typed))
@example(NASTY)
@example(CODE)
@example("```\nnever closed <b>")
@example("before\n```one `line` ```\nafter")
def test_typed_text_reads_the_same_in_markdown_and_html(text: str) -> None:
    rendered = MarkdownIt("js-default").render(prose.markdown(text))

    assert "".join(read(rendered)) == "".join(shown(text))
    assert "".join(read(prose.to_html(text))) == "".join(shown(text))
    assert "<script" not in rendered + prose.to_html(text)


def test_nothing_of_a_text_is_lost_but_the_marks_of_lists_and_code() -> None:
    assert shown("- a\n- b\n\n```\nc\n```\nd") == ["a", "b", "c", "d"]
    assert "".join(shown(LONG)).count("שלום") == LONG.count("שלום")


@pytest.mark.parametrize("text", [LONG, "x" * 30_000, "word " * 6000])
def test_a_document_of_thirty_thousand_characters_is_unharmed_in_every_rendering(text: str) -> None:
    whole = typed(text)[:30_000]
    made = content(whole)
    page, markdown = retro_documents.html(made, FACTS), retro_documents.markdown(made, FACTS)

    assert page.count(prose.to_html(whole)) == 9
    assert markdown.count(prose.markdown(whole)) == 9
    tags = set(re.findall(r"<([a-z][a-z0-9]*)", page))
    assert not tags & {"script", "img", "iframe", "object", "form", "b><script"}
    assert page.count("<title>") == page.count("</title>") == 1
    assert 'javascript:alert(1)"' not in page
    rendered = MarkdownIt("js-default").enable("table").render(markdown)
    assert not {"script", "img", "strong", "em", "h4"} & set(re.findall(r"<([a-z][a-z0-9]*)", rendered))
    assert rendered.count("<h2>") == 12
    assert '<a href="javascript' not in rendered


def test_the_page_stands_alone() -> None:
    page = retro_documents.html(content("words"), FACTS)

    assert page.startswith("<!DOCTYPE html>")
    assert not re.search(r'(?:src|href)="(?!https://t\.example)', page)
    assert "default-src 'none'" in page
    assert "@media print" in page
    assert "11 Mar 2026 10:00 GMT" in page


def test_the_post_tells_the_lesson_and_no_names() -> None:
    made = retro_documents.post(content("A plain sentence."), FACTS)

    assert "resolved 5 hours later" in made
    assert "Zoe" not in made
    assert made.count("A plain sentence\\.") >= 4


def test_the_invitation_has_the_agenda_and_the_calendar_file_its_words() -> None:
    text = retro_documents.agenda(
        content("x"), FACTS, at=AT, minutes=60, place="https://meet.example", questions=["What is a limit?"]
    )
    file = calendar(
        uid="ace-1@x", at=AT, minutes=60, title="Ünï, a; b", text=text, place="Room 1", sequence=2, now=AT
    )

    assert "blameless" in text
    assert "   - What is a limit?" in text
    assert all(len(line.encode()) <= 75 for line in file.split("\r\n"))
    unfolded = file.replace("\r\n ", "")
    assert "SUMMARY:Ünï\\, a\\; b\r\n" in unfolded
    assert "DTSTART:20260311T100000Z" in unfolded
    assert "DTEND:20260311T110000Z" in unfolded
    assert "SEQUENCE:2" in unfolded
    assert text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n") in unfolded
