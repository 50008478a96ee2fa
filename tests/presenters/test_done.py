"""After the sale: change first, the way to hand it out, gains, the slip, the next sale."""

from __future__ import annotations

from pos_app.domain.campaign import Campaign
from pos_app.domain.promotion import AmountOff, Gift, PointsMultiplier, Promotion
from pos_app.presenters.payment_state import CashPiece
from pos_app.services.campaigns import CampaignDraft, CampaignService
from pos_app.services.completion import Completed
from tests.builders import SENIOR_PIN, Shop, card_number, ean13
from tests.presenters.counter_stage import Stage, completed, make_stage
from tests.services.desk import GOLDEN

TEA = ean13("590000000002")
NBSP = "\u00a0"


def finish(stage: Stage, price: int = 4660, given: str = "50", held: tuple[str, ...] = ()) -> None:
    stage.shop.product("Green tea", price, barcodes=(TEA,))
    stage.sale.scan(TEA)
    stage.payment.open("cash")
    for sign in given:
        stage.payment.typed(sign)
    stage.payment.key("Enter")
    stage.done.open(completed(stage), held)


def test_change_and_the_notes_to_give(stage: Stage) -> None:
    finish(stage)
    end = stage.end
    assert (end.label, end.change) == ("Give the customer", f"zł{NBSP}3.40")
    assert end.detail == f"Received zł{NBSP}50.00 · To pay zł{NBSP}46.60"
    assert end.pieces == (
        CashPiece(count="1 ×", value=f"zł{NBSP}2"),
        CashPiece(count="1 ×", value=f"zł{NBSP}1"),
        CashPiece(count="2 ×", value=f"zł{NBSP}0.20"),
    )
    assert end.receipt == "Receipt 1"


def test_without_change_the_sum_is_the_big_figure(stage: Stage) -> None:
    finish(stage, given="")
    assert (stage.end.label, stage.end.change) == ("Paid", f"zł{NBSP}46.60")
    assert stage.end.pieces == ()


def test_gains_of_a_customer(stage: Stage) -> None:
    stage.counter.use(GOLDEN)
    stage.shop.customer("Maria Nowak", card=7)
    stage.sale.scan(card_number(7))
    finish(stage, price=10000, given="100")
    gains = {gain.label: gain for gain in stage.end.gains}
    # 100.00 − 5 % = 95.00, earning 4.75 points, rounded down to whole points: 4
    assert gains["Earned"].value == "+4 points"
    assert gains["Earned"].detail == "on the card now 4"
    assert gains["Saved"].value == f"zł{NBSP}5.00"


def test_the_coupon_handed_over(stage: Stage) -> None:
    stage.counter.set(
        next_coupon__enabled=True,
        next_coupon__threshold=1000,
        next_coupon__benefit="percent",
        next_coupon__value=1000,
        next_coupon__valid_days=10,
    )
    finish(stage)
    assert stage.end.coupon_title == "Coupon for the next purchase: −10%"
    assert stage.end.coupon_detail == "23 Nov 2026 to 2 Dec 2026 · comes out with the receipt"


def test_several_coupons_are_told_together(stage: Stage) -> None:
    stage.shop.product("Mug", 500, sku="MUG")
    parts = (stage.shop.store.uow, stage.counter.book, stage.shop.clock, stage.shop.ids)
    campaigns = CampaignService(*parts, stage.shop.sink)
    for effect in (AmountOff(amount=500), PointsMultiplier(factor=20_000), Gift(sku="MUG")):
        benefit = Promotion(rule_id="campaign", name="Thanks", effects=(effect,))
        draft = CampaignDraft(name="Autumn", campaign=Campaign(benefit=benefit, handover="receipt"))
        campaign_id = campaigns.save(stage.shop.owner, draft)
        campaigns.move(stage.shop.owner, campaign_id, "running")
    finish(stage)
    assert stage.end.coupon_title == f"Coupons: −zł{NBSP}5, ×2, Mug"
    assert stage.end.coupon_detail == "each comes out on a slip of its own"


def test_the_slip_is_drawn_in_the_background_and_a_late_one_is_dropped(stage: Stage) -> None:
    finish(stage)
    (receipt, ready) = stage.pictures.asked[0]
    assert receipt.number == 1
    assert stage.done_view.slips == [b""]
    ready(b"png")
    assert stage.done_view.slips[-1] == b"png"
    stage.done.key("Enter")
    ready(b"late")
    assert stage.done_view.slips[-1] == b"png"


def test_enter_and_a_scan_lead_to_the_next_sale(stage: Stage) -> None:
    finish(stage)
    stage.done.key("Enter")
    assert stage.ways.last == ("next_sale", ())
    finish_again = ("8", "9")
    stage.done.open(completed_once(stage), finish_again)
    assert stage.end.notice is not None
    assert stage.end.notice.text == "2 scans wait."
    stage.done.scan(TEA)
    assert stage.ways.last == ("next_sale", ("8", "9", TEA))


def completed_once(stage: Stage) -> Completed:
    """The sale completed earlier in the test."""
    done = next(way[1] for way in stage.ways.gone if way[0] == "sale_completed")
    assert isinstance(done, Completed)
    return done


def test_the_first_copy_is_free_the_second_asks(shop: Shop) -> None:
    stage = make_stage(shop)
    finish(stage)
    stage.done.key("Ctrl P")
    assert stage.end.notice is not None
    assert stage.end.notice.text == "A copy is being printed."
    stage.done.key("Ctrl P")
    question = stage.end.approval
    assert question is not None
    marta = next(each.key for each in question.people if each.text == "Marta")
    stage.done.approve(marta, "999999")
    assert stage.end.approval is not None
    stage.done.approve(marta, SENIOR_PIN)
    assert stage.end.approval is None
    assert len(shop.events("receipt.copied")) == 2


def test_other_keys(stage: Stage) -> None:
    finish(stage)
    assert stage.done.key("Ctrl R")
    assert stage.ways.last == ("open_returns",)
    assert not stage.done.key("F5")
