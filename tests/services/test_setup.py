"""The first run makes the whole shop or nothing."""

from __future__ import annotations

import pytest

from pos_app.adapters.sqlite.store import Store
from pos_app.domain.errors import PosError
from pos_app.domain.staff import Role
from pos_app.services.programme_store import load_programme, mode_of
from pos_app.services.settings import load_settings
from pos_app.services.setup import PersonAnswer, SetupService, ShopAnswers, TaxAnswer
from tests.builders import OWNER_SECRET, Shop
from tests.fakes import OPENING, FakeClock, FastHasher, RecordingSink, SequentialIds


@pytest.fixture
def setup(
    store: Store, clock: FakeClock, ids: SequentialIds, hasher: FastHasher, sink: RecordingSink
) -> SetupService:
    return SetupService(store.uow, hasher, clock, ids, sink)


def answers(**more: object) -> ShopAnswers:
    given = {
        "shop_name": " Ev  və Gözəllik ",
        "owner": PersonAnswer(name="Leyla", secret=OWNER_SECRET),
        **more,
    }
    return ShopAnswers(**given)  # type: ignore[arg-type]


def test_an_empty_store_needs_a_shop_and_has_one_afterwards(
    setup: SetupService, store: Store, sink: RecordingSink
) -> None:
    assert setup.needed()
    owner = setup.create(
        answers(
            currency="AZN",
            language="az",
            time_zone="Asia/Baku",
            mode="both",
            tier_name="Başlanğıc",
            taxes=(TaxAnswer(name="ƏDV 18%", rate=1800),),
            people=(PersonAnswer(name="Nigar", secret="123456"),),
            settings={"shop.address": "Nizami 5\r\nBakı"},
        )
    )
    assert not setup.needed()
    assert (owner.name, owner.role, owner.pin_hash) == ("Leyla", Role.OWNER, "")
    assert sink.topics == ["settings"]
    with store.uow() as uow:
        settings = load_settings(uow)
        version, programme = load_programme(uow, OPENING.date())
        people = uow.staff.all()
        taxes = uow.products.taxes()
    assert settings.shop.name == "Ev və Gözəllik"
    assert settings.shop.address == "Nizami 5\nBakı"
    assert (settings.money.currency, settings.locale.time_zone) == ("AZN", "Asia/Baku")
    assert (version, mode_of(programme)) == (1, "both")
    assert programme.tiers[0].name == "Başlanğıc"
    assert [(p.name, p.role) for p in people] == [("Leyla", Role.OWNER), ("Nigar", Role.CASHIER)]
    assert [(tax.name, tax.rate) for tax in taxes] == [("ƏDV 18%", 1800)]


@pytest.mark.parametrize(("given", "expected"), [(None, 100), (0, 0), (50, 50)])
def test_cash_rounding_is_the_usual_of_the_currency_unless_said(
    setup: SetupService, store: Store, given: int | None, expected: int
) -> None:
    setup.create(answers(currency="CZK", cash_rounding=given))
    with store.uow() as uow:
        assert load_settings(uow).money.cash_rounding == expected


@pytest.mark.parametrize(
    ("currency", "offered"),
    [
        ("EUR", (25_00, 50_00, 100_00, 200_00)),
        ("PLN", (25_00, 50_00, 100_00, 200_00)),
        ("RUB", (250_00, 500_00, 1000_00, 2000_00)),
    ],
)
def test_certificates_hold_sums_that_mean_something_in_the_money(
    setup: SetupService, store: Store, currency: str, offered: tuple[int, ...]
) -> None:
    setup.create(answers(currency=currency))
    with store.uow() as uow:
        assert load_settings(uow).certificates.amounts == offered


@pytest.mark.parametrize(
    ("currency", "given", "region"),
    [("PLN", "", "PL"), ("AZN", "", "AZ"), ("RUB", "", "RU"), ("EUR", "", ""), ("EUR", "pl", "PL")],
)
def test_phones_are_read_as_in_the_country_of_the_money(
    setup: SetupService, store: Store, currency: str, given: str, region: str
) -> None:
    setup.create(answers(currency=currency, region=given))
    with store.uow() as uow:
        assert load_settings(uow).locale.region == region


@pytest.mark.parametrize(
    ("spoilt", "code"),
    [
        ({"shop_name": "  "}, "setting_invalid"),
        ({"currency": "XXX"}, "unknown_currency"),
        ({"time_zone": "Mars/Base"}, "setting_invalid"),
        ({"mode": "gifts"}, "setting_invalid"),
        ({"tier_name": ""}, "programme_invalid"),
        ({"owner": PersonAnswer(name="Leyla", secret="12345")}, "password_rule"),
        ({"owner": PersonAnswer(name="", secret=OWNER_SECRET)}, "setting_invalid"),
        ({"people": (PersonAnswer(name="Nigar", secret="12345"),)}, "pin_rule"),
        ({"people": (PersonAnswer(name="leyla", secret="123456"),)}, "name_taken"),
        ({"taxes": (TaxAnswer(name="", rate=1800),)}, "setting_invalid"),
        ({"settings": {"shop.colour": "red"}}, "unknown_setting"),
        ({"settings": {"scanner.staff_prefix": "K"}}, "setting_invalid"),
    ],
)
def test_a_wrong_answer_leaves_nothing_behind(
    setup: SetupService, store: Store, spoilt: dict[str, object], code: str
) -> None:
    with pytest.raises(PosError) as refusal:
        setup.create(answers(**{"mode": "discount", **spoilt}))
    assert refusal.value.code == code
    assert setup.needed()
    with store.uow() as uow:
        assert uow.settings.all() == {}
        assert uow.settings.programmes() == []
        assert uow.products.taxes() == []
    assert store.journal_head() == ""


def test_a_shop_is_made_once(shop: Shop, setup: SetupService) -> None:
    with pytest.raises(PosError) as refusal:
        setup.create(answers())
    assert refusal.value.code == "shop_exists"


def test_the_journal_says_how_the_shop_began_without_any_secret(shop: Shop) -> None:
    ((kind, content, person, approver),) = shop.events("shop.")
    assert kind == "shop.created"
    assert person == shop.people["Leyla"].uuid
    assert approver is None
    assert content["settings"]["money.currency"] == "PLN"
    assert content["people"] == 4
    assert content["taxes"] == [["VAT 23%", 2300], ["VAT 8%", 800]]
    assert OWNER_SECRET not in str(content)
    assert shop.hasher.hash(OWNER_SECRET) not in str(content)
