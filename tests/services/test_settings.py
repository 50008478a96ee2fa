"""Settings are declared once, checked on the way in, journaled, and the owner's alone."""

from __future__ import annotations

import pytest

from pos_app.domain.errors import PosError
from pos_app.services import checks
from pos_app.services.currencies import CURRENCIES, currency
from pos_app.services.settings import SHOP_SETTINGS, Settings, build, load_settings
from pos_app.services.settings_service import SettingsService
from pos_app.services.station import STATION_SETTINGS, StationService, StationSettings
from tests.builders import Shop
from tests.fakes import MemoryStation, RecordingSink


def test_every_default_passes_its_own_check_but_the_shop_must_be_named() -> None:
    for key, definition in {**SHOP_SETTINGS, **STATION_SETTINGS}.items():
        if key == "shop.name":
            with pytest.raises(PosError):
                definition.check(key, definition.default)
        else:
            assert definition.check(key, definition.default) == definition.default, key


def test_the_defaults_are_those_of_the_rules() -> None:
    fresh = build(Settings, {})
    assert fresh.shop.return_days == 14
    assert fresh.money.prices_include_tax is True
    assert fresh.money.tax_round == "per_rate"
    assert fresh.money.cash_rounding == 0
    assert fresh.security.pin_length == 6
    assert fresh.security.idle_lock_seconds == 300
    assert fresh.backup.every_minutes == 15
    assert fresh.next_coupon.enabled is False
    assert fresh.value("scanner.card_prefix") == "29"


def test_stored_values_lie_over_the_defaults_and_strange_keys_do_not_matter() -> None:
    made = build(Settings, {"shop.name": "Dom", "scanner.weighed_templates": [], "future.x": 1})
    assert made.shop.name == "Dom"
    assert made.scanner.weighed_templates == ()


def test_a_spoilt_stored_value_is_said_not_guessed() -> None:
    with pytest.raises(PosError) as refusal:
        build(Settings, {"money.cash_rounding": 3})
    assert (refusal.value.code, refusal.value.params["field"]) == (
        "setting_invalid",
        "money.cash_rounding",
    )


def test_what_the_store_keeps_comes_back_equal(shop: Shop) -> None:
    shop.settings.change_many(
        shop.owner,
        {
            "scanner.weighed_templates": ("21AAAAAWWWWWC", "2300PPPPVVVVC"),
            "next_coupon.enabled": True,
            "money.tax_round": "line",
            "shop.thanks": "Dziękujemy „bardzo”",
        },
    )
    with shop.store.uow() as uow:
        stored = load_settings(uow)
    assert stored == shop.settings.current
    assert stored.scanner.weighed_templates == ("21PPPPPWWWWWC", "2300PPPPVVVVC")
    assert stored.shop.thanks == "Dziękujemy „bardzo”"
    assert str(stored.locale.zone) == "Europe/Warsaw"
    assert stored.money.kind is currency("PLN")


def test_a_change_is_journaled_with_before_and_after_and_told(shop: Shop) -> None:
    shop.settings.change(shop.owner, "scanner.weighed_templates", [])
    shop.settings.change(shop.owner, "shop.return_days", 30)
    assert [content for _, content, _, _ in shop.events("settings.")] == [
        {"key": "scanner.weighed_templates", "before": ["22PPPPPWWWWWC"], "after": []},
        {"key": "shop.return_days", "before": 14, "after": 30},
    ]
    assert {person for _, _, person, _ in shop.events("settings.")} == {shop.people["Leyla"].uuid}
    assert shop.sink.heard == [
        ("settings", "scanner.weighed_templates"),
        ("settings", "shop.return_days"),
    ]


def test_the_same_value_again_is_no_change(shop: Shop) -> None:
    before = shop.store.journal_head()
    shop.settings.change(shop.owner, "shop.name", " Dom i Uroda ")
    assert shop.store.journal_head() == before
    assert shop.sink.heard == []


def test_several_values_are_changed_together_or_not_at_all(shop: Shop) -> None:
    with pytest.raises(PosError):
        shop.settings.change_many(shop.owner, {"shop.phone": "123", "shop.return_days": -1})
    assert shop.settings.reload().shop.phone == ""


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"scanner.staff_prefix": "k"}, "scanner.coupon_prefix"),
        ({"scanner.certificate_prefix": "S"}, "scanner.coupon_prefix"),
        ({"next_coupon.value": 10_001}, "next_coupon.value"),
    ],
)
def test_settings_fit_each_other(shop: Shop, values: dict[str, object], field: str) -> None:
    before = shop.settings.current
    with pytest.raises(PosError) as refusal:
        shop.settings.change_many(shop.owner, values)
    assert (refusal.value.code, refusal.value.params["field"]) == ("setting_invalid", field)
    assert shop.settings.current == shop.settings.reload() == before


def test_a_coupon_of_money_may_be_worth_more_than_a_hundred_per_cent_is(shop: Shop) -> None:
    changed = {"next_coupon.benefit": "amount", "next_coupon.value": 10_001}
    assert shop.settings.change_many(shop.owner, changed).next_coupon.value == 10_001


@pytest.mark.parametrize("name", ["Anna", "Marta"])
def test_only_the_owner_changes_settings(shop: Shop, name: str) -> None:
    with pytest.raises(PosError) as refusal:
        shop.settings.change(shop.session(name), "shop.name", "Mine")
    assert refusal.value.code == "not_allowed"
    assert shop.settings.current.shop.name == "Dom i Uroda"


@pytest.mark.parametrize("key", ["shop.colour", "shop", "", "money.kind"])
def test_unknown_settings_are_refused(shop: Shop, key: str) -> None:
    with pytest.raises(PosError) as refusal:
        shop.settings.change(shop.owner, key, 1)
    assert refusal.value.code == "unknown_setting"
    with pytest.raises(PosError):
        shop.settings.current.value(key)


def test_the_currency_is_free_until_records_speak_in_it(shop: Shop) -> None:
    shop.settings.change(shop.owner, "money.currency", "EUR")
    shop.settings.change(shop.owner, "money.currency", "PLN")
    shop.till.open(shop.cashier, 10_000)
    for key, value in (("money.currency", "EUR"), ("till.id", "2")):
        with pytest.raises(PosError) as refusal:
            shop.settings.change(shop.owner, key, value)
        assert (refusal.value.code, refusal.value.params) == ("setting_fixed", {"key": key})
    shop.settings.change(shop.owner, "shop.phone", "600 100 200")
    assert shop.settings.current.shop.phone == "600 100 200"


def test_the_settings_in_force_are_read_once(shop: Shop, sink: RecordingSink) -> None:
    service = SettingsService(shop.store.uow, sink)
    first = service.current
    with shop.store.uow() as uow:
        uow.settings.put("shop.phone", "1")
        uow.commit()
    assert service.current is first
    assert service.reload().shop.phone == "1"


@pytest.mark.parametrize(
    ("check", "good", "kept", "bad"),
    [
        (checks.text(3), "abc", "abc", [1, "abcd"]),
        (checks.text(3, required=True), "a", "a", ["", "  "]),
        (checks.whole(1, 5), 5, 5, [0, 6, 1.0, "1", True, None]),
        (checks.flag, True, True, [1, 0, "yes", None]),
        (checks.one_of((0, 5)), 5, 5, [1, 5.0, "5", False, None]),
        (checks.digits(1, 3), "007", "007", ["", "1234", "x", "٣", 7]),
        (checks.token(1, 4), "a1", "A1", ["", "abcde", "a-b", "ə", 1]),
        (checks.raw_keys(2), "\r\n", "\r\n", ["abc", "ə", 1]),
        (
            checks.several(checks.flag, most=2),
            [True],
            (True,),
            ["x", [1], [True] * 3, [True, True]],
        ),
        (checks.time_zone, "Asia/Baku", "Asia/Baku", ["Asia/Nowhere", "../etc", "", 1]),
        (checks.currency_code, "AZN", "AZN", ["azn", "XXX", 1]),
        (
            checks.weighed_template,
            "22pppppwwwwwc",
            "22PPPPPWWWWWC",
            ["22PPPPPC", "11PPPPPWWWWWC", "", 22],
        ),
        (checks.card_format, "7700####", "7700####", ["77", "#700", "7" * 21, "77-00", 7700]),
    ],
)
def test_checks(check: checks.Check, good: object, kept: object, bad: list[object]) -> None:
    assert check("field", good) == kept
    for value in bad:
        with pytest.raises(PosError):
            check("field", value)


def test_currencies_know_their_notes_and_coins() -> None:
    azn = currency("AZN")
    assert azn.denominations == (20000, 10000, 5000, 2000, 1000, 500, 100, 50, 20, 10, 5, 3, 1)
    for money in CURRENCIES.values():
        assert list(money.denominations) == sorted(set(money.denominations), reverse=True)
        assert money.rounding == 0 or money.coins[-1] <= money.rounding
        assert money.minor_digits == 2
    with pytest.raises(PosError) as refusal:
        currency("???")
    assert refusal.value.code == "unknown_currency"


def test_a_station_keeps_what_differs_from_the_defaults() -> None:
    port = MemoryStation()
    station = StationService(port)
    assert station.current == StationSettings()
    station.change("printer.kind", "tcp")
    station.change("printer.host", "192.168.1.50")
    assert station.change("look.theme", "dark").look.theme == "dark"
    assert port.values == {
        "printer.kind": "tcp",
        "printer.host": "192.168.1.50",
        "look.theme": "dark",
    }
    assert StationService(port).current == station.current
    station.change("look.theme", "light")
    assert station.current.value("look.theme") == "light"


def test_a_spoilt_station_file_does_not_keep_the_till_shut() -> None:
    station = StationService(MemoryStation({"printer.kind": "laser", "look.scale": 150, "x.y": 1}))
    assert station.current.printer.kind == "none"
    assert station.current.look.scale == 150


def test_a_station_refuses_what_it_does_not_know() -> None:
    port = MemoryStation()
    station = StationService(port)
    for key, value, code in (
        ("printer.colour", "red", "unknown_setting"),
        ("printer.kind", "laser", "setting_invalid"),
    ):
        with pytest.raises(PosError) as refusal:
            station.change(key, value)
        assert refusal.value.code == code
    with pytest.raises(PosError):
        station.current.value("printer.colour")
    assert port.values == {}
