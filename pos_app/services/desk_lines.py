"""What a cashier does to the lines of a sale: goods, quantities, prices, discounts by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from pos_app.domain.catalogue import Product
from pos_app.domain.errors import PosError
from pos_app.domain.money import MAX_PRICE
from pos_app.domain.quantity import MAX_QUANTITY, ONE
from pos_app.domain.sale import Draft, DraftLine, ManualDiscount
from pos_app.domain.staff import Action, Approval
from pos_app.services.desk_core import DeskCore
from pos_app.services.desk_rights import (
    WHOLE,
    line_action,
    receipt_action,
    severest,
    share,
    share_given,
)
from pos_app.services.text import clean_text

MOST_LINES = 500
"""Lines of one receipt."""

NAME = 120
"""Letters of a name typed for goods nobody knows."""

CODE = 64
"""Signs of an unknown code that are kept."""


class LineGestures(DeskCore):
    """Gestures on lines and discounts by hand."""

    def add_product(
        self,
        product_id: int,
        quantity: int = ONE,
        *,
        barcode: str = "",
        fixed_gross: int | None = None,
        expires: date | None = None,
    ) -> str:
        """Put goods on the receipt; the line's id. ``quantity`` in thousandths.

        The same goods by the piece, of a batch that lasts as long (``expires``) and untouched by
        hand, grow their line. Raises ``PosError``
        ``product_unknown``, ``product_inactive``, ``quantity_invalid`` or ``too_many_lines``.
        """
        product = self._pricer.product(product_id)
        if not product.active:
            raise PosError("product_inactive", name=product.name)
        same = self._same_line(product, quantity, fixed_gross, expires)
        if same is not None:
            grown = self._checked_quantity(same.quantity + quantity)
            self._change_line(same.line_id, "quantity", quantity=grown)
            return same.line_id
        line = DraftLine(
            line_id=self._new_line_id(),
            product_id=product.id,
            sku=product.sku,
            name=product.name,
            unit=product.unit.value,
            quantity=self._checked_quantity(quantity),
            unit_price=product.price,
            barcode=barcode,
            fixed_gross=fixed_gross,
            expires=expires,
        )
        self._append(line, "line")
        return line.line_id

    def add_unknown(self, code: str, quantity: int = ONE) -> str:
        """Put a red line for a code nobody knows; it blocks payment until solved.

        Raises ``PosError`` ``quantity_invalid``, ``too_many_lines``, or ``bank_card`` for a text
        that carries the number of one.
        """
        clean = clean_text(code, len(code), field="code")[:CODE] or "?"
        line = DraftLine(
            line_id=self._new_line_id(),
            quantity=self._checked_quantity(quantity),
            barcode=clean,
            unknown_code=clean,
        )
        self._append(line, "line")
        return line.line_id

    def resolve_unknown(self, line_id: str, product_id: int) -> None:
        """Say which product an unknown code was; the line takes its place and price.

        Raises ``PosError`` ``line_unknown`` for any other line, ``product_inactive``.
        """
        line = self._red_line(line_id)
        product = self._pricer.product(product_id)
        if not product.active:
            raise PosError("product_inactive", name=product.name)
        self._change_line(
            line.line_id,
            "line",
            product_id=product.id,
            sku=product.sku,
            name=product.name,
            unit=product.unit.value,
            unit_price=product.price,
            unknown_code=None,
        )

    def price_by_hand(
        self, line_id: str, name: str, price: int, approval: Approval | None = None
    ) -> None:
        """Sell an unknown code under a name and price typed in (minor units).

        Raises ``PosError`` ``line_unknown`` for any other line: what has a price of its own keeps
        it (see :meth:`override_price`).
        """
        line = self._red_line(line_id)
        self._check_price(price)
        clean = clean_text(name, NAME, field="name")
        approver = self._allow(
            Action.PRICE_OVERRIDE, approval, line_id, "price", line.quantity, price
        )
        self._change_line(
            line.line_id,
            "price",
            name=clean or line.unknown_code,
            unit_price=price,
            unknown_code=None,
            override_reason="unknown_code",
            override_approver_id=approver,
        )

    def set_quantity(self, line_id: str, quantity: int, approval: Approval | None = None) -> None:
        """Set a line's quantity in thousandths; 0 removes the line.

        More of what has a price or a discount by hand asks for the right to it again: a consent
        was for what lay there. Raises ``PosError`` ``quantity_invalid``, or ``quantity_fixed`` for
        a labelled piece.
        """
        line = self._line(line_id)
        if quantity == 0:
            self.remove(line_id)
            return
        self._demand_goods(line)
        if line.fixed_gross is not None and line.price_override is None:
            raise PosError("quantity_fixed", name=line.name)
        if line.unit == "pcs" and quantity % ONE:
            raise PosError("quantity_whole", name=line.name)
        self._checked_quantity(quantity)
        if quantity > line.quantity and (line.discount or line.override_reason):
            action = line_action(line, self._by_hand(line.discount, self._draft.order_discount))
            if line.override_reason:
                action = severest((action, Action.PRICE_OVERRIDE))
            below = self._below(self._with_line(line_id, quantity=quantity), line_id)
            deed = (line_id, "quantity", line.quantity, quantity)
            self._allow(action, approval, *deed, below=below)
        self._change_line(line_id, "quantity", quantity=quantity)

    def change_quantity(self, line_id: str, pieces: int, approval: Approval | None = None) -> None:
        """Add or take whole pieces; below one the line goes."""
        line = self._line(line_id)
        self.set_quantity(line_id, max(0, line.quantity + pieces * ONE), approval)

    def remove(self, line_id: str) -> None:
        """Take a line off the receipt (undoable, journaled)."""
        line = self._line(line_id)
        kept = tuple(one for one in self._draft.lines if one.line_id != line_id)
        self._next(replace(self._draft, lines=kept), f"removed:{line.name or line.unknown_code}")

    def override_price(
        self, line_id: str, price: int, reason: str, approval: Approval | None = None
    ) -> None:
        """Sell a line at another unit price (minor units), with a reason (R33)."""
        line = self._line(line_id)
        if line.unknown_code is not None:
            raise PosError("line_unknown")
        self._demand_goods(line)
        self._check_price(price)
        why = self._reason(reason)
        by_hand = self._by_hand(line.discount, self._draft.order_discount)
        action = severest(
            (Action.PRICE_OVERRIDE, line_action(replace(line, price_override=price), by_hand))
        )
        below = self._below(self._with_line(line_id, price_override=price), line_id)
        deed = (line_id, "price", line.quantity, line.unit_price, price)
        approver = self._allow(action, approval, *deed, below=below)
        self._change_line(
            line_id,
            "price",
            price_override=price,
            override_reason=why,
            override_approver_id=approver,
        )

    def discount_line(
        self,
        line_id: str,
        *,
        rate: int = 0,
        amount: int = 0,
        reason: str,
        approval: Approval | None = None,
    ) -> None:
        """Give a discount on a line by hand: ``rate`` (basis points) or ``amount`` (minor units).

        It replaces promotion and card there (R2). Rate and amount 0 take a given one away. Below
        the least price of the goods it needs a right of its own.
        Raises ``PosError`` ``discount_invalid``, ``discount_refused`` (fixed-price goods).
        """
        line = self._line(line_id)
        if not rate and not amount:
            self._change_line(line_id, "discount", discount=None)
            return
        self._check_discountable(line)
        gross = self._gross(line)
        given = self._manual(rate, amount, gross, reason)
        action = line_action(line, self._by_hand(given, self._draft.order_discount))
        agreed = replace(given, below_floor=True)
        below = self._below(self._with_line(line_id, discount=agreed), line_id)
        deed = (line_id, "discount", gross, rate, amount)
        approver = self._allow(action, approval, *deed, below=below)
        given = replace(given, approver_id=approver, below_floor=below is not None)
        self._change_line(line_id, "discount", discount=given)

    def discount_order(
        self,
        *,
        rate: int = 0,
        amount: int = 0,
        reason: str,
        approval: Approval | None = None,
    ) -> None:
        """Give a discount on the whole receipt by hand, after everything else but points (R1)."""
        if not rate and not amount:
            self._next(replace(self._draft, order_discount=None), "discount")
            return
        base = self.priced.receipt_total + self.priced.order_discount
        given = self._manual(rate, amount, base, reason)
        action = receipt_action(self._draft, share_given(given))
        agreed = replace(given, below_floor=True)
        below = self._below(replace(self._draft, order_discount=agreed))
        given = replace(given, below_floor=below is not None)
        approver = self._allow(action, approval, "discount", base, rate, amount, below=below)
        if approver is not None:
            tried = replace(self._draft, order_discount=given)
            most = self._pricer.price(tried).basket.order_discount
            given = replace(given, approver_id=approver, most_amount=most)
        self._next(replace(self._draft, order_discount=given), "discount")

    def _manual(self, rate: int, amount: int, base: int, reason: str) -> ManualDiscount:
        if rate < 0 or amount < 0 or rate > WHOLE or amount > max(base, 0) or (rate and amount):
            raise PosError("discount_invalid", base=base)
        return ManualDiscount(
            reason=self._reason(reason),
            person_id=self.session.person_id,
            rate=rate,
            amount=amount,
            most_rate=share(amount, base) if amount else None,
        )

    @staticmethod
    def _by_hand(*given: ManualDiscount | None) -> int:
        """Basis points given by hand in all."""
        return sum(share_given(one) for one in given)

    def _red_line(self, line_id: str) -> DraftLine:
        line = self._line(line_id)
        if line.unknown_code is None:
            raise PosError("line_unknown")
        return line

    def _new_line_id(self) -> str:
        return f"L{self._draft.seq + 1}"

    def _append(self, line: DraftLine, label: str) -> None:
        if len(self._draft.lines) >= MOST_LINES:
            raise PosError("too_many_lines", most=MOST_LINES)
        self._next(
            replace(self._draft, lines=(*self._draft.lines, line), seq=self._draft.seq + 1), label
        )

    def _same_line(
        self, product: Product, quantity: int, fixed_gross: int | None, expires: date | None
    ) -> DraftLine | None:
        if fixed_gross is not None or quantity % ONE or product.unit.value != "pcs":
            return None
        for line in reversed(self._draft.lines):
            if line.product_id == product.id and line.expires == expires:
                untouched = line.discount is None and line.price_override is None
                return line if untouched and line.fixed_gross is None else None
        return None

    def _with_line(self, line_id: str, **changes: object) -> Draft:
        lines = tuple(
            replace(line, **changes) if line.line_id == line_id else line  # type: ignore[arg-type]
            for line in self._draft.lines
        )
        return replace(self._draft, lines=lines)

    def _change_line(self, line_id: str, label: str, **changes: object) -> None:
        self._next(self._with_line(line_id, **changes), label)

    def _gross(self, line: DraftLine) -> int:
        return next(p.gross for p in self.priced.lines if p.line_id == line.line_id)

    def _check_discountable(self, line: DraftLine) -> None:
        if line.unknown_code is not None:
            raise PosError("line_unknown")
        self._demand_goods(line)
        if line.product_id is not None and self._pricer.product(line.product_id).fixed_price:
            raise PosError("discount_refused", name=line.name)

    @staticmethod
    def _demand_goods(line: DraftLine) -> None:
        """A gift certificate is one piece at its own value (R2, R22)."""
        if line.certificate:
            raise PosError("certificate_line")

    @staticmethod
    def _checked_quantity(quantity: int) -> int:
        if not 0 < quantity <= MAX_QUANTITY:
            raise PosError("quantity_invalid")
        return quantity

    @staticmethod
    def _check_price(price: int) -> None:
        if not 0 <= price <= MAX_PRICE:
            raise PosError("price_invalid")
