"""Filters of people."""

from __future__ import annotations

from pos_app.domain.customer import Channel
from pos_app.services import codec
from pos_app.services.people_records import PeopleFilter


def test_a_filter_names_its_channel() -> None:
    assert PeopleFilter(consent="call").channel is Channel.CALL
    assert PeopleFilter().channel is None


def test_a_filter_is_kept_as_text() -> None:
    wanted = PeopleFilter(text="sok", tiers=("gold", ""), consent="sms", born_month=11)
    assert codec.loads(PeopleFilter, codec.dumps(wanted)) == wanted
