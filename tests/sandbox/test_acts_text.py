"""Text as Slack stores it, for what people type and what apps send."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.text import escape, fallback, link_urls, sent, typed, unescape
from tests.sandbox.office import Office


def test_typed_names_become_mentions(office: Office) -> None:
    office.ws.add_usergroup("support", "Support", ["ana"])
    office.ws.add_user("a.b", "A B")
    ids = {"ana": office.ana.id, "ab": office.ws.user("a.b").id, "general": office.general.id}
    support = next(iter(office.ws.usergroups))

    def stored(text: str) -> str:
        return typed(office.ws, text)

    assert stored("@ana: see #general, @support.") == (
        f"<@{ids['ana']}>: see <#{ids['general']}|general>, <!subteam^{support}|@support>."
    )
    assert stored("@a.b @here") == f"<@{ids['ab']}> <!here>"
    assert stored("#secret") == f"<#{office.secret.id}|>"
    assert stored("@anastasia mail@ana.test #nowhere @") == "@anastasia mail@ana.test #nowhere @"


def test_typed_control_sequences_stay_text(office: Office) -> None:
    assert typed(office.ws, "<!channel> & <@U1>") == "&lt;!channel&gt; &amp; &lt;@U1&gt;"


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("see https://a.test/b?c=1.", "see <https://a.test/b?c=1>."),
        ("(http://a.test)", "(<http://a.test>)"),
        ("<https://a.test|label> https://b.test", "<https://a.test|label> <https://b.test>"),
        ("<mailto:a@b.test|a@b.test>", "<mailto:a@b.test|a@b.test>"),
        ("<!date^1^{date}^https://a.test|x>", "<!date^1^{date}^https://a.test|x>"),
        ("a < b & c > d", "a &lt; b &amp; c > d"),
        ("&lt;kept&gt; &amp;", "&lt;kept&gt; &amp;"),
        ("<@U1> <#C1|x> <!subteam^S1>", "<@U1> <#C1|x> <!subteam^S1>"),
    ],
)
def test_sent_text_keeps_its_sequences(text: str, stored: str) -> None:
    assert sent(text) == stored
    assert sent(stored) == stored


@given(st.text())
def test_escaping_goes_there_and_back_and_leaves_no_sequence(text: str) -> None:
    assert unescape(escape(text)) == text
    assert "<" not in escape(text)
    assert unescape(link_urls(escape(text)).replace("<", "").replace(">", "")) == text


@given(st.text(alphabet="<>&@#!|^ahttps:/.C1 "))
def test_storing_twice_changes_nothing(text: str) -> None:
    assert sent(sent(text)) == sent(text)


def test_blocks_alone_get_a_text() -> None:
    header = {"type": "header", "text": {"type": "plain_text", "text": "Head"}}
    section = {"type": "section", "fields": [{"type": "mrkdwn", "text": "*a*"}]}

    assert fallback([section, {"type": "divider"}, header]) == "Head *a*"
