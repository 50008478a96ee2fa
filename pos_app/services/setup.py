"""The first run: a shop made of the answers to a few questions, all of it or nothing."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from pos_app.domain.errors import PosError
from pos_app.domain.events import Event
from pos_app.domain.staff import Person, Role
from pos_app.services import checks
from pos_app.services.currencies import currency
from pos_app.services.pin_guard import without_secret
from pos_app.services.ports import (
    Clock,
    EventSink,
    IdSource,
    PinHasher,
    UnitOfWork,
    UnitOfWorkFactory,
)
from pos_app.services.programme_store import (
    MODES,
    Mode,
    checked_programme,
    default_programme,
    store_programme,
)
from pos_app.services.settings import check_together, known, load_settings
from pos_app.services.settings_service import store_setting
from pos_app.services.staff import new_person

_TAX_NAME = checks.text(60, required=True)
_TAX_RATE = checks.whole(0, 10_000)
_MODE = checks.one_of(MODES)
_SHOP_NAME: Final = "shop.name"


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonAnswer:
    """Somebody who will work here, with the secret they chose."""

    name: str
    secret: str
    role: Role = Role.CASHIER
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxAnswer:
    """A tax of the shop; ``rate`` in basis points. The first one is the usual."""

    name: str
    rate: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ShopAnswers:
    """What a new shop says of itself; only language, name and owner must be answered.

    ``cash_rounding`` None and ``region`` "" take the usual ones of the currency. ``settings`` are
    further values by key, for instance ``{"shop.address": …}``.
    """

    shop_name: str
    owner: PersonAnswer
    language: str = "en"
    currency: str = "EUR"
    time_zone: str = "UTC"
    region: str = ""
    cash_rounding: int | None = None
    prices_include_tax: bool = True
    taxes: tuple[TaxAnswer, ...] = ()
    mode: Mode = "points"
    tier_name: str = "Start"
    people: tuple[PersonAnswer, ...] = ()
    settings: dict[str, object] = field(default_factory=dict)


class SetupService:
    """Makes a shop out of an empty store."""

    def __init__(
        self,
        uow: UnitOfWorkFactory,
        hasher: PinHasher,
        clock: Clock,
        ids: IdSource,
        sink: EventSink,
    ) -> None:
        self._uow = uow
        self._hasher = hasher
        self._clock = clock
        self._ids = ids
        self._sink = sink

    def needed(self) -> bool:
        """Whether nobody works here yet: the store is empty."""
        with self._uow() as uow:
            return not uow.staff.all()

    def create(self, answers: ShopAnswers) -> Person:
        """Write settings, taxes, programme and people in one transaction; the owner.

        There is no account to begin with: the owner is who answers here. Raises ``PosError``
        ``shop_exists``, ``setting_invalid`` (field), ``unknown_currency``, ``pin_rule``,
        ``password_rule``, ``name_taken``; then nothing was written.
        """
        values = _values(answers)
        with self._uow() as uow:
            if uow.staff.all():
                raise PosError("shop_exists")
            for key, value in values.items():
                store_setting(uow, key, value)
            check_together(load_settings(uow))
            owner = self._person(uow, answers.owner, Role.OWNER)
            for each in answers.people:
                self._person(uow, each, each.role)
            for tax in answers.taxes:
                uow.products.add_tax(_TAX_NAME("tax_name", tax.name), _TAX_RATE("tax", tax.rate))
            mode: Mode = _MODE("mode", answers.mode)
            programme = checked_programme(default_programme(mode, answers.tier_name))
            store_programme(uow, self._clock, owner.id, programme)
            uow.record(_created(owner, values, answers))
            uow.commit()
        self._sink.changed("settings")
        return without_secret(owner)

    def _person(self, uow: UnitOfWork, answer: PersonAnswer, role: Role) -> Person:
        return new_person(
            uow,
            self._ids,
            self._hasher,
            name=answer.name,
            role=role,
            secret=answer.secret,
            language=answer.language,
        )


def _values(answers: ShopAnswers) -> dict[str, object]:
    """All answers that are settings, checked."""
    money = currency(answers.currency)
    rounding = money.rounding if answers.cash_rounding is None else answers.cash_rounding
    given = {
        "certificates.amounts": money.gift_amounts,
        **answers.settings,
        _SHOP_NAME: answers.shop_name,
        "locale.language": answers.language,
        "locale.time_zone": answers.time_zone,
        "locale.region": answers.region or money.region,
        "money.currency": answers.currency,
        "money.cash_rounding": rounding,
        "money.prices_include_tax": answers.prices_include_tax,
    }
    return {key: known(key).check(key, value) for key, value in given.items()}


def _created(owner: Person, values: dict[str, object], answers: ShopAnswers) -> Event:
    plain = {key: list(v) if isinstance(v, tuple) else v for key, v in sorted(values.items())}
    content = {
        "settings": plain,
        "mode": answers.mode,
        "people": 1 + len(answers.people),
        "taxes": [[tax.name, tax.rate] for tax in answers.taxes],
    }
    return Event(type="shop.created", content=content, person=owner.uuid)
