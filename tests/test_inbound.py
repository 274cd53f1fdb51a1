"""Reading a form: the short way says what the long way says."""

from urllib.parse import parse_qsl, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import inbound


@given(st.one_of(st.text(), st.text(alphabet='%+25FB7D3A2C"{}:,&= é', max_size=40)))
def test_a_payload_reads_as_it_was_written(said: str) -> None:
    assert inbound._form(urlencode({"payload": said})) == {"payload": said}


@given(st.text(alphabet="%+257BbDd3A2C;=x", max_size=30))
def test_what_is_written_wrongly_reads_as_the_standard_library_reads_it(raw: str) -> None:
    body = f"payload={raw}"
    assert inbound._form(body) == dict(parse_qsl(body, keep_blank_values=True))


PRESS: dict[str, object] = {"type": "block_actions", "actions": [{"action_id": "more:1"}]}


@pytest.mark.parametrize("view", [{}, {"id": None}, {"id": ""}, {"id": 5}, {"id": "V\x00"}, {"id": "V" * 65}])
def test_a_press_in_a_view_says_in_which(view: dict[str, object]) -> None:
    with pytest.raises(inbound.Malformed, match=r"view\.id"):
        inbound.checked(PRESS | {"view": {"type": "modal", **view}})


@pytest.mark.parametrize("view", [{}, {"view": None}, {"view": {"type": "modal", "id": "V1"}}])
def test_a_press_on_a_message_is_in_no_view(view: dict[str, object]) -> None:
    assert inbound.checked(PRESS | view)
