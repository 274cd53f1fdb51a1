"""Text as Slack delivers it, as people read it."""

import pytest

from blocks.received import people_in, readable

NAMES = {"U1ANA": "Ana Silva"}


@pytest.mark.parametrize(
    ("received", "read"),
    [
        ("<@U1ANA> and <@U2ELI|eli> and <@W3>", "@Ana Silva and @eli and @somebody"),
        ("<#C1|general> <#C2|> <#C3>", "#general #private channel #private channel"),
        ("<!here> <!channel|@channel> <!subteam^S1|@web>", "@here @channel @web"),
        ("<!date^1^{date}|10 May> <!subteam^S2>", "10 May @subteam"),
        (
            "<https://a.example/x> <https://a.example|our site>",
            "https://a.example/x our site (https://a.example)",
        ),
        ("<https://a.example|a.example> <mailto:a@b.example|a@b.example>", "https://a.example a@b.example"),
        ("a &lt;b&gt; &amp; c", "a <b> & c"),
        ("&lt;!channel&gt; &amp;lt;", "<!channel> &lt;"),
        ("", ""),
    ],
)
def test_it_reads_as_on_the_screen(received: str, read: str) -> None:
    assert readable(received, NAMES) == read


def test_mentions_of_the_app_itself_are_left_out() -> None:
    assert readable("<@U9BOT> <@U1ANA> is stuck", NAMES, without=["U9BOT"]) == "@Ana Silva is stuck"


def test_people_are_found_once_each() -> None:
    assert people_in("<@U1ANA> <@U2ELI|eli> <@U1ANA> &lt;@U3&gt; @U4") == ["U1ANA", "U2ELI"]
