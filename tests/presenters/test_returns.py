"""The return page's presenters on fakes: every sentence, every state, every way out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from pos_app.domain.errors import EnvironmentProblem, NeedsApproval, PosError
from pos_app.domain.receipt import CouponSlip, ReceiptSnapshot, SlipShop
from pos_app.domain.sale import Tender, TenderKind
from pos_app.domain.staff import Action, Approval, Person, Role
from pos_app.i18n import Formats, translator
from pos_app.presenters.returns import ReturnsParts, ReturnsPresenter
from pos_app.presenters.returns_done import FinishedParts, FinishedReturn
from pos_app.presenters.returns_goods import Goods, GoodsParts, GoodsReturns
from pos_app.presenters.returns_state import ReturnsState
from pos_app.presenters.returns_words import ReturnWords
from pos_app.presenters.sale_approval import ApprovalFlow
from pos_app.presenters.sale_ports import Voice
from pos_app.services.gestures import Gesture, GestureRoom
from pos_app.services.records import ProductHit, ReceiptRow
from pos_app.services.return_model import (
    BlindPreview,
    CouponEffect,
    ReturnDone,
    ReturnPreview,
    ReturnSheet,
    SheetLine,
)
from pos_app.services.settings import MoneySettings, Settings

AT = datetime(2026, 11, 22, 8, tzinfo=UTC)
DAY = date(2026, 11, 22)
WORDS = ReturnWords(translator("en"), Formats("en", "PLN"))


def line(position: int, name: str, left: int = 1000, **more: Any) -> SheetLine:
    given: dict[str, Any] = {
        "unit": "pcs", "quantity": 1000, "money": 250, "unit_money": 250, "saved": 0, "points": 0,
        **more,
    }  # fmt: skip
    return SheetLine(position=position, name=name, left=left, **given)


SOAP = line(1, "Soap", left=2000, quantity=2000, money=500)
TEA = line(2, "Tea", money=1000, unit_money=1000)
CHEESE = line(3, "Cheese", left=350, unit="kg", quantity=350, money=1400, unit_money=4000)
POINTS = Gesture(kind="points", points=10_000, worth=100, first_day=DAY, last_day=DAY, days=180)
COUPON = Gesture(kind="coupon", amount=1000, worth=1000, first_day=DAY, last_day=DAY, days=30)
ROOM = GestureRoom(limit=6000, left=4500, offers=(POINTS, COUPON))
CASH = Tender(kind=TenderKind.CASH, amount=1250)
CARD = Tender(kind=TenderKind.CARD, amount=400, label="VISA")


def sheet(*lines: SheetLine, **more: Any) -> ReturnSheet:
    sale: Any = SimpleNamespace(uuid="sale-1", number=7, at=AT)
    given: dict[str, Any] = {
        "returns": (), "late": False, "last_day": DAY, "customer_id": 1, "customer": "Maria S.",
        "card_number": "2900000000018", "visits": 3, "balance": 14_500, "gestures": ROOM, **more,
    }  # fmt: skip
    return ReturnSheet(sale=sale, lines=lines or (SOAP, TEA, CHEESE), **given)


def preview(money: int = 250, **more: Any) -> ReturnPreview:
    given: dict[str, Any] = {
        "line_money": ((1, money),), "rounding": 0, "points_money": 0, "points_back": 0,
        "refunds": (Tender(kind=TenderKind.CASH, amount=money),), "points_taken": 0,
        "points_expired": 0, "balance_before": 14_500, "balance_after": 14_500, "coupons": (),
        "complete": False, "action": Action.RETURN_WITH_RECEIPT, **more,
    }  # fmt: skip
    return ReturnPreview(money=money, **given)


class Service:
    """Returns that say what the test wants and remember what they were asked."""

    def __init__(self) -> None:
        self.now = sheet()
        self.shown = preview()
        self.done = ReturnDone(uuid="r-1", number=3, preview_money=250, refunds=(CASH, CARD))
        self.error: Exception | None = None
        self.fault: PosError | None = None
        self.orders: list[Any] = []
        self.given: list[Approval | None] = []
        self.uuids = 0

    def open(self, text: str) -> ReturnSheet:
        if text == "99":
            raise PosError("receipt_unknown")
        return self.now

    def sheet(self, uuid: str) -> ReturnSheet:
        return self.now

    def preview(self, order: Any) -> Any:
        if self.fault is not None:
            raise self.fault
        return self.shown

    def new_uuid(self) -> str:
        self.uuids += 1
        return f"new-{self.uuids}"

    def _do(self, order: Any, approval: Approval | None) -> None:
        if self.error is not None and approval is None:
            raise self.error
        self.orders.append(order)
        self.given.append(approval)

    def confirm(self, session: Any, order: Any, money: int, approval: Any = None) -> ReturnDone:
        self._do(order, approval)
        return self.done

    def exchange(self, session: Any, order: Any, approval: Any = None) -> str:
        self._do(order, approval)
        return "exchange"


class People:
    """Marta consents to anything with 222222."""

    def approvers(self, session: Any, action: Action) -> Sequence[Person]:
        return [Person(id=2, uuid="p-2", name="Marta", role=Role.SENIOR, pin_hash="")]

    def approve(self, action: Action, **given: Any) -> Approval:
        if given["secret"] != "222222":
            raise PosError("pin_wrong", left=2)
        return Approval(
            token="t", action=action, approver_id=2, requested_by=1,
            reason=given["reason"], event_ref=given["event_ref"],
        )  # fmt: skip


class Page:
    def __init__(self) -> None:
        self.state = ReturnsState()
        self.beeps = 0
        self.slips: list[bytes] = []

    def render(self, state: ReturnsState) -> None:
        self.state = state

    def alert(self) -> None:
        self.beeps += 1

    def show_slip(self, picture: bytes) -> None:
        self.slips.append(picture)


class Stage:
    """Both presenters over one page, as the program joins them."""

    def __init__(self) -> None:
        self.service, self.page = Service(), Page()
        self.rows: Sequence[ReceiptRow] = ()
        self.hits: Sequence[ProductHit] = ()
        self.codes = {"soap": Goods(product_id=1, name="Soap", unit="pcs")}
        self.ways: list[Any] = []
        self.copies: list[Approval | None] = []
        self.copy_error: Exception | None = None
        self.waiting: list[Callable[[bytes], None]] = []
        self.coupons: tuple[CouponSlip, ...] = ()
        service: Any = self.service
        voice = Voice(translator("en"), Formats("en", "PLN"))
        session: Any = SimpleNamespace(person_id=1)
        people: Any = People()
        self.approval = ApprovalFlow(people, lambda: session, lambda: 6)
        pictures: Any = SimpleNamespace(draw=lambda slip, done: self.waiting.append(done))
        self.finished = FinishedReturn(
            FinishedParts(
                read=self._read,
                reprint=self._reprint,
                pictures=pictures,
                approval=self.approval,
                voice=voice,
                settings=lambda: Settings(money=MoneySettings(currency="PLN")),
                paper=lambda: "80 mm",
                next_sale=lambda scans: self.ways.append(("next", scans)),
            ),
            self.page,
        )
        self.returns = ReturnsPresenter(
            ReturnsParts(
                service=service,
                search=lambda text, limit: self.rows,
                session=lambda: session,
                approval=self.approval,
                finished=self.finished,
                voice=voice,
                local=lambda at: at,
                to_sale=lambda: self.ways.append("sale"),
                begin_exchange=lambda given, of: self.ways.append((given, of.sale.number)),
            ),
            self.page,
        )
        self.goods = GoodsReturns(
            GoodsParts(
                service=service,
                new_uuid=service.new_uuid,
                find=lambda text, limit: self.hits,
                by_code=self.codes.get,
                person_of=lambda text: (1, "Maria S.") if text == "card" else None,
                session=lambda: session,
                approval=self.approval,
                finished=self.finished,
                voice=voice,
                back=lambda: self.ways.append("back"),
            ),
            self.page,
        )

    def _read(self, uuid: str) -> ReceiptSnapshot:
        return ReceiptSnapshot(
            language="en", currency="PLN", shop=SlipShop(name="Shop"), till="1", number=3,
            code="", at="", cashier="", lines=(), gross=0, discount=0, total=0,
            coupons=self.coupons,
        )  # fmt: skip

    def _reprint(self, uuid: str, approval: Approval | None) -> None:
        if self.copy_error is not None and approval is None:
            raise self.copy_error
        self.copies.append(approval)

    @property
    def state(self) -> ReturnsState:
        return self.page.state

    def ready(self) -> Stage:
        """Soap ticked, with a reason."""
        self.returns.open("7")
        self.returns.toggle("1")
        self.returns.choose_reason("allergy")
        return self

    def booked(self) -> Stage:
        self.ready().returns.confirm()
        return self


@pytest.fixture
def stage() -> Stage:
    return Stage()


def row(number: int, name: str = "") -> ReceiptRow:
    return ReceiptRow(
        uuid=f"s-{number}", till="1", number=number, at=AT, total=2900, discount=0, lines=3,
        customer_name=name, card_number="", cashier="Olga", printed="yes",
    )  # fmt: skip


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


class TestFinding:
    def test_an_empty_page_says_what_to_do(self, stage: Stage) -> None:
        stage.returns.open()
        assert (stage.state.mode, stage.state.empty_title) == ("find", "Scan the receipt")
        stage.returns.search("zzz")
        assert stage.state.empty_title == "No receipt found"

    def test_what_was_found(self, stage: Stage) -> None:
        stage.rows = (row(7, "Maria S."), row(8))
        stage.returns.search("7")
        assert [(one.number, one.who) for one in stage.state.found] == [
            ("7", "Maria S."),
            ("8", "—"),
        ]

    def test_enter_opens_the_only_one_or_what_was_typed(self, stage: Stage) -> None:
        stage.rows = (row(7),)
        stage.returns.search("Ma")
        stage.returns.submit("Ma")
        assert stage.state.mode == "receipt"
        stage.returns.other()
        assert stage.state.mode == "find"
        stage.rows = ()
        stage.returns.search("")
        stage.returns.submit("  ")
        assert stage.state.mode == "find"
        stage.returns.submit("99")
        assert stage.state.error
        assert stage.page.beeps == 1
        stage.returns.choose("s-7")
        assert (stage.state.mode, stage.state.error) == ("receipt", "")

    def test_a_receipt_unknown_leaves_the_open_one(self, stage: Stage) -> None:
        stage.ready().returns.open("99")
        assert stage.state.mode == "receipt"
        assert stage.state.error
        assert stage.state.lines[0].checked

    def test_esc_leaves_and_what_was_put_together_stays(self, stage: Stage) -> None:
        stage.ready().returns.leave()
        assert stage.ways == ["sale"]
        stage.returns.open()
        assert stage.state.lines[0].checked


class TestChoosing:
    def test_the_only_line_is_chosen_whole(self, stage: Stage) -> None:
        stage.service.now = sheet(SOAP)
        stage.returns.open("7")
        assert (stage.state.lines[0].quantity, stage.state.lines[0].checked) == ("2", True)

    def test_pieces_go_one_by_one_and_end_at_nothing(self, stage: Stage) -> None:
        stage.returns.open("7")
        stage.returns.step("1", -1)
        assert not stage.state.lines[0].checked
        for steps, shown in ((1, "1"), (1, "2"), (1, "2"), (-1, "1")):
            stage.returns.step("1", steps)
            assert stage.state.lines[0].quantity == shown
        stage.returns.step("1", -1)
        assert not stage.state.lines[0].checked

    def test_weighed_goods_come_whole_and_go_by_a_tenth(self, stage: Stage) -> None:
        stage.returns.open("7")
        stage.returns.toggle("3")
        seen = [stage.state.lines[2].quantity]
        for steps in (1, -1, -1, -1, -1):
            stage.returns.step("3", steps)
            seen.append(stage.state.lines[2].quantity if stage.state.lines[2].checked else "")
        assert seen == ["0.35", "0.35", "0.25", "0.15", "0.05", ""]

    def test_keys_walk_the_lines(self, stage: Stage) -> None:
        stage.returns.open("7")
        for steps, place in ((-1, 0), (1, 1), (5, 2)):
            stage.returns.move(steps)
            assert [one.current for one in stage.state.lines].index(True) == place
        stage.returns.toggle_current()
        assert stage.state.lines[2].checked

    def test_all_of_it_and_nothing_of_it(self, stage: Stage) -> None:
        used = replace(TEA, position=4, returnable=False)
        gone = replace(TEA, position=5, left=0)
        stage.service.now = sheet(SOAP, used, gone, CHEESE)
        stage.returns.open("7")
        stage.returns.everything()
        assert [one.checked for one in stage.state.lines] == [True, False, False, True]
        stage.returns.everything()
        assert not any(one.checked for one in stage.state.lines)
        stage.returns.toggle("4")
        stage.returns.toggle("5")
        stage.returns.step("9", 1)
        assert not any(one.checked for one in stage.state.lines)

    def test_what_blocks(self, stage: Stage) -> None:
        stage.returns.open("7")
        assert stage.state.blocked == "Choose what comes back."
        stage.returns.toggle("1")
        assert stage.state.blocked == "Say why it comes back."
        assert not stage.state.can_confirm
        stage.returns.confirm()
        stage.returns.exchange()
        assert (stage.page.beeps, stage.service.orders) == (2, [])
        stage.returns.choose_reason("allergy")
        assert (stage.state.blocked, stage.state.can_confirm) == ("", True)

    def test_late_and_nothing_left(self, stage: Stage) -> None:
        stage.service.now = sheet(late=True)
        stage.returns.open("7")
        assert stage.state.late == "The time for returns ended on 22 Nov 2026."
        stage.service.now = sheet(replace(SOAP, left=0))
        stage.returns.open("7")
        assert stage.state.late == "Everything of this receipt came back already."
        assert (stage.state.blocked, stage.state.gestures) == ("", None)
        stage.returns.move(1)
        stage.returns.everything()
        assert not stage.state.can_confirm

    def test_a_fault_of_the_preview_is_said(self, stage: Stage) -> None:
        stage.returns.open("7")
        stage.service.fault = PosError("return_too_much", name="Soap", left=1000)
        stage.returns.toggle("1")
        assert stage.state.error
        assert not stage.state.can_confirm

    def test_what_went_elsewhere_is_no_longer_chosen(self, stage: Stage) -> None:
        stage.ready().returns.everything()
        stage.service.now = sheet(replace(SOAP, left=1000), replace(TEA, left=0), CHEESE)
        stage.returns.refresh()
        assert [one.quantity for one in stage.state.lines if one.checked] == ["1", "0.35"]

    def test_gestures(self, stage: Stage) -> None:
        stage.ready()
        panel = stage.state.gestures
        assert panel is not None
        assert [one.text for one in panel.choices] == [
            "Apology: +100",
            "Coupon −zł\N{NO-BREAK SPACE}10",
            "No gesture",
        ]
        assert plain(panel.limit) == "gestures today up to zł 60.00, zł 45.00 left"
        stage.returns.choose_gesture("points")
        stage.returns.type_note("itches")
        stage.returns.choose_condition("opened")
        stage.returns.confirm()
        (order,) = stage.service.orders
        assert (order.gesture, order.note, order.condition, order.uuid) == (
            "points", "itches", "opened", "new-1",
        )  # fmt: skip

    def test_a_gesture_beyond_the_limit_says_so(self, stage: Stage) -> None:
        room = replace(ROOM, left=500, offers=(POINTS, replace(COUPON, over=True)))
        panel = WORDS.gestures(room, "coupon")
        assert panel.over
        assert plain(panel.limit) == "zł 5.00 left today: a second person is asked"
        assert not WORDS.gestures(room, "points").over

    def test_a_gesture_the_shop_no_longer_has_is_dropped(self, stage: Stage) -> None:
        stage.ready().returns.choose_gesture("coupon")
        stage.service.now = sheet(gestures=replace(ROOM, offers=(POINTS,)))
        stage.returns.refresh()
        assert stage.state.gestures is not None
        assert stage.state.gestures.chosen == ""
        stage.returns.choose_gesture("points")
        stage.service.now = sheet(gestures=None)
        stage.returns.refresh()
        stage.returns.confirm()
        assert stage.service.orders[0].gesture == ""


class TestDoing:
    def test_booked_and_on_to_the_next_sale(self, stage: Stage) -> None:
        stage.booked()
        assert stage.state.mode == "done"
        done = stage.state.finished
        assert done is not None
        assert (done.receipt, done.label) == ("Return 3", "Give back")
        assert plain(done.change) == "zł 16.50"
        assert plain(done.detail) == "In cash: zł 12.50 · To the bank card · VISA: zł 4.00"
        assert [(one.count, plain(one.value)) for one in done.pieces] == [
            ("1 ×", "zł 10"),
            ("1 ×", "zł 2"),
            ("1 ×", "zł 0.50"),
        ]
        stage.returns.confirm()
        assert stage.ways == [("next", ())]
        assert len(stage.service.orders) == 1
        stage.returns.open()
        assert stage.state.mode == "find"

    def test_nothing_to_give_back_and_a_coupon(self, stage: Stage) -> None:
        stage.service.done = replace(stage.service.done, refunds=())
        stage.coupons = (CouponSlip(code="K1", benefit="amount", value=1000),)
        done = stage.booked().state.finished
        assert done is not None
        assert (done.label, done.detail, done.pieces) == ("Nothing to give back", "", ())
        assert done.coupon_title == "A coupon for the next purchase comes out with the slip."

    def test_coming_again_is_a_new_return(self, stage: Stage) -> None:
        stage.booked().returns.open()
        assert stage.state.mode == "find"
        assert stage.state.finished is None

    def test_another_receipt_scanned_on_the_finished_one(self, stage: Stage) -> None:
        stage.booked().returns.open("8")
        assert stage.state.mode == "receipt"
        assert not any(one.checked for one in stage.state.lines)

    def test_the_next_scan_begins_the_next_sale(self, stage: Stage) -> None:
        stage.ready()
        assert not stage.returns.begin_sale("soap")
        stage.returns.confirm()
        assert stage.returns.begin_sale("soap")
        assert stage.ways == [("next", ("soap",))]
        assert not stage.returns.begin_sale("soap")

    def test_the_slip_comes_when_it_is_drawn_and_only_its_own(self, stage: Stage) -> None:
        stage.booked()
        stage.waiting[0](b"png")
        stage.returns.leave()
        stage.waiting[0](b"late")
        assert stage.page.slips == [b"", b"png"]

    def test_a_copy_with_consent_or_an_error(self, stage: Stage) -> None:
        stage.booked().returns.print_again()
        assert stage.copies == [None]
        assert stage.state.finished is not None
        assert stage.state.finished.notice is not None
        assert stage.state.finished.notice.text == "A copy is being printed."
        stage.copy_error = NeedsApproval("reprint_again", event_ref="r-1")
        stage.returns.print_again()
        assert stage.state.approval is not None
        stage.returns.print_again()
        assert not stage.returns.begin_sale("soap")
        stage.returns.leave()
        assert (stage.state.approval, stage.state.mode) == (None, "done")
        stage.returns.print_again()
        stage.returns.approve("2", "222222")
        assert stage.copies[1] is not None
        stage.copy_error = EnvironmentProblem("printer_offline")
        stage.returns.print_again()
        assert stage.state.finished.notice is not None
        notice = stage.state.finished.notice
        assert (notice.kind, stage.state.mode) == ("danger", "done")

    def test_an_error_leaves_everything_and_looks_again(self, stage: Stage) -> None:
        stage.ready().returns.everything()
        stage.service.error = PosError("total_changed", was=250, now=240)
        stage.service.now = sheet(replace(SOAP, left=1000), TEA, CHEESE)
        stage.returns.confirm()
        assert stage.state.mode == "receipt"
        assert stage.state.error
        assert stage.state.lines[0].quantity == "1"
        stage.service.error = None
        stage.returns.confirm()
        assert stage.state.mode == "done"

    def test_a_second_person(self, stage: Stage) -> None:
        stage.service.error = NeedsApproval("return_with_receipt", event_ref="new-1")
        stage.ready().returns.confirm()
        assert stage.state.approval is not None
        assert stage.state.approval.detail == "Taking goods back"
        stage.returns.approve("2", "000000")
        assert stage.state.approval is not None
        stage.returns.approve("2", "222222")
        assert stage.state.mode == "done"
        assert stage.service.given[0] is not None

    def test_while_a_pin_is_awaited_nothing_changes(self, stage: Stage) -> None:
        stage.service.error = NeedsApproval("return_with_receipt", event_ref="new-1")
        stage.ready().returns.confirm()
        stage.returns.everything()
        stage.returns.toggle("2")
        stage.returns.step("1", 1)
        stage.returns.exchange()
        stage.returns.confirm()
        stage.service.now = sheet(replace(SOAP, left=0), TEA)
        stage.returns.refresh()
        assert stage.state.lines[0].checked
        stage.returns.approve("2", "222222")
        (order,) = stage.service.orders
        assert [(one.position, one.quantity) for one in order.items] == [(1, 1000)]

    def test_esc_closes_the_question_and_then_looks_again(self, stage: Stage) -> None:
        stage.service.error = NeedsApproval("return_with_receipt", event_ref="new-1")
        stage.ready().returns.confirm()
        assert stage.returns.staff_card("S-1")
        stage.service.now = sheet(replace(SOAP, left=0), TEA)
        stage.returns.leave()
        assert (stage.state.approval, stage.ways) == (None, [])
        assert not stage.state.lines[0].checked
        assert not stage.returns.staff_card("S-1")

    def test_an_exchange_goes_on_at_the_sale(self, stage: Stage) -> None:
        stage.ready().returns.exchange()
        assert stage.ways == [("exchange", 7)]
        stage.returns.open()
        assert stage.state.mode == "find"

    def test_a_refused_exchange_stays(self, stage: Stage) -> None:
        stage.service.error = PosError("no_shift")
        stage.ready().returns.exchange()
        assert (stage.ways, stage.state.mode) == ([], "receipt")
        assert stage.state.error


class TestWords:
    def test_a_line(self) -> None:
        told = [
            plain(WORDS.line(one, 0, None, current=False).detail)
            for one in (
                SOAP,
                TEA,
                replace(SOAP, left=1000, saved=50),
                replace(TEA, left=0),
                replace(TEA, returnable=False),
            )
        ]
        assert told == [
            "bought 2 · zł 2.50 each",
            "bought 1",
            "bought 2 · 1 left · zł 2.50 each · discount −zł 0.50",
            "came back already",
            "used already, cannot come back",
        ]
        assert WORDS.line(TEA, 0, None, current=False).amount_note == "paid"
        assert WORDS.line(TEA, 1000, 900, current=False).amount_note == "comes back"

    def test_who_bought(self) -> None:
        buyer = WORDS.buyer(sheet(tier="Silver", note="sensitive skin"))
        assert buyer is not None
        assert (buyer.detail, buyer.note) == (
            "Card •••• 0018 · Silver · 3 purchases",
            "sensitive skin",
        )
        assert WORDS.buyer(sheet(customer="")) is None
        bare = WORDS.buyer(sheet(card_number="", visits=1))
        assert bare is not None
        assert bare.detail == "1 purchase"

    def test_points_both_ways(self) -> None:
        shown = preview(
            points_taken=1300, points_expired=200, points_back=3000, points_money=300,
            balance_after=26_200, gesture=POINTS,
        )  # fmt: skip
        assert [(one.title, one.figure) for one in WORDS.points(sheet(), shown)] == [
            ("On the card now", "145"),
            ("Taken back", "−13"),
            ("Not taken twice", "2"),
            ("Given back", "+30"),
            ("Apology", "+100"),
        ]
        assert WORDS.points(sheet(), shown)[-1].note == "valid for 180 days"
        assert len(WORDS.points(sheet(), preview())) == 1
        assert len(WORDS.points(sheet(), None)) == 1
        assert (WORDS.after(sheet(), shown), WORDS.after(sheet(), None)) == ("262", "145")

    def test_what_else_happens(self) -> None:
        effects = (
            CouponEffect(code="K1", kind="voided"),
            CouponEffect(code="K2", kind="used"),
            CouponEffect(code="K3", kind="restored"),
            CouponEffect(code="K4", kind="restored", valid_to=DAY),
        )
        told = WORDS.effects(preview(coupons=effects, gesture=COUPON, tier_falls=True))
        assert [plain(one) for one in told] == [
            "The coupon K1 handed over then is void.",
            "The coupon K2 handed over then was used already.",
            "The coupon K3 may be used again.",
            "The coupon K4 may be used again, to 22 Nov 2026.",
            "A coupon of zł 10 is printed, good from 22 Nov 2026 to 22 Nov 2026.",
            "The tier is lost.",
        ]
        fell = WORDS.effects(preview(tier_falls=True, tier_after="Card", gesture=POINTS))
        assert fell == ("The tier falls back to Card.",)

    def test_how_the_money_goes_back(self) -> None:
        shown = preview(
            refunds=tuple(Tender(kind=kind, amount=100) for kind in TenderKind),
            points_money=300, points_back=3000, rounding=-2,
        )  # fmt: skip
        rows = [(words, plain(money)) for words, money in WORDS.rows(shown)]
        assert ("To store credit", "zł 1.00") in rows
        assert ("To the gift certificate", "zł 1.00") in rows
        assert ("By bank transfer", "zł 1.00") in rows
        assert rows[-2:] == [("In points", "zł 3.00 = 30"), ("Rounding", "−0.02")]

    def test_reasons_and_conditions(self) -> None:
        assert len(WORDS.reasons()) == 6
        assert [key for key, _ in WORDS.conditions()] == ["unopened", "opened", "used", "damaged"]


class TestWithoutReceipt:
    @pytest.fixture
    def goods(self, stage: Stage) -> Stage:
        shown: Any = BlindPreview(prices=((1, 250),), line_money=((1, 250),), money=250)
        stage.service.shown = shown
        credit = Tender(kind=TenderKind.STORE_CREDIT, amount=250, reference="G1")
        stage.service.done = replace(stage.service.done, refunds=(credit,))
        stage.goods.begin()
        return stage

    def test_scanned_stepped_and_taken_off(self, goods: Stage) -> None:
        assert goods.state.blocked == "Scan what comes back."
        goods.goods.scan("soap")
        goods.goods.scan("soap")
        assert goods.state.lines[0].quantity == "2"
        assert goods.state.blocked == "Say why it comes back."
        goods.goods.step("", -1)
        goods.goods.move(1)
        assert goods.state.lines[0].quantity == "1"
        goods.goods.step("9", 1)
        goods.goods.toggle("9")
        goods.goods.toggle_current()
        assert goods.state.lines == ()
        goods.goods.move(1)
        goods.goods.everything()
        goods.goods.exchange()
        goods.goods.choose_gesture("points")

    def test_a_card_and_a_code_nobody_knows(self, goods: Stage) -> None:
        goods.goods.scan("card")
        assert goods.state.buyer is not None
        assert goods.state.buyer.name == "Maria S."
        goods.goods.scan("zzz")
        assert goods.state.error == "Nobody knows the code zzz."
        assert goods.page.beeps == 1

    def test_found_by_typing(self, goods: Stage) -> None:
        hit: Any = SimpleNamespace(id=2, name="Tea", sku="T", unit="pcs")
        goods.hits = (hit,)
        goods.goods.search("te")
        assert [one.name for one in goods.state.hits] == ["Tea"]
        goods.goods.submit("te")
        assert [one.name for one in goods.state.lines] == ["Tea"]
        goods.goods.search("te")
        goods.goods.choose("2")
        goods.goods.choose("7")
        assert goods.state.lines[0].quantity == "2"
        goods.goods.submit("soap")
        assert len(goods.state.lines) == 2
        goods.goods.submit("  ")
        assert goods.state.error == ""
        goods.goods.search(" ")
        assert goods.state.hits == ()

    def test_booked_as_store_credit(self, goods: Stage) -> None:
        goods.goods.confirm()
        assert goods.page.beeps == 1
        goods.goods.scan("soap")
        goods.goods.choose_reason("damaged")
        goods.goods.choose_condition("used")
        goods.goods.type_note("torn")
        goods.goods.confirm()
        done = goods.state.finished
        assert done is not None
        assert (done.label, done.detail, done.pieces) == ("Store credit", "To store credit", ())
        assert "code of the store credit" in done.coupon_title
        goods.goods.print_again()
        assert goods.copies == [None]
        goods.goods.confirm()
        assert goods.ways == ["back", ("next", ())]

    def test_the_next_scan_begins_the_next_sale(self, goods: Stage) -> None:
        assert not goods.goods.begin_sale("soap")
        goods.goods.scan("soap")
        goods.goods.choose_reason("damaged")
        goods.goods.confirm()
        assert goods.goods.begin_sale("soap")
        assert goods.ways == ["back", ("next", ("soap",))]

    def test_a_second_person_esc_and_errors(self, goods: Stage) -> None:
        goods.goods.scan("soap")
        goods.goods.choose_reason("damaged")
        goods.service.error = NeedsApproval("return_without_receipt", event_ref="new-1")
        goods.goods.confirm()
        assert goods.state.approval is not None
        goods.goods.confirm()
        assert goods.goods.staff_card("S-1")
        goods.goods.leave()
        assert (goods.state.approval, goods.ways) == (None, [])
        assert not goods.goods.staff_card("S-1")
        goods.service.error = PosError("no_shift")
        goods.goods.confirm()
        assert goods.state.error
        goods.service.error = NeedsApproval("return_without_receipt", event_ref="new-1")
        goods.goods.confirm()
        goods.goods.approve("2", "222222")
        assert goods.state.mode == "done"
        goods.goods.other()
        assert goods.ways == ["back"]

    def test_a_fault_of_the_preview_is_said(self, goods: Stage) -> None:
        goods.service.fault = PosError("product_unknown")
        goods.goods.scan("soap")
        assert goods.state.error
        assert not goods.state.can_confirm
        goods.goods.leave()
        assert goods.ways == ["back"]
