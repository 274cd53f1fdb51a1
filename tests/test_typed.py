"""What people typed, to the letter: markup stays text, and an address is a link to itself or none at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blocks import typed
from sandbox.blockkit import check_message
from sandbox.text import unescape


@given(st.text(min_size=1, max_size=300))
def test_the_leaves_put_together_are_the_text(text: str) -> None:
    leaves = typed.said(text)

    assert "".join(str(leaf.get("text") or leaf["url"]) for leaf in leaves) == text
    assert all(leaf["type"] == "text" or leaf["url"].startswith("http") for leaf in leaves)
    assert check_message([typed.line(*leaves), typed.quote("Impact", text)]) == []


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("see https://a.example/x_y_z, please", ["https://a.example/x_y_z"]),
        (
            "(https://a.example/?q=1&r=2) and http://b.example.",
            ["https://a.example/?q=1&r=2", "http://b.example"],
        ),
        ("<https://evil.example|your bank>", ["https://evil.example"]),
        ("https:// or https://… or javascript:alert(1)", []),
        ("https://a.example/cut-he…", []),
    ],
)
def test_only_whole_addresses_become_links_and_under_their_own_name(text: str, links: list[str]) -> None:
    assert [leaf["url"] for leaf in typed.said(text) if leaf["type"] == "link"] == links
    assert all("text" not in leaf for leaf in typed.said(text) if leaf["type"] == "link")


def test_a_line_of_mrkdwn_pings_nobody_and_leaves_out_cut_addresses() -> None:
    line = typed.linked("<!channel> <@U1> https://a.example/?a=1&b=2 " + "x" * 200, 60)

    assert line.startswith("&lt;!channel&gt; &lt;@U1&gt; <https://a.example/?a=1&amp;b=2> ")
    assert len(unescape(line)) <= 62
    assert typed.linked("https://a.example/" + "x" * 200, 60).startswith("https://a.example/")


def test_a_quotation_is_cut_and_never_empty() -> None:
    quoted = typed.quote("Impact", "x" * 900)["elements"][1]["elements"]

    assert len(quoted[0]["text"]) == typed.QUOTE
    assert quoted[0]["text"].endswith("…")
    assert check_message([typed.quote("Impact", " ")]) == []
