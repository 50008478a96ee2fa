"""Nasty names on every screen of the real window, and hands that try a locked till."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, QModelIndex, Qt
from PySide6.QtGui import QAction
from PySide6.QtGui import Qt as GuiQt
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QApplication, QLabel, QWidget

from pos_app.adapters.files.paths import places
from pos_app.bootstrap.rehearsal import Rehearsal, rehearse
from pos_app.bootstrap.shop import Shop, open_shop
from pos_app.domain.customer import Purpose
from pos_app.domain.staff import Role
from pos_app.services.customers import ConsentChoice, CustomerForm
from pos_app.services.product_form import ProductForm
from pos_app.services.session import Session
from pos_app.ui.plain_tip import plain_tip
from tests.builders import CASHIER_PIN, SENIOR_PIN, card_number
from tests.e2e import stage
from tests.e2e.stage import SOAP, TEA
from tests.hostile import KEPT, PLAIN

PERSON = "<img src=file:///etc/passwd> &Maria"
CASHIER = "<b>Eve</b> &amp; &Adam"
CARD = card_number(77)


might_be_rich = GuiQt.mightBeRichText


def fill(shop: Shop) -> None:
    """Everything with a name gets a nasty one."""
    owner = next(one for one in shop.staff.people() if one.role is Role.OWNER)
    session = Session(person=owner, signed_in_at=shop.world.clock.now())
    shop.settings.change_many(
        session,
        {
            "shop.name": "<b>Fish</b> &amp; &chips {0} %s",
            "shop.footer": "<img src=file:///etc/passwd>\n=1+1",
            "shop.subtitle": "مرحبا <i>x</i>",
        },
    )
    shop.staff.add(session, name=CASHIER, role=Role.CASHIER, secret="909090")
    quick = []
    for number, nasty in enumerate(KEPT):
        form = ProductForm(name=nasty.kept or "", price=100 + number, brand="<u>B</u> &b")
        quick.append(shop.catalogue.create(session, form).id)
    shop.catalogue.set_quick_items(session, quick[:12])
    shop.catalogue.add_group(session, "<b>Group</b> & &more")
    shop.customers.create(
        session,
        CustomerForm(
            name=PERSON,
            note="<h1>note</h1> &amp; {0}\n%s",
            card_number=CARD,
            consents=(ConsentChoice(purpose=Purpose.PROGRAMME),),
            wording="2026-11",
        ),
    )


@pytest.fixture
def nasty(folder: Path) -> Iterator[Rehearsal]:
    """The window on a shop full of nasty names, somebody with a nasty name at the till."""
    shop = open_shop(places(folder), stage.world())
    try:
        fill(shop)
    finally:
        shop.close()
    with rehearse(folder, world=stage.world(), step_ms=stage.STEP_MS) as day:
        plain(day)
        day.sign_in(CASHIER, "909090")
        day.robot.type("100")
        day.robot.key("Enter")
        day.reach("sale")
        yield day


def plain(day: Rehearsal) -> None:
    """Nothing in the window would be read as markup, and no letter is taken for a shortcut."""
    for widget in [day.window, *day.window.findChildren(QWidget)]:
        who = f"{day.page}: {type(widget).__name__} {widget.accessibleName()!r}"
        if isinstance(widget, QLabel):
            assert widget.textFormat() is Qt.TextFormat.PlainText, who
            assert widget.buddy() is None or "&" not in widget.text(), who
        assert harmless(widget.toolTip()), who
        assert not might_be_rich(widget.whatsThis()), who
        if isinstance(widget, QAbstractButton):
            assert widget.shortcut().isEmpty(), who
        if isinstance(widget, QAbstractItemView) and widget.model() is not None:
            for cell in cells(widget.model()):
                tip = cell.data(Qt.ItemDataRole.ToolTipRole)
                assert harmless(str(tip or "")), who
    for action in day.window.findChildren(QAction):
        assert "&" not in action.text().replace("&&", ""), action.text()


def harmless(tip: str) -> bool:
    """Whether Qt shows a tooltip letter by letter."""
    inner = tip.removeprefix("<qt>").removesuffix("</qt>")
    return not might_be_rich(tip) or (tip != inner and "<" not in inner)


def cells(model: QAbstractItemModel) -> Iterator[QModelIndex]:
    """All cells of a list or table."""
    columns = 1 if isinstance(model, QAbstractListModel) else model.columnCount()
    for row in range(model.rowCount()):
        for column in range(columns):
            yield model.index(row, column)


def test_every_page_shows_names_as_they_are(nasty: Rehearsal, folder: Path) -> None:
    day, robot = nasty, nasty.robot
    window = day.window
    robot.scan(CARD)
    for tile in PLAIN[:8]:
        (hit,) = [h for h in day.shop.catalogue.quick_items() if h.name == tile.kept]
        assert day.frame.counter is not None
        day.frame.counter.sale.quick(str(hit.id))
    assert PERSON in stage.seen(day)
    for tile in PLAIN[:8]:
        assert (tile.kept or "") in stage.seen(day), tile.name
    plain(day)
    robot.key("F2")
    robot.type("b")
    plain(day)
    robot.key("Esc")
    robot.key("F6")
    plain(day)
    robot.key("Esc")
    robot.key("Del")
    plain(day)
    robot.key("F9")
    robot.key("F9")
    plain(day)
    robot.key("Enter")
    assert len(stage.lines(day)) == 7
    robot.key("F10")
    day.reach("payment")
    plain(day)
    robot.key("Enter")
    day.reach("done")
    plain(day)
    robot.key("Enter")
    day.reach("sale")
    for page in ("receipts", "customer_find", "products", "shift", "settings"):
        if window.has_page(page):
            window.rail_chosen.emit(page)
            robot.wait(150)
            plain(day)
    day.settle_prints()
    slips = stage.slips(folder)
    assert slips
    for slip in slips:
        assert slip.parent == folder / "slips"
        assert slip.name.isascii()
        assert set(slip.name) <= set("abcdefghijklmnopqrstuvwxyz0123456789-._RK") | set(
            "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
        )
    log = "".join(path.read_text(encoding="utf-8") for path in places(folder).logs.glob("*.log"))
    for secret in ("Maria", "Eve", "909090", CARD):
        assert secret not in log


def test_a_locked_till_takes_nothing_but_a_pin(folder: Path) -> None:
    with rehearse(folder, world=stage.world(), step_ms=stage.STEP_MS) as day:
        stage.work_begins(day, right=stage.person_keys(day, "Anna"))
        robot = day.robot
        robot.scan(SOAP)
        robot.key("F6")
        day.frame.lock(idle=True)
        day.reach("sign_in")
        before = stage.lines(day)
        assert before == [("Soap with lavender", 1000)]
        for code in (TEA, SOAP, stage.CARD, f"9*{TEA}", "R1-000001-2211"):
            robot.scan(code)
            assert day.page == "sign_in"
        for key in ("F10", "F11", "F12", "F6", "Del", "Ctrl Z", "Ctrl P", "F9", "Esc", "Enter"):
            robot.key(key)
            assert day.page == "sign_in"
        robot.type("20")
        robot.key("Enter")
        assert day.page == "sign_in"
        assert stage.lines(day) == before
        with day.shop.store.uow() as uow:
            assert not uow.drafts.parked(day.shop.book.current.settings.till.id)
            draft = uow.drafts.open_draft(day.shop.book.current.settings.till.id)
        assert draft is not None
        assert draft.customer_id is None
        assert stage.last_number(day) == 0


def test_a_seniors_card_without_the_pin_opens_nothing(folder: Path) -> None:
    shop = open_shop(places(folder), stage.world())
    try:
        people = {one.name: one for one in shop.staff.people()}
        owner = Session(person=people["Olga"], signed_in_at=shop.world.clock.now())
        for name, role, code in (
            ("Marta", Role.SENIOR, "S-MARTA"),
            ("Anna", Role.CASHIER, "S-ANNA"),
        ):
            shop.staff.edit(owner, people[name].id, name=name, role=role, card_code=code)
    finally:
        shop.close()
    with rehearse(folder, world=stage.world(), step_ms=stage.STEP_MS) as day:
        robot = day.robot
        robot.scan("S-MARTA")
        robot.until(lambda: "Now the PIN of its owner" in stage.seen(day), "the PIN to be asked")
        assert (day.page, day.frame.session) == ("sign_in", None)
        robot.type(CASHIER_PIN)
        robot.until(lambda: "Wrong PIN" in stage.seen(day), "the PIN to be refused")
        robot.scan("S-ANNA")
        day.reach("shift")
        robot.type("100")
        robot.key("Enter")
        day.reach("sale")
        robot.scan(SOAP)
        robot.scan("S-MARTA")
        day.reach("sign_in")
        robot.type(SENIOR_PIN)
        day.reach("sale")
        assert day.frame.session is not None
        assert day.frame.session.person.name == "Marta"
        assert stage.lines(day) == [("Soap with lavender", 1000)]


def test_no_window_of_qt_renders_what_it_is_given(qapp: QApplication) -> None:
    """The fence above catches what it is there for."""
    label = QLabel("<b>x</b>")
    assert label.textFormat() is not Qt.TextFormat.PlainText
    assert might_be_rich("<b>x</b>")
    assert not harmless("<b>x</b>")
    assert not harmless("<qt><b>x</b></qt>")
    tip = plain_tip("<img src=file:///etc/passwd> & co")
    assert tip == "<qt>&lt;img src=file:///etc/passwd&gt; &amp; co</qt>"
    assert harmless(tip)
    assert plain_tip("Soap & co") == "Soap & co"
    label.deleteLater()
