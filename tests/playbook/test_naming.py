"""Keys and channel names."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.playbook.naming import channel_name, key, keys, latin, suffixed

NAME = re.compile(r"[a-z0-9]([a-z0-9_-]*[a-z0-9])?")
NUMBERS = st.integers(1, 10**8)


@pytest.mark.parametrize(
    ("number", "text"), [(1, "ACE-0001"), (999, "ACE-0999"), (9999, "ACE-9999"), (10000, "ACE-10000")]
)
def test_a_key_has_four_digits_then_as_many_as_it_takes(number: int, text: str) -> None:
    assert key(number) == text
    assert keys(text) == [number]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("ACE-0001", [1]),
        ("ace-0001 and Ace-0002, again ACE-0001", [1, 2]),
        ("see ACE-0001. Then (ACE-0002)!", [1, 2]),
        ("*ACE-0001* _ACE-0002_ ~ACE-0003~ `ACE-0004`", [1, 2, 3, 4]),
        ("https://tracker.example.com/ACE-0001?x=1", [1]),
        ("<https://x.example/|ACE-0012>", [12]),
        ("ACE-7", [7]),
        ("ACE-0001's owner", [1]),
        ("PLACE-0001", []),
        ("SPACE-0001", []),
        ("X-ACE-0001", []),
        ("my_ACE-0001", []),
        ("ACE-0001-acme", []),
        ("ACE-0001_old", []),
        ("ACE-0001b", []),
        ("ACE-0001.5", []),
        ("ACE-00012", []),
        ("ACE-0000", []),
        ("ACE-1234567890", []),
        ("ACE-٠٠٠١", []),
        ("ACE 0001", []),
        ("", []),
    ],
)
def test_only_whole_keys_are_found(text: str, found: list[int]) -> None:
    assert keys(text) == found


def test_another_prefix_has_keys_of_its_own() -> None:
    assert key(3, "ESC") == "ESC-0003"
    assert keys("ACE-0001 ESC-0003", "ESC") == [3]


@given(NUMBERS, st.sampled_from(["", " ", ", ", "(", "\n", "/"]), st.sampled_from(["", " ", ".", "?", ")"]))
def test_a_key_is_found_between_any_marks(number: int, before: str, after: str) -> None:
    assert keys(f"see{before or ' '}{key(number)}{after}") == [number]


@given(NUMBERS, st.text(alphabet="abcxyz0189é", min_size=1))
def test_a_key_glued_to_letters_or_digits_is_another_word(number: int, glue: str) -> None:
    assert keys(f"{glue}{key(number)}") == []
    assert number not in keys(f"{key(number)}{glue}")


@given(st.text())
def test_looking_for_keys_never_fails(text: str) -> None:
    assert all(number > 0 for number in keys(text))


@pytest.mark.parametrize(
    ("customer", "tail"),
    [
        ("Acme", "acme"),
        ("  ACME, Inc. ", "acme-inc"),
        ("Łódź & Søn", "lodz-son"),
        ("Straße", "strasse"),
        ("Ærø Bryggeri", "aero-bryggeri"),
        ("Þór", "thor"),
        ("İstanbul Işık", "istanbul-isik"),
        ("Ёлки Йогурт Щука", "elki-yogurt-shchuka"),
        ("Київ", "kiiv"),
        ("Ελληνικά Ψωμί", "ellinika-psomi"),
        ("O'Neill’s", "oneills"),
        ("<!channel>", "channel"),
        ("#general @here", "general-here"),
        ("ﬁne Ⅷ", "fine-viii"),
        ("𝒜cme", "acme"),
    ],
)
def test_a_customer_is_spelled_in_plain_latin_letters(customer: str, tail: str) -> None:
    assert channel_name(1, customer) == f"ace-0001-{tail}"


@pytest.mark.parametrize("customer", ["", "   ", "株式会社", "!!!", "🔥"])
def test_a_name_without_latin_letters_leaves_the_number(customer: str) -> None:
    assert channel_name(42, customer) == "ace-0042"


def test_a_private_case_has_no_word_of_the_customer_in_its_name() -> None:
    assert channel_name(7, "Acme", private=True) == "ace-0007-private"


@given(NUMBERS, st.text(), st.booleans())
@example(1, "a" * 200, False)
@example(1, "a" * 70 + "-" * 20 + "b", False)
def test_every_channel_name_is_one_that_slack_takes(number: int, customer: str, private: bool) -> None:
    name = channel_name(number, customer, private=private)

    assert len(name) <= 80
    assert NAME.fullmatch(name)
    assert name.startswith(f"ace-{number:04d}")
    assert channel_name(number, customer, private=private) == name


@given(NUMBERS, st.text(), st.integers(2, 10**6))
def test_a_suffixed_name_differs_and_is_taken_as_well(number: int, customer: str, again: int) -> None:
    name = channel_name(number, customer)
    other = suffixed(name, again)

    assert len(other) <= 80
    assert NAME.fullmatch(other)
    assert other != name
    assert other.endswith(f"-{again}")


@given(st.text())
def test_spelling_it_twice_changes_nothing(text: str) -> None:
    assert latin(latin(text)) == latin(text)
