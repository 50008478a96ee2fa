"""Coupon campaigns in the real window on a real shop: by keys, and what holds afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from pos_app.domain.customer import Purpose
from pos_app.domain.promotion import PercentOff
from pos_app.presenters.tasks import TaskCancelled
from pos_app.services.campaign_codes import PART
from pos_app.services.campaigns import CampaignView
from pos_app.services.coupon_sheets import SheetLayout
from pos_app.services.customers import ConsentChoice, CustomerForm
from pos_app.services.product_form import ProductForm
from pos_app.ui.screens.block_page import BlockPage
from pos_app.ui.screens.campaigns_view import CampaignsView
from pos_app.ui.widgets.field import Select
from tests.builders import card_number
from tests.ui.keys import scan_keys, until_judged
from tests.ui.screens.test_settings_view import OWNER, PAUSE, Till
from tests.ui.shots import cut, nameless, settle


class Stage(Till):
    """The same window, on the pages of the campaigns."""

    @property
    def list(self) -> CampaignsView:
        page = self.window.page("campaigns")
        assert isinstance(page, CampaignsView)
        return page

    @property
    def form(self) -> BlockPage:
        page = self.window.page("campaign")
        assert isinstance(page, BlockPage)
        return page

    @property
    def lookup(self) -> BlockPage:
        page = self.window.page("coupon")
        assert isinstance(page, BlockPage)
        return page

    @property
    def front(self) -> str:
        page = self.window.current_page()
        return page.page_name if page is not None else ""

    def only(self) -> CampaignView:
        """The one campaign there is."""
        (view,) = self.shop.campaigns.all()
        return view

    def fill(self, page: BlockPage, key: str, text: str) -> None:
        """Put other text into a field, by keys."""
        field = page.main.box(key) or page.side.box(key)
        assert isinstance(field, QLineEdit), (key, page.page_name)
        field.setFocus()
        field.selectAll()
        if not text:
            self.key(Qt.Key.Key_Delete)
        for sign in text:
            QTest.keyClick(field, sign, Qt.KeyboardModifier.NoModifier, PAUSE)
        settle(self.window)

    def pick(self, page: BlockPage, key: str, choice: str) -> None:
        """Another answer of a selection."""
        select = page.main.box(key) or page.side.box(key)
        assert isinstance(select, Select), key
        select.chosen.emit(choice)
        settle(self.window)

    def new_campaign(self, name: str = "Autumn") -> None:
        """From the settings to a draft of 10 %, by keys."""
        self.window.show_page("campaigns")
        settle(self.window)
        self.key(Qt.Key.Key_Insert)
        assert self.front == "campaign"
        self.fill(self.form, "name", name)
        self.fill(self.form, "percent", "10")
        self.ctrl(Qt.Key.Key_S)

    def scan(self, code: str) -> None:
        handle = self.window.windowHandle()
        assert handle is not None
        scan_keys(handle, code)
        until_judged(self.router)
        settle(self.window)


@pytest.fixture
def stage(qtbot: QtBot, tmp_path: Path) -> Iterator[Stage]:
    made = Stage(tmp_path)
    qtbot.waitUntil(made.window.isActiveWindow, timeout=3000)
    made.router.install()
    made.enter("Leyla", OWNER)
    yield made
    made.close()


def test_the_settings_lead_to_the_campaigns_and_esc_back(stage: Stage) -> None:
    stage.go("coupon")
    stage.page.setFocus()
    stage.ctrl(Qt.Key.Key_0)
    assert stage.front == "campaigns"
    stage.key(Qt.Key.Key_Escape)
    assert stage.front == "settings"


def test_a_campaign_is_made_started_and_paused_by_keys(stage: Stage) -> None:
    stage.new_campaign()
    view = stage.only()
    assert (view.record.name, view.standing) == ("Autumn", "draft")
    (effect,) = view.campaign.benefit.effects
    assert effect == PercentOff(rate=1_000, target="order")
    assert view.campaign.valid_days == 30
    stage.ctrl(Qt.Key.Key_2)
    assert stage.only().standing == "running"
    stage.key(Qt.Key.Key_Escape)
    assert stage.front == "campaigns"
    stage.ctrl(Qt.Key.Key_2)
    assert stage.only().standing == "paused"
    stage.key(Qt.Key.Key_Return)
    assert stage.front == "campaign"


def test_a_mistake_is_said_at_its_field_and_nothing_is_kept(stage: Stage) -> None:
    stage.window.show_page("campaigns")
    settle(stage.window)
    stage.key(Qt.Key.Key_Insert)
    stage.fill(stage.form, "name", "Autumn")
    stage.fill(stage.form, "percent", "much")
    stage.ctrl(Qt.Key.Key_S)
    assert stage.shop.campaigns.all() == []
    assert stage.form.main.box("percent") is QApplication.focusWidget()
    stage.fill(stage.form, "percent", "120")
    stage.ctrl(Qt.Key.Key_S)
    assert stage.shop.campaigns.all() == []
    stage.fill(stage.form, "percent", "12,5")
    stage.ctrl(Qt.Key.Key_S)
    (effect,) = stage.only().campaign.benefit.effects
    assert effect == PercentOff(rate=1_250, target="order")


def test_what_was_typed_outlives_leaving_the_page(stage: Stage) -> None:
    stage.new_campaign()
    stage.fill(stage.form, "name", "Winter")
    stage.key(Qt.Key.Key_Escape)
    assert stage.front == "campaigns"
    assert stage.only().record.name == "Autumn"
    stage.key(Qt.Key.Key_Return)
    field = stage.form.main.box("name")
    assert isinstance(field, QLineEdit)
    assert field.text() == "Winter"
    stage.ctrl(Qt.Key.Key_S)
    assert stage.only().record.name == "Winter"


def test_codes_are_made_printed_on_a_sheet_and_voided(stage: Stage, tmp_path: Path) -> None:
    stage.new_campaign()
    stage.ctrl(Qt.Key.Key_2)
    stage.fill(stage.form, "count", "25")
    stage.ctrl(Qt.Key.Key_3)
    campaign_id = stage.only().record.id
    assert stage.only().figures.issued == 25
    path = tmp_path / "sheet.pdf"
    stage.frame.dialogs.save_file = lambda _t, _s, _p, on_path: on_path(str(path))  # type: ignore[method-assign]
    stage.ctrl(Qt.Key.Key_4)
    assert path.read_bytes() == stage.shop.coupon_sheets.pdf(campaign_id, "1", SheetLayout())
    table = tmp_path / "codes.csv"
    stage.frame.dialogs.save_file = lambda _t, _s, _p, on_path: on_path(str(table))  # type: ignore[method-assign]
    stage.ctrl(Qt.Key.Key_6)
    lines = table.read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) == 26
    assert lines[0].startswith("Coupon,State,Batch")
    stage.fill(stage.form, "reason", "sheet lost")
    button = stage.form.side.button("void")
    assert button is not None
    button.click()
    settle(stage.window)
    assert stage.only().figures.void == 25


def test_codes_made_before_a_stop_are_a_batch(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop() -> None:
        raise TaskCancelled

    monkeypatch.setattr(stage.shop.coupon_codes, "_pause", stop)
    stage.new_campaign()
    stage.ctrl(Qt.Key.Key_2)
    stage.fill(stage.form, "count", "300")
    stage.ctrl(Qt.Key.Key_3)
    said = [label.text() for label in stage.form.findChildren(QLabel)]
    assert f"Stopped. {PART} codes are made already, as batch 1." in said
    assert stage.only().figures.issued == PART
    stage.fill(stage.form, "reason", "stopped")
    button = stage.form.side.button("void")
    assert button is not None
    button.click()
    settle(stage.window)
    assert stage.only().figures.void == PART


def test_a_scanned_card_gets_a_coupon_of_its_own(stage: Stage) -> None:
    session = stage.frame.session
    assert session is not None
    person = stage.shop.customers.create(
        session,
        CustomerForm(
            name="Maria",
            card_number=card_number(7),
            consents=(ConsentChoice(purpose=Purpose.PROGRAMME),),
            wording="2026-11",
        ),
    )
    stage.new_campaign()
    stage.ctrl(Qt.Key.Key_2)
    stage.form.setFocus()
    stage.scan(card_number(7))
    button = stage.form.side.button("give")
    assert button is not None
    button.click()
    settle(stage.window)
    with stage.shop.store.uow() as uow:
        (coupon,) = uow.coupons.of_customer(person.id)
    assert coupon.customer_id == person.id
    stage.fill(stage.form, "person", "nobody")
    button.click()
    settle(stage.window)
    assert stage.only().figures.issued == 1


def test_a_scanned_coupon_is_looked_up_and_voided_by_keys(stage: Stage) -> None:
    stage.new_campaign()
    stage.ctrl(Qt.Key.Key_2)
    session = stage.frame.session
    assert session is not None
    campaign_id = stage.only().record.id
    stage.shop.coupon_codes.make(session, campaign_id, 2)
    first, second = (slip.code for slip in stage.shop.coupon_codes.slips(campaign_id))
    stage.window.show_page("campaigns")
    stage.list.setFocus()
    stage.scan(first)
    assert stage.front == "coupon"
    stage.fill(stage.lookup, "reason", "torn")
    button = stage.lookup.side.button("void")
    assert button is not None
    button.click()
    settle(stage.window)
    assert stage.shop.coupon_codes.look_up(first).trail.reason == "torn"
    stage.fill(stage.lookup, "code", second)
    stage.key(Qt.Key.Key_Return)
    block = stage.lookup.main.block("coupon")
    assert block is not None
    assert stage.shop.coupon_codes.look_up(second).record.state == "issued"
    stage.key(Qt.Key.Key_Escape)
    assert stage.front == "campaigns"


def test_the_end_is_asked_for_twice(stage: Stage) -> None:
    stage.new_campaign()
    for name in ("end", "end_no", "end"):
        button = stage.form.side.button(name)
        assert button is not None, name
        button.click()
        settle(stage.window)
    assert stage.only().standing == "draft"
    button = stage.form.side.button("end_yes")
    assert button is not None
    button.click()
    settle(stage.window)
    assert stage.only().standing == "ended"
    assert stage.form.save.is_locked()


def test_goods_may_be_chosen_by_code_or_group(stage: Stage) -> None:
    session = stage.frame.session
    assert session is not None
    stage.shop.catalogue.create(session, ProductForm(name="Tea", price=500, sku="TEA"))
    stage.new_campaign()
    stage.pick(stage.form, "goods", "items")
    stage.fill(stage.form, "items", "TEA, COFFEE")
    stage.ctrl(Qt.Key.Key_S)
    assert stage.form.main.box("items") is QApplication.focusWidget()
    stage.fill(stage.form, "items", "TEA")
    stage.ctrl(Qt.Key.Key_S)
    (effect,) = stage.only().campaign.benefit.effects
    assert isinstance(effect, PercentOff)
    assert effect.scope.skus == {"TEA"}


def test_a_cashier_looks_and_changes_nothing(stage: Stage) -> None:
    stage.new_campaign()
    stage.enter("Anna", "333333")
    stage.window.show_page("campaigns")
    settle(stage.window)
    stage.key(Qt.Key.Key_Insert)
    assert stage.front == "campaigns"
    stage.ctrl(Qt.Key.Key_2)
    stage.ctrl(Qt.Key.Key_3)
    assert stage.only().standing == "draft"
    stage.key(Qt.Key.Key_Return)
    assert stage.front == "campaign"
    stage.ctrl(Qt.Key.Key_S)
    assert len(stage.shop.campaigns.all()) == 1


@pytest.mark.parametrize("size", [(1024, 768), (1366, 768), (1920, 1080)])
def test_nothing_is_cut_and_everything_has_a_name(stage: Stage, size: tuple[int, int]) -> None:
    stage.new_campaign("A rather long name for those who come back in the winter")
    stage.ctrl(Qt.Key.Key_2)
    stage.fill(stage.form, "count", "10")
    stage.ctrl(Qt.Key.Key_3)
    for handover in ("receipt", "hand"):
        for goods in ("groups", "items", "all"):
            stage.pick(stage.form, "handover", handover)
            stage.pick(stage.form, "goods", goods)
            stage.window.resize(*size)
            settle(stage.window)
            assert cut(stage.window) == []
            assert nameless(stage.window) == []
    for name in ("campaigns", "coupon"):
        stage.window.show_page(name)
        settle(stage.window)
        assert cut(stage.window) == []
        assert nameless(stage.window) == []
