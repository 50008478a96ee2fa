"""A small shop on disk for tests of the whole program, and what a person sees in its window."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result
from PySide6.QtWidgets import QApplication, QWidget

from pos_app.adapters.files.paths import places
from pos_app.adapters.files.station_file import StationFile
from pos_app.adapters.system import SystemClock, SystemIds
from pos_app.bootstrap.program import DesktopProgram
from pos_app.bootstrap.rehearsal import Rehearsal
from pos_app.bootstrap.shop import Shop, World, create_shop
from pos_app.cli.main import root
from pos_app.domain.catalogue import UnitKind
from pos_app.domain.customer import Purpose
from pos_app.domain.staff import Role
from pos_app.services.customers import ConsentChoice, CustomerForm
from pos_app.services.ports import Clock, IdSource
from pos_app.services.product_form import ProductForm
from pos_app.services.session import Session
from pos_app.services.setup import PersonAnswer, ShopAnswers, TaxAnswer
from pos_app.services.station import StationService
from tests.builders import CASHIER_PIN, SENIOR_PIN, card_number, ean13
from tests.fakes import FastHasher
from tests.ui.shots import text_tree

SOAP, TEA = ean13("590000000001"), ean13("590000000002")
SOAP_PRICE, TEA_PRICE = 250, 1000
CHEESE_PLU, CHEESE_PRICE = "12345", 4000
CARD = card_number(1)
UNKNOWN = ean13("460123456789")
STEP_MS = 50
"""Pause after a gesture: longer than the 35 ms that tell a person from a scanner."""

NEXT_COUPON = {
    "next_coupon.enabled": True,
    "next_coupon.threshold": 2000,
    "next_coupon.benefit": "amount",
    "next_coupon.value": 500,
    "next_coupon.starts_after_days": 0,
    "next_coupon.minimum": 1000,
}
"""From 20.00 on, a coupon of 5.00 for baskets of 10.00 and more, good at once."""


def label(plu: str, grams: int) -> str:
    """What a scale prints: ``22PPPPPWWWWWC``."""
    return ean13(f"22{plu}{grams:05d}")


def world(clock: Clock | None = None, ids: IdSource | None = None) -> World:
    """The real world, but for the slow hashing of PINs."""
    return World(clock=clock or SystemClock(), ids=ids or SystemIds(), hasher=FastHasher())


def make_shop(
    folder: Path, *, clock: Clock | None = None, ids: IdSource | None = None, **answers: Any
) -> None:
    """Soap, tea and cheese by weight; Olga the owner, Marta the senior, Anna the cashier; one
    customer with a card; 5 % back in points of a grosz; slips go into ``folder/slips``."""
    shop = create_shop(places(folder), world(clock, ids))
    try:
        _fill(shop, answers)
    finally:
        shop.close()
    station = StationService(StationFile(places(folder).station_file))
    station.change("printer.kind", "folder")
    station.change("printer.folder", str(folder / "slips"))


def _fill(shop: Shop, answers: dict[str, Any]) -> None:
    given: dict[str, Any] = {
        "shop_name": "Linden Household",
        "owner": PersonAnswer(name="Olga", secret="111111"),
        "currency": "PLN",
        "time_zone": "Europe/Warsaw",
        "region": "PL",
        "cash_rounding": 0,
        "taxes": (TaxAnswer(name="VAT 23%", rate=2300),),
        "people": (
            PersonAnswer(name="Anna", secret=CASHIER_PIN),
            PersonAnswer(name="Marta", secret=SENIOR_PIN, role=Role.SENIOR),
        ),
        "settings": dict(NEXT_COUPON),
        **answers,
    }
    owner = shop.setup.create(ShopAnswers(**given))
    session = Session(person=owner, signed_in_at=shop.world.clock.now())
    soap = shop.catalogue.create(
        session, ProductForm(name="Soap with lavender", price=SOAP_PRICE, barcodes=(SOAP,))
    )
    tea = shop.catalogue.create(
        session, ProductForm(name="Green tea", price=TEA_PRICE, barcodes=(TEA,))
    )
    shop.catalogue.create(
        session,
        ProductForm(
            name="Mountain cheese", price=CHEESE_PRICE, unit=UnitKind.KILOGRAM, plu=CHEESE_PLU
        ),
    )
    shop.catalogue.set_quick_items(session, [soap.id, tea.id])
    form = CustomerForm(
        name="Maria S.",
        card_number=CARD,
        consents=(ConsentChoice(purpose=Purpose.PROGRAMME),),
        wording="2026-11",
    )
    shop.customers.create(session, form)


def copy_of(template: Path, folder: Path) -> Path:
    """A shop like ``template`` in ``folder``, with slips of its own."""
    shutil.copytree(template, folder)
    station = StationService(StationFile(places(folder).station_file))
    station.change("printer.folder", str(folder / "slips"))
    return folder


def slips(folder: Path) -> list[Path]:
    """The slips printed so far, oldest first."""
    return sorted((folder / "slips").glob("*.pdf"))


def pos_app(folder: Path, *words: str) -> Result:
    """``pos-app --data FOLDER WORDS…`` in this process."""
    return CliRunner().invoke(root, ["--data", str(folder), *words], obj=DesktopProgram.at_home())


# -- a person at the window -----------------------------------------------------------------------


def work_begins(day: Rehearsal, pin: str = CASHIER_PIN, *, right: int = 0) -> None:
    """Choose a person by the arrow keys, type the PIN; with no shift, open one with 100.00."""
    for _ in range(right):
        day.robot.key("Right")
    day.robot.type(pin)
    day.robot.until(lambda: day.page in ("sale", "shift"), "the PIN to be checked")
    if day.page == "shift":
        day.robot.type("100")
        day.robot.key("Enter")
        day.reach("sale")


def person_keys(day: Rehearsal, name: str) -> int:
    """How often Right must be pressed on the sign-in page to reach somebody."""
    people = [person.name for person in day.shop.staff.people() if person.active]
    return people.index(name)


def tab_to(day: Rehearsal, words: str, *, most: int = 60) -> QWidget:
    """Press Tab until something of that name has the focus."""
    for _ in range(most):
        focus = QApplication.focusWidget()
        if focus is not None and focus.accessibleName() == words:
            return focus
        day.robot.key("Tab")
    raise AssertionError(f"no Tab leads to {words!r}")


def seen(day: Rehearsal) -> str:
    """Everything one can read in the window."""
    return text_tree(day.window)


def lines(day: Rehearsal) -> list[tuple[str, int]]:
    """Names and thousandths on the open sale."""
    with day.shop.store.uow() as uow:
        draft = uow.drafts.open_draft(day.shop.book.current.settings.till.id)
    return [(line.name, line.quantity) for line in draft.lines] if draft is not None else []


def pay_cash(day: Rehearsal, given: str = "") -> int:
    """F10, the sum given (the exact one without), Enter; the receipt's number."""
    day.robot.key("F10")
    day.reach("payment")
    day.robot.type(given)
    day.robot.key("Enter")
    day.reach("done")
    return last_number(day)


def last_number(day: Rehearsal) -> int:
    """The number of the till's last receipt, 0 before the first."""
    last = day.shop.receipts.last(day.shop.book.current.settings.till.id)
    return last.number if last is not None else 0


def last_total(day: Rehearsal) -> int:
    """Its total in minor units."""
    last = day.shop.receipts.last(day.shop.book.current.settings.till.id)
    assert last is not None
    return last.total
