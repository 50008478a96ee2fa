"""A person's groups: who may change them, how they are written, what the journal keeps."""

from __future__ import annotations

import pytest

from pos_app.domain.errors import PosError
from pos_app.services.customer_groups import MOST_GROUPS, CustomerGroups
from pos_app.services.price_levels import LevelForm, PriceLevels
from tests.builders import Shop


@pytest.fixture
def groups(shop: Shop) -> CustomerGroups:
    """The service."""
    return CustomerGroups(shop.store.uow, shop.sink)


def refused(groups: CustomerGroups, shop: Shop, customer_id: int, *names: str) -> PosError:
    """Why these groups are not taken from the owner."""
    with pytest.raises(PosError) as raised:
        groups.put(shop.owner, customer_id, names)
    return raised.value


def test_groups_are_kept_by_name_and_told(shop: Shop, groups: CustomerGroups) -> None:
    customer = shop.customer()
    shop.sink.heard.clear()
    assert groups.of(customer.id) == ()
    assert groups.put(shop.senior, customer.id, ["VIP", " ", "staff  shop"]) == (
        "staff shop", "VIP",
    )  # fmt: skip
    assert groups.of(customer.id) == ("staff shop", "VIP")
    assert groups.in_use() == ["staff shop", "VIP"]
    assert shop.sink.heard == [("customer", str(customer.id))]
    (event,) = shop.events("customer.grouped")
    assert event[1] == {"customer": customer.uuid, "groups": ["staff shop", "VIP"]}
    assert event[2] == shop.senior.person_uuid


def test_the_same_groups_write_nothing(shop: Shop, groups: CustomerGroups) -> None:
    customer = shop.customer()
    groups.put(shop.owner, customer.id, ["VIP"])
    groups.put(shop.owner, customer.id, ["vip", "VIP"])
    assert groups.of(customer.id) == ("VIP",)
    assert len(shop.events("customer.grouped")) == 1
    groups.put(shop.owner, customer.id, [])
    assert groups.of(customer.id) == ()
    assert groups.in_use() == []


def test_a_group_is_written_as_a_price_writes_it(shop: Shop, groups: CustomerGroups) -> None:
    soap = shop.product("Soap", 1_000)
    levels = PriceLevels(shop.store.uow, shop.clock, shop.ids, shop.sink)
    levels.put(shop.owner, soap.id, LevelForm(price=900, group="Wholesale"))
    customer = shop.customer()
    assert groups.put(shop.owner, customer.id, ["WHOLESALE"]) == ("Wholesale",)


def test_what_is_no_group(shop: Shop, groups: CustomerGroups) -> None:
    customer = shop.customer()
    tier = refused(groups, shop, customer.id, "tier:gold")
    assert (tier.code, tier.params["field"], tier.params["reason"]) == (
        "setting_invalid", "groups", "format",
    )  # fmt: skip
    assert refused(groups, shop, customer.id, "x" * 41).code == "text_too_long"
    many = [f"g{number}" for number in range(MOST_GROUPS + 1)]
    assert refused(groups, shop, customer.id, *many).params["reason"] == "range"
    assert len(groups.put(shop.owner, customer.id, many[1:])) == MOST_GROUPS


def test_who_may_and_whom(shop: Shop, groups: CustomerGroups) -> None:
    customer = shop.customer()
    with pytest.raises(PosError) as raised:
        groups.put(shop.cashier, customer.id, ["VIP"])
    assert raised.value.code == "not_allowed"
    assert refused(groups, shop, 999, "VIP").code == "customer_unknown"
    with pytest.raises(PosError) as raised:
        groups.of(999)
    assert raised.value.code == "customer_unknown"
