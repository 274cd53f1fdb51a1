"""Reading a form: the short way says what the long way says."""

from urllib.parse import parse_qsl, urlencode

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
