"""The receipt: what was sold, what was saved, what was paid, in the order of the design."""

from __future__ import annotations

from pos_app.adapters.documents.column import Column
from pos_app.adapters.documents.fonts import Weight
from pos_app.adapters.documents.logo import Logo
from pos_app.adapters.documents.loyalty import expiring_band, loyalty_box
from pos_app.adapters.documents.parts import closing, new_column, opening, shop_head
from pos_app.adapters.documents.pdf import draw
from pos_app.adapters.documents.sizes import sizes
from pos_app.adapters.documents.voice import Voice, voice
from pos_app.domain.receipt import ReceiptSnapshot, SlipDiscount, SlipLine, SlipPrice
from pos_app.services.documents import Paper


def render_receipt(
    snapshot: ReceiptSnapshot,
    paper: Paper,
    *,
    copy: bool = False,
    language: str = "",
    logo: Logo | None = None,
) -> bytes:
    """The PDF of a receipt. ``language`` ("" = the snapshot's own) chooses the words; a ``copy``
    says so at its head (R34). Equal arguments give equal bytes."""
    speaking = voice(language or snapshot.language, snapshot.currency, snapshot.shop)
    column = new_column(paper)
    opening(column, speaking, copy=copy)
    shop_head(column, snapshot.shop, speaking, logo)
    _meta(column, snapshot, speaking)
    column.dashes()
    for line in snapshot.lines:
        _item(column, line, speaking)
    column.dashes()
    _sums(column, snapshot, speaking)
    _paid(column, snapshot, speaking)
    if snapshot.loyalty is not None:
        loyalty_box(column, snapshot.loyalty, speaking)
        expiring_band(column, snapshot.loyalty, speaking)
    _foot(column, snapshot, speaking)
    return draw(column.blocks, paper, snapshot.code)


def _meta(column: Column, snapshot: ReceiptSnapshot, speaking: Voice) -> None:
    t, size = speaking.t, sizes()
    number = str(snapshot.number)
    if snapshot.kind == "return":
        title = t.pgettext("slip", "Return {number}", number=number)
    else:
        title = t.pgettext("slip", "Receipt {number}", number=number)
    column.pair(title, speaking.date_time(snapshot.at), size.base, air=5)
    till = t.pgettext("slip", "Till {till}", till=snapshot.till)
    cashier = t.pgettext("slip", "Cashier {name}", name=snapshot.cashier)
    column.pair(till, cashier, size.small, air=4)
    if snapshot.original:
        sold = t.pgettext("slip", "For receipt {number}", number=snapshot.original)
        column.left_text(sold, size.small)


def _item(column: Column, line: SlipLine, speaking: Voice) -> None:
    size, f = sizes(), speaking.f
    column.left_text(line.name, size.item, Weight.BOLD, keep=True)
    if line.certificate:
        column.left_text(line.certificate, size.base, keep=True)
    if line.returned:
        column.left_text(speaking.t.pgettext("slip", "Returned"), size.base, keep=True)
    counted = f"{f.quantity(line.quantity)}{unit_text(line.unit, speaking)}"
    price = f"{counted}\u00a0×\u00a0{f.amount(line.unit_price)}"
    column.pair(price, f.amount(line.gross), size.base)
    if line.price is not None:
        column.left_text(price_reason(line, line.price, speaking), size.base, keep=True)
    for discount in line.discounts:
        if discount.amount:
            column.pair(reason(discount, speaking), f.amount(-discount.amount), size.base)
    column.space(10)


def price_reason(line: SlipLine, price: SlipPrice, speaking: Voice) -> str:
    """Why a unit costs less than its list price, and what that is."""
    t, f = speaking.t, speaking.f
    unit = unit_text(line.unit, speaking) or f"\u00a0{t.pgettext('unit', 'pcs')}"
    quantity = f"{f.quantity(price.min_quantity)}{unit}"
    if price.name and price.min_quantity:
        why = t.pgettext("slip", "{group}, from {quantity}", group=price.name, quantity=quantity)
    elif price.name:
        why = t.pgettext("slip", "{group} price", group=price.name)
    elif price.min_quantity:
        why = t.pgettext("slip", "From {quantity}", quantity=quantity)
    else:
        why = t.pgettext("slip", "Special price")
    return t.pgettext("slip", "{why}, list price {price}", why=why, price=f.amount(price.listed))


def unit_text(unit: str, speaking: Voice) -> str:
    """The unit after a quantity: nothing for pieces, `` kg`` for kilograms."""
    t = speaking.t
    known = {
        "pcs": "",
        "": "",
        "kg": t.pgettext("unit", "kg"),
        "l": t.pgettext("unit", "l"),
        "m": t.pgettext("unit", "m"),
    }
    word = known.get(unit, unit)
    return f"\u00a0{word}" if word else ""


def reason(discount: SlipDiscount, speaking: Voice) -> str:
    """Why a line costs less: the promotion's own name, or the kind of discount, and its rate."""
    t, label = speaking.t, discount.label
    words = {
        "promotion": label or t.pgettext("slip discount", "Promotion"),
        "card": t.pgettext("slip discount", "Card"),
        "manual": _named(t.pgettext("slip discount", "Discount"), label),
        "coupon": _named(t.pgettext("slip discount", "Coupon"), label),
        "order": _named(t.pgettext("slip discount", "Order discount"), label),
    }
    word = words.get(discount.kind) or label or t.pgettext("slip discount", "Discount")
    if discount.rate is None or "%" in label:
        return word
    return f"{word} {speaking.f.percent(-discount.rate)}"


def _named(word: str, label: str) -> str:
    return f"{word}: {label}" if label else word


def _sums(column: Column, snapshot: ReceiptSnapshot, speaking: Voice) -> None:
    t, f, size = speaking.t, speaking.f, sizes()
    as_tender = any(tender.kind == "points" for tender in snapshot.tenders)
    points = 0 if as_tender else snapshot.points_money
    if snapshot.kind == "return" and points:
        value = t.pgettext("slip", "Value of the goods")
        column.pair(value, f.amount(snapshot.gross), size.base, air=5)
    elif snapshot.discount or points:
        before = t.pgettext("slip", "Before discount")
        column.pair(before, f.amount(snapshot.gross), size.base, air=5)
    if snapshot.discount:
        saved = t.pgettext("slip", "Your discount")
        column.pair(saved, f.amount(-snapshot.discount), size.base, Weight.BOLD, air=5)
    if points:
        paid = t.pgettext("slip", "Paid with points")
        if snapshot.kind == "return":
            paid = t.pgettext("slip", "Given back as points")
        column.pair(paid, f.amount(-points), size.base, Weight.BOLD, air=5)
    if snapshot.coupon_lost:
        lost = t.pgettext("slip", "Unused rest of the coupon")
        column.pair(lost, f.amount(snapshot.coupon_lost), size.base, air=5)
    is_return = snapshot.kind == "return"
    word = t.pgettext("slip", "REFUND") if is_return else t.pgettext("slip", "TOTAL")
    column.space(4)
    money = f.money(snapshot.total)
    column.pair(word, money, 44, Weight.BOLD, figure_size=size.total, air=2)
    column.space(4)


def _paid(column: Column, snapshot: ReceiptSnapshot, speaking: Voice) -> None:
    t, f, size = speaking.t, speaking.f, sizes()
    if snapshot.rounding:
        rounded = t.pgettext("slip", "Cash rounding")
        column.pair(rounded, f.amount(snapshot.rounding, sign=True), size.base, air=5)
    if snapshot.returned:
        _exchanged(column, snapshot, speaking)
    for tender in snapshot.tenders:
        column.pair(speaking.tender(tender), f.amount(tender.amount), size.base, air=5)
        if tender.left is not None:
            left = t.pgettext("slip", "Left on it")
            column.pair(left, f.amount(tender.left), size.small, air=5)
    if snapshot.change:
        change = t.pgettext("slip", "Change")
        column.pair(change, f.money(snapshot.change), size.change, Weight.BOLD, air=4)
    for tax in snapshot.taxes:
        words = speaking.tax(tax, included=snapshot.prices_include_tax)
        column.pair(words, f.amount(tax.tax), size.small, air=2)
    if snapshot.fiscal_number:
        fiscal = t.pgettext("slip", "Fiscal receipt number")
        column.pair(fiscal, snapshot.fiscal_number, size.small, air=2)


def _exchanged(column: Column, snapshot: ReceiptSnapshot, speaking: Voice) -> None:
    """Goods brought back, what they are worth, and the one difference (R18)."""
    t, f, size = speaking.t, speaking.f, sizes()
    column.dashes()
    for line in snapshot.returned:
        _item(column, line, speaking)
    worth = t.pgettext("slip", "Returned goods")
    column.pair(worth, f.amount(-snapshot.credit), size.base, Weight.BOLD, air=5)
    rest = snapshot.total - snapshot.credit
    if rest >= 0:
        word = t.pgettext("slip", "Difference to pay")
        column.pair(word, f.money(rest), size.strong, Weight.BOLD, air=6)
    for tender in snapshot.handed_out:
        back = t.pgettext("slip", "Handed back: {tender}", tender=speaking.tender(tender))
        column.pair(back, f.money(tender.amount), size.strong, Weight.BOLD, air=6)


def _foot(column: Column, snapshot: ReceiptSnapshot, speaking: Voice) -> None:
    t, shop, size = speaking.t, snapshot.shop, sizes()
    column.space(10)
    name = snapshot.loyalty.customer_name.split(" ")[0] if snapshot.loyalty else ""
    if snapshot.kind == "return":
        thanks = ""
    elif shop.thanks:
        thanks = shop.thanks
    elif name:
        thanks = t.pgettext("slip", "Thank you, {name}!", name=name)
    else:
        thanks = t.pgettext("slip", "Thank you for your purchase!")
    column.centred(thanks, size.change, Weight.BOLD, smallest=size.item)
    column.centred(shop.return_terms, size.small)
    column.centred(shop.footer, size.small)
    column.space(12)
    if snapshot.code:
        column.code(snapshot.code, size.module, size.code_height)
        column.space(6)
    closing(column, speaking, snapshot.journal_head)
