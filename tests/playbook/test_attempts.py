"""Workaround attempts: how long a box is, what words begin, what a try has to say."""

from datetime import timedelta

import pytest

from bot.playbook import attempts
from bot.playbook.refusal import Refusal
from bot.playbook.work import AttemptKind, AttemptResult

TEN = timedelta(minutes=10)


@pytest.mark.parametrize(("typed", "found"), [("", 10), (" ", 10), ("1", 1), ("30", 30), ("1440", 1440)])
def test_a_box_is_as_long_as_somebody_says_else_as_the_policy_has_it(typed: str, found: int) -> None:
    assert attempts.minutes(typed, TEN) == found


@pytest.mark.parametrize("typed", ["0", "-5", "1441", "99999999999", "1.5", "ten", "٣"])
def test_no_other_length_is_taken(typed: str) -> None:
    with pytest.raises(Refusal, match="whole minutes from 1 to 1440") as no:
        attempts.minutes(typed, TEN, field="box")
    assert no.value.field == "box"


@pytest.mark.parametrize(
    ("words", "kind", "what"),
    [
        ("export month by month", AttemptKind.OTHER, "export month by month"),
        ("manual we type them", AttemptKind.MANUAL, "we type them"),
        ("Batching: ten at a time", AttemptKind.BATCHING, "ten at a time"),
        ("retry", AttemptKind.OTHER, "retry"),
    ],
)
def test_the_first_word_may_name_the_kind(words: str, kind: AttemptKind, what: str) -> None:
    assert attempts.from_words(words) == (kind, what)


@pytest.mark.parametrize(
    ("kind", "what", "field"),
    [(None, "x", "kind"), (AttemptKind.RETRY, " ", "what"), (AttemptKind.RETRY, "x" * 501, "what")],
)
def test_an_attempt_says_what_is_tried(kind: AttemptKind | None, what: str, field: str) -> None:
    with pytest.raises(Refusal) as no:
        attempts.check(kind, what)
    assert no.value.field == field


@pytest.mark.parametrize("result", AttemptResult)
def test_only_a_different_result_has_to_say_more(result: AttemptResult) -> None:
    attempts.check_try(result, "error 500 now")
    if result is AttemptResult.DIFFERENT:
        with pytest.raises(Refusal, match="what was different"):
            attempts.check_try(result, " ")
    else:
        attempts.check_try(result, "")
    with pytest.raises(Refusal, match="under 500"):
        attempts.check_try(result, "x" * 501)
