"""Messages that are notes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.playbook.timeline import NOTED, EntryKind, prefixed


@pytest.mark.parametrize("kind", NOTED)
@pytest.mark.parametrize(
    "form",
    [
        "{}: disk is full",
        "{}:disk is full",
        "  {} :  disk is full  ",
        "*{}:* disk is full",
        "*{}*: disk is full",
        "_{}_ : disk is full",
        "*_{}_*: disk is full",
        "*{}: disk is full*",
        "~{}:~ disk is full",
        "{}：disk is full",
    ],
)
@pytest.mark.parametrize("case", [str.lower, str.upper, str.title])
def test_a_prefix_makes_a_note_however_it_is_written(kind: EntryKind, form: str, case: object) -> None:
    word = case(kind.value) if callable(case) else kind.value
    assert prefixed(form.format(word)) == (kind, "disk is full")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "observation",
        "observation:",
        "*observation:* ",
        "observations: many",
        "my observation: none",
        "status: Resolved",
        "filing: x",
        "a change: is coming",
        "> observation: quoted",
        "changed: x",
    ],
)
def test_other_messages_are_no_notes(text: str) -> None:
    assert prefixed(text) is None


def test_marks_that_belong_to_the_words_stay() -> None:
    assert prefixed("observation: *all* nodes down") == (EntryKind.OBSERVATION, "*all* nodes down")
    assert prefixed("change: set a:b\nand c") == (EntryKind.CHANGE, "set a:b\nand c")


@given(st.text().map(str.strip).filter(bool), st.sampled_from(NOTED))
def test_the_words_behind_a_prefix_come_through_unharmed(words: str, kind: EntryKind) -> None:
    assert prefixed(f"{kind}: {words}") == (kind, words)


@given(st.text())
def test_reading_a_message_never_fails(text: str) -> None:
    found = prefixed(text)
    assert found is None or found[0].is_noted
