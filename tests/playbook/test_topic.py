"""The topic of a case channel."""

import unicodedata

from hypothesis import example, given
from hypothesis import strategies as st

from bot.playbook.topic import TOPIC, topic

RECORD = "https://acme.slack.com/archives/C0123456789/p1234567890123456"
CALL = "https://meet.example.com/ACE-0001"
STATE = "https://acme.slack.com/docs/T0123456789/F0123456789"
LINKS = st.lists(
    st.from_regex(r"https://[a-z]{1,20}\.example/[A-Za-z0-9/]{1,150}", fullmatch=True), max_size=3
)
ROLES = st.lists(st.tuples(st.sampled_from(["EM", "Scribe"]), st.text(max_size=90)), max_size=7)


def drawn(
    summary: str = "Exports time out", *links: str, roles: tuple[tuple[str, str], ...] = (("EM", "Eli"),)
) -> str:
    return topic(severity="Critical", status="Discovery", roles=roles, summary=summary, links=links)


def test_it_says_severity_status_roles_summary_and_links_in_this_order() -> None:
    text = drawn("Exports time out", RECORD, CALL, roles=(("EM", "Eli"), ("Scribe", "Sam")))

    assert text == f"Critical | Discovery | EM Eli, Scribe Sam | Exports time out | {RECORD} | {CALL}"


def test_the_summary_is_shortened_before_a_link_is_left_out() -> None:
    text = drawn("Exports of invoices time out for everybody " * 5, RECORD, CALL, STATE)

    assert len(text) <= TOPIC
    assert text.endswith(f"… | {RECORD} | {CALL} | {STATE}")
    assert "Exports of invoices" in text


def test_a_link_that_does_not_fit_is_left_out_whole_and_a_shorter_one_is_kept() -> None:
    endless = "https://acme.example/" + "a" * 200
    text = drawn("Exports time out", endless, CALL)

    assert text.endswith(f"Exports time out | {CALL}")
    assert "acme.example" not in text


def test_without_links_roles_and_summary_no_separator_is_left_over() -> None:
    assert drawn("", roles=()) == "Critical | Discovery"


def test_what_people_typed_stays_on_one_plain_line() -> None:
    text = drawn("a\nb\tc\u202ed\u200be\x00f", "not a link", roles=(("EM", "Eli\r\nEvil"),))

    assert text == "Critical | Discovery | EM Eli Evil | a b cdef"


def test_the_em_stays_when_there_are_too_many_roles_with_long_names() -> None:
    text = drawn("x" * 300, RECORD, roles=tuple(("Communications lead", "N" * 80) for _ in range(7)))

    assert text.count("Communications lead") == 1
    assert len(text) <= TOPIC


@given(st.text(), ROLES, LINKS)
@example("x" * 500, [("EM", "y" * 500)], ["https://a.example/" + "b" * 140])
@example("🔥" * 300, [], [])
def test_a_topic_is_always_one_that_slack_takes(
    summary: str, roles: list[tuple[str, str]], links: list[str]
) -> None:
    text = topic(severity="High", status="Triage", roles=roles, summary=summary, links=links)

    assert text.startswith("High | Triage")
    assert len(text) <= TOPIC
    assert not any(unicodedata.category(sign) in {"Cc", "Cf", "Cs"} for sign in text)
    shown = text.split(" | ")
    assert all(link in shown for link in links if link in text) or not links
    again = topic(severity="High", status="Triage", roles=roles, summary=summary, links=links)
    assert again == text


@given(st.text(max_size=100))
def test_three_usual_links_are_always_there_whole(summary: str) -> None:
    text = drawn(summary, RECORD, CALL, STATE)

    assert all(f" | {link}" in text for link in (RECORD, CALL, STATE))


def test_what_people_typed_calls_nobody_from_a_topic() -> None:
    text = topic(
        severity="High",
        status="Triage",
        roles=[("EM", "<!here>")],
        summary="<!channel> a < b",
        links=["https://x.example"],
    )
    assert text == "High | Triage | EM ‹!here› | ‹!channel› a ‹ b | https://x.example"
