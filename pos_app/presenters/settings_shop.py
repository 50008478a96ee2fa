"""Settings of the shop: who sells, what slips say, the coupon for the next visit, security."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Protocol

from pos_app.domain.errors import CodedError
from pos_app.domain.receipt import ReceiptSnapshot
from pos_app.presenters.settings_form import (
    FLAG,
    MONEY,
    PERCENT,
    WHOLE,
    Common,
    FormSection,
    ShopValues,
    Spec,
    Values,
)
from pos_app.presenters.settings_state import ActionView, BlockView
from pos_app.services.pictures import PicturePort
from pos_app.services.session import Session


class ShopSection(FormSection):
    """Name and addresses."""

    key, icon = "shop", "store"

    def title(self) -> str:
        """See Section."""
        return self.c.voice.t._("Shop")

    def hint(self) -> str:
        """See Section."""
        return self.c.voice.t._("Stands at the head of every receipt.")

    def specs(self) -> Sequence[Spec]:
        """See FormSection."""
        t, money = self.c.voice.t, self.c.voice.f.currency_symbol
        return (
            Spec(key="shop.name", label=t._("Name"), wide=True),
            Spec(key="shop.subtitle", label=t._("Line below the name"), wide=True),
            Spec(key="shop.address", label=t._("Address"), kind="lines", wide=True),
            Spec(key="shop.phone", label=t._("Phone")),
            Spec(key="shop.tax_number", label=t._("Tax number")),
            Spec(
                key="shop.return_days",
                label=t._("Goods can be returned within"),
                codec=WHOLE,
                suffix=t._("days"),
                right=True,
            ),
            Spec(key="till.id", label=t._("Till"), hint=t._("Stands in receipt numbers.")),
            Spec(key="gestures.points", label=t._("Points of the apology"), codec=WHOLE,
                 right=True, hint=t._("0: none are given.")),
            Spec(key="gestures.points_days", label=t._("Valid for"), codec=WHOLE,
                 suffix=t._("days"), right=True),
            Spec(key="gestures.coupon", label=t._("Coupon for the next purchase"), codec=MONEY,
                 suffix=money, right=True, hint=t._("0: none is given.")),
            Spec(key="gestures.coupon_days", label=t._("Valid for"), codec=WHOLE,
                 suffix=t._("days"), right=True),
            Spec(key="gestures.daily_limit", label=t._("In a day at most"), codec=MONEY,
                 suffix=money, right=True, hint=t._("Beyond it a second person is asked.")),
        )  # fmt: skip

    def blocks(self) -> Sequence[BlockView]:
        """See Section."""
        t = self.c.voice.t
        names = ("name", "subtitle", "address", "phone", "tax_number")
        return (
            self.card("who", t._("Who sells"), *(f"shop.{name}" for name in names)),
            self.card("rules", t._("At this shop"), "shop.return_days", "till.id"),
            self.card(
                "gestures",
                t._("A gesture after a return"),
                *(spec.key for spec in self.specs() if spec.key.startswith("gestures.")),
                note=t._("So that the customer comes back: points or a coupon."),
            ),
        )


class SlipArtist(Protocol):
    """Draws a receipt off the window's thread."""

    def draw(self, receipt: ReceiptSnapshot, done: Callable[[bytes], None]) -> None:
        """Call ``done`` on the window's thread with a PNG."""


class FileAsker(Protocol):
    """Choosing files and folders; the answer comes by callback."""

    def open_file(self, title: str, pattern: str, on_path: Callable[[str], None]) -> None:
        """Ask for an existing file."""

    def open_folder(self, title: str, start: str, on_path: Callable[[str], None]) -> None:
        """Ask for a folder."""


class ReceiptSection(FormSection):
    """Texts and logo of the slips, with the slip itself beside them."""

    key, icon = "receipt", "receipt-text"

    def __init__(
        self,
        common: Common,
        values: ShopValues,
        *,
        sample: Callable[[], ReceiptSnapshot],
        artist: SlipArtist,
        pictures: PicturePort,
        files: FileAsker,
    ) -> None:
        super().__init__(common, values)
        self._sample, self._artist = sample, artist
        self._pictures, self._files = pictures, files
        self._png = b""
        self._drawing = self._again = False

    def title(self) -> str:
        """See Section."""
        return self.c.voice.t._("Receipt")

    def hint(self) -> str:
        """See Section."""
        return self.c.voice.t._("The slip at the side is what the printer gets.")

    def specs(self) -> Sequence[Spec]:
        """See FormSection."""
        t = self.c.voice.t
        return (
            Spec(key="shop.logo", label=t._("Logo")),
            Spec(key="shop.header", label=t._("Above the goods"), kind="lines", wide=True),
            Spec(key="shop.thanks", label=t._("Thanks"), wide=True),
            Spec(key="shop.return_terms", label=t._("Return terms"), kind="lines", wide=True),
            Spec(key="shop.footer", label=t._("At the foot"), kind="lines", wide=True),
            Spec(
                key="locale.receipt_language",
                label=t._("Language of receipts"),
                kind="select",
                choices=(
                    ("shop", t._("the shop's")),
                    ("customer", t._("the customer's, where known")),
                ),
                wide=True,
            ),
        )

    def blocks(self) -> Sequence[BlockView]:
        """See Section."""
        t = self.c.voice.t
        return (
            self._logo(),
            self.card(
                "texts",
                t._("Texts"),
                "shop.header",
                "shop.thanks",
                "shop.return_terms",
                "shop.footer",
                "locale.receipt_language",
            ),
        )

    def _logo(self) -> BlockView:
        t, name, locked = self.c.voice.t, self.text("shop.logo"), self.locked()
        actions = [
            ActionView(key="logo", text=t._("Choose a picture"), icon="image", enabled=not locked)
        ]
        if name:
            actions.append(
                ActionView(
                    key="no_logo", text=t._("No logo"), icon="x", v="ghost", enabled=not locked
                )
            )
        return BlockView(
            key="logo",
            title=t._("Logo"),
            note=t._("PNG or JPEG; it is printed in black and white."),
            picture=(self._pictures.read(name) or b"") if name else b"",
            picture_words=t._("Logo"),
            says=self.errors.get("shop.logo", ""),
            tone="danger",
            actions=tuple(actions),
        )

    def side(self) -> BlockView:
        """See Section."""
        words = self.c.voice.t._("The receipt as it will be printed")
        return BlockView(key="slip", title=words, picture=self._png, picture_words=words, slip=True)

    def opened(self) -> None:
        """See Section."""
        self._redraw()

    def edit(self, key: str, text: str) -> None:
        """See Section; the slip follows."""
        super().edit(key, text)
        self._redraw()

    def undo(self) -> None:
        """See Section."""
        super().undo()
        self._redraw()

    def press(self, action: str, ref: str) -> None:
        """The logo."""
        if self.locked():
            return
        if action == "no_logo":
            self.edit("shop.logo", "")
        elif action == "logo":
            t = self.c.voice.t
            pattern = t._("Pictures") + " (*.png *.jpg *.jpeg)"
            self._files.open_file(t._("The shop's logo"), pattern, self._take)

    def _take(self, path: str) -> None:
        try:
            name = self._pictures.take(path)
        except CodedError as error:
            self.errors["shop.logo"] = self.c.words(error)
            self.c.alert()
        else:
            self.edit("shop.logo", name)
        self.c.show()

    def _redraw(self) -> None:
        """One picture at a time; typing meanwhile asks for one more."""
        if self._drawing:
            self._again = True
            return
        self._drawing = True
        receipt = self._sample()
        shop = receipt.shop
        for name in ("header", "thanks", "return_terms", "footer", "logo"):
            shop = replace(shop, **{name: self.text(f"shop.{name}").strip()})
        self._artist.draw(replace(receipt, shop=shop), self._drawn)

    def _drawn(self, png: bytes) -> None:
        self._drawing, self._png = False, png or self._png
        if self._again:
            self._again = False
            self._redraw()
        self.c.show()


class CouponSection(FormSection):
    """The coupon handed over with a receipt (R21)."""

    key, icon = "coupon", "ticket-percent"

    def __init__(
        self, common: Common, values: Values, open_campaigns: Callable[[], None] = lambda: None
    ) -> None:
        super().__init__(common, values)
        self._open_campaigns = open_campaigns

    def title(self) -> str:
        """See Section."""
        return self.c.voice.t._("Next-purchase coupon")

    def short(self) -> str:
        """See Section."""
        return self.c.voice.t._("Coupon")

    def hint(self) -> str:
        """See Section."""
        return self.c.voice.t._("Printed after a receipt, to come back with.")

    def specs(self) -> Sequence[Spec]:
        """See FormSection."""
        t, f = self.c.voice.t, self.c.voice.f
        percent = self.draft.get("next_coupon.benefit", self.values.value("next_coupon.benefit"))
        money, days = f.currency_symbol, t._("days")
        is_percent = percent == "percent"
        return (
            Spec(key="next_coupon.enabled", label=t._("Hand out coupons"), kind="toggle",
                 codec=FLAG, wide=True),
            Spec(key="next_coupon.threshold", label=t._("From a receipt of"), codec=MONEY,
                 suffix=money, right=True),
            Spec(key="next_coupon.minimum", label=t._("Valid on purchases from"), codec=MONEY,
                 suffix=money, right=True),
            Spec(key="next_coupon.benefit", label=t._("It gives"), kind="select",
                 choices=(("percent", t._("per cent off")), ("amount", t._("a sum off")))),
            Spec(key="next_coupon.value", label=t._("How much"),
                 codec=PERCENT if is_percent else MONEY, suffix="%" if is_percent else money,
                 right=True),
            Spec(key="next_coupon.starts_after_days", label=t._("Starts after"), codec=WHOLE,
                 suffix=days, right=True),
            Spec(key="next_coupon.valid_days", label=t._("Then valid for"), codec=WHOLE,
                 suffix=days, right=True),
            Spec(key="next_coupon.title", label=t._("Its title"), wide=True),
            Spec(key="next_coupon.named", label=t._("Only for the person it was given to"),
                 kind="toggle", codec=FLAG, wide=True),
            Spec(key="next_coupon.not_with_promotions", label=t._("Not on promotion goods"),
                 kind="toggle", codec=FLAG, wide=True),
        )  # fmt: skip

    def blocks(self) -> Sequence[BlockView]:
        """See Section; the rest shows while it is on."""
        t = self.c.voice.t
        names: tuple[str, ...] = ("enabled",)
        if self.meant("next_coupon.enabled"):
            names = tuple(spec.key.partition(".")[2] for spec in self.specs())
        opens = ActionView(
            key="campaigns", text=t._("Open the campaigns"), icon="ticket-percent", cap="Ctrl 0"
        )
        return (
            self.card("coupon", t._("Coupon"), *(f"next_coupon.{name}" for name in names)),
            BlockView(
                key="campaigns",
                title=t._("Coupon campaigns"),
                note=t._("Several kinds of coupons, limits and budgets, codes on sheets."),
                actions=(opens,),
            ),
        )

    def press(self, action: str, ref: str) -> None:
        """To the campaigns."""
        self._open_campaigns()


class SecuritySection(FormSection):
    """PINs and the lock."""

    key, icon = "security", "lock"

    def title(self) -> str:
        """See Section."""
        return self.c.voice.t._("Security")

    def hint(self) -> str:
        """See Section."""
        return self.c.voice.t._("A new PIN length holds for PINs given from then on.")

    def specs(self) -> Sequence[Spec]:
        """See FormSection."""
        t = self.c.voice.t
        return (
            Spec(
                key="security.pin_length",
                label=t._("Digits of a PIN"),
                kind="segments",
                codec=WHOLE,
                choices=tuple((str(n), str(n)) for n in range(4, 9)),
                wide=True,
            ),
            Spec(
                key="security.idle_lock_seconds",
                label=t._("The screen locks by itself after"),
                kind="select",
                codec=WHOLE,
                choices=self._waits(),
            ),
            Spec(
                key="security.free_copies",
                label=t._("Copies of a receipt a cashier may print alone"),
                codec=WHOLE,
                right=True,
            ),
        )

    def _waits(self) -> tuple[tuple[str, str], ...]:
        t = self.c.voice.t
        now = int(self.values.value("security.idle_lock_seconds"))
        known = sorted({30, 60, 120, 300, 600, 1800, 3600, now})
        words = []
        for seconds in known:
            if seconds % 60:
                text = t.ngettext("{n} second", "{n} seconds", seconds)
            else:
                text = t.ngettext("{n} minute", "{n} minutes", seconds // 60)
            words.append((str(seconds), text))
        return tuple(words)

    def blocks(self) -> Sequence[BlockView]:
        """See Section."""
        t = self.c.voice.t
        keys = [spec.key for spec in self.specs()]
        return (self.card("security", t._("PIN and lock"), *keys),)


def session_is_owner(session: Session) -> bool:
    """Whether the settings of the shop are open to this person."""
    from pos_app.domain.staff import Role

    return session.role is Role.OWNER
