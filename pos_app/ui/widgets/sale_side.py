"""The right column of the sale: who is buying, what is on offer, how the shift goes."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from pos_app.i18n import Translator
from pos_app.presenters.sale_state import CustomerView, OfferView, ShiftView
from pos_app.ui import fonts, theme, tokens
from pos_app.ui.widgets import paint
from pos_app.ui.widgets.button import Button
from pos_app.ui.widgets.card import Card
from pos_app.ui.widgets.label import (
    Avatar,
    Badge,
    Divider,
    ElidedLabel,
    IconLabel,
    IconTile,
    Label,
)
from pos_app.ui.widgets.layout import bare_column, bare_row
from pos_app.ui.widgets.message import Banner, Kpi
from pos_app.ui.widgets.number import Progress

USUAL_OFFERS = 4
"""Rows made beforehand, so that Tab finds them where they stand."""

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class Loss(QWidget):
    """A big figure of what is lost, and what it would be worth."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._figure = Label("", "number", "warn-text")
        self._worth = Label("", "caption", "warn-text", wrap=True)
        column.addWidget(self._figure)
        column.addWidget(self._worth)
        column.addStretch(1)

    def set_loss(self, figure: str, worth: str) -> None:
        """Show what is lost."""
        self._figure.setText(figure)
        self._worth.setText(worth)


class CustomerCard(Card):
    """Who is buying: attached, none (with what is lost), searching."""

    find_wanted = Signal()
    create_wanted = Signal()
    points_wanted = Signal()
    ask_wanted = Signal()

    def __init__(self, t: Translator, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._joined = False
        self._short = False
        self._tight = False
        self._compact = False
        column = self.body(gap=0)
        column.addLayout(self._head(t))
        self._account = self._account_part(t)
        column.addWidget(self._account)
        self._losing = self._losing_part()
        column.addWidget(self._losing)
        self._ways = self._ways_part(t)
        column.addWidget(self._ways)
        self.warning = Banner("", "danger")
        self.warning.hide()
        column.addWidget(self.warning)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def _head(self, t: Translator) -> QHBoxLayout:
        row = bare_row(12)
        self._avatar = Avatar(px=48)
        self._tile = IconTile("id-card", "neutral", 48)
        words = bare_column(2)
        words.setAlignment(Qt.AlignmentFlag.AlignVCenter)
        self._title = ElidedLabel("", "heading")
        self._subtitle = ElidedLabel("", "label", "text-2")
        words.addWidget(self._title)
        words.addWidget(self._subtitle)
        self.other = Button(
            "", v="quiet", icon="user-round-search", cap="F3", name=t._("Find customer")
        )
        self.other.clicked.connect(self.find_wanted)
        for part in (self._avatar, self._tile):
            row.addWidget(part)
        row.addLayout(words, 1)
        row.addWidget(self.other)
        return row

    def _account_part(self, t: Translator) -> QWidget:
        part = QWidget()
        column = QVBoxLayout(part)
        column.setContentsMargins(0, 12, 0, 0)
        column.setSpacing(6)
        tier = bare_row(8)
        self._tier = Badge("")
        self._next = ElidedLabel("", "label", "text-2")
        self._missing = Label("", "label", align=_RIGHT)
        tier.addWidget(self._tier)
        tier.addWidget(self._next, 1)
        tier.addWidget(self._missing)
        column.addLayout(tier)
        self._progress = Progress()
        column.addWidget(self._progress)
        column.addSpacing(4)
        column.addLayout(self._figures(t))
        self.expiring = Banner("", "warn", icon="clock-alert", wrap=False)
        column.addSpacing(2)
        column.addWidget(self.expiring)
        self.note = Banner("", "accent", icon="message-square-text", wrap=False)
        column.addWidget(self.note)
        self.ask = Button("", v="soft", icon="clipboard-check", cap="Ctrl 2", size="compact")
        self.ask.clicked.connect(self.ask_wanted)
        column.addWidget(self.ask)
        return part

    def _figures(self, t: Translator) -> QHBoxLayout:
        row = bare_row(16)
        self._points = Kpi(t._("Points"))
        self._earned = Kpi(t._("This receipt"))
        self.spend = Button("", v="quiet", cap="F8", name=t._("pay with points"))
        self.spend.clicked.connect(self.points_wanted)
        self._sums = row
        row.addWidget(self._points, 1)
        self._points.set_corner(self.spend)
        row.addWidget(Divider(vertical=True))
        row.addWidget(self._earned, 1)
        return row

    def _losing_part(self) -> QWidget:
        part = Card(tone="warn", level=0)
        column = part.body(padding=12, gap=4)
        self._loses = Label("", "label", "warn-text", wrap=True)
        column.addWidget(self._loses)
        row = bare_row(12)
        self._lost_money = Loss()
        self._lost_points = Loss()
        row.addWidget(self._lost_money, 1)
        row.addWidget(self._lost_points, 1)
        column.addLayout(row)
        box = QWidget()
        outer = QVBoxLayout(box)
        outer.setContentsMargins(0, 12, 0, 0)
        outer.addWidget(part)
        return box

    def _ways_part(self, t: Translator) -> QWidget:
        part = QWidget()
        row = QHBoxLayout(part)
        row.setContentsMargins(0, 12, 0, 0)
        row.setSpacing(8)
        self.search = Button(t._("Find"), icon="search", cap="F3", size="pos")
        self.new = Button(t._("New card"), v="soft", icon="user-plus", cap="Ins", size="pos")
        self.search.clicked.connect(self.find_wanted)
        self.new.clicked.connect(self.create_wanted)
        row.addWidget(self.search, 1)
        row.addWidget(self.new, 1)
        return part

    def retranslate(self, t: Translator) -> None:
        """Speak another language; the state's texts come with the next render."""
        self.other.setAccessibleName(t._("Find customer"))
        self.spend.setAccessibleName(t._("pay with points"))
        self.search.set_label(t._("Find"))
        self.new.set_label(t._("New card"))

    def show_customer(self, t: Translator, who: CustomerView) -> None:
        """Show the card of this moment."""
        attached = who.mode == "attached"
        self._avatar.setVisible(attached)
        self._tile.setVisible(not attached)
        self.other.setVisible(attached)
        self._account.setVisible(attached)
        self._ways.setVisible(not attached)
        self._losing.setVisible(who.mode == "losing")
        self._title.setText(who.title)
        lines = sum(map(bool, (who.expiring, who.note, who.asks)))
        self._joined = self._short or (self._tight and lines > 1)
        self._share_sums()
        joined = self._joined and who.note
        self._subtitle.setText(
            f"{who.note} \N{MIDDLE DOT} {who.subtitle}" if joined else who.subtitle
        )
        if attached:
            self._show_account(t, who)
        elif who.mode == "losing":
            self._show_losing(t, who)
        self.warning.set_message(who.warning if attached else "", "danger")

    def _show_account(self, t: Translator, who: CustomerView) -> None:
        self._avatar.set_person(who.title)
        self._tier.setVisible(bool(who.tier))
        self._tier.set_badge(who.tier or " ")
        self._next.setText(who.to_next)
        self._next.setVisible(bool(who.tier or who.to_next))
        self._missing.setText(who.to_next_amount)
        self._missing.setVisible(bool(who.to_next_amount))
        self._progress.setVisible(bool(who.to_next))
        today = max(0, who.today - who.progress)
        words = f"{who.tier} {who.to_next} {who.to_next_amount}".strip()
        self._progress.set_value(who.progress / 1000, today / 1000, words)
        usable = who.usable
        if self._joined and who.expiring:
            usable = who.expiring
        self._points.set_values(t._("Points"), who.points, usable)
        self.spend.setVisible(who.can_spend)
        self.ask.set_label(who.asks)
        self.ask.setVisible(bool(who.asks))
        self._earned.set_values(t._("This receipt"), who.earned, who.after, "accent-text")
        self.expiring.set_message("" if self._joined else who.expiring, "warn", icon="clock-alert")

        self.note.set_message(
            "" if self._joined else who.note, "accent", icon="message-square-text"
        )

    def _show_losing(self, t: Translator, who: CustomerView) -> None:
        self._loses.setText(who.warning)
        self._lost_money.setVisible(bool(who.lost_money))
        self._lost_money.set_loss(who.lost_money, t._("card discount"))
        self._lost_points.setVisible(bool(who.lost_points))
        self._lost_points.set_loss(who.lost_points, who.lost_points_worth)

    def set_compact(self, *, compact: bool) -> None:
        """The narrow layout leaves the name more room."""
        px = 40 if compact else 48
        self._avatar.setFixedSize(px, px)
        self._title.set_role("item" if compact else "heading")
        self.ask.set_icon("" if compact else "clipboard-check")
        self._compact = compact
        self._share_sums()

    def _share_sums(self) -> None:
        """The words under the points need more room than those under the earned ones."""
        self._sums.setStretch(0, 2 if self._joined or self._compact else 1)

    def set_joined(self, *, joined: bool, tight: bool = False) -> None:
        """On low screens the expiry stands in the points row (DESIGN §3), the note at the card.

        ``tight`` has room for one such line of its own, not for two.
        """
        self._short, self._tight = joined, tight
        self._joined = joined
        self._share_sums()


class OfferRow(QWidget):
    """One offer with what can be done about it."""

    pressed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._key = ""
        self._chosen = False
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 4, 0, 4)
        row.setSpacing(12)
        self._tile = IconTile("ticket-percent", "accent", 40)
        words = bare_column(0)
        words.setAlignment(Qt.AlignmentFlag.AlignVCenter)
        self._title = ElidedLabel("", "bodyStrong")
        self._detail = ElidedLabel("", "caption", "text-2")
        words.addWidget(self._title)
        words.addWidget(self._detail)
        self._gain = Label("", "item", "accent-text", align=_RIGHT)
        self._mark = IconLabel("circle-check", 20, "accent-text")
        self.apply = Button("", v="soft")
        self.apply.clicked.connect(lambda: self.pressed.emit(self._key))
        row.addWidget(self._tile)
        row.addLayout(words, 1)
        for part in (self._gain, self._mark, self.apply):
            row.addWidget(part)
        self.setMinimumHeight(48)

    def set_chosen(self, chosen: bool) -> None:
        """Light the row the arrows stand on."""
        if chosen != self._chosen:
            self._chosen = chosen
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The ground of a chosen row."""
        if self._chosen:
            painter = paint.start(self)
            ground = QRectF(self.rect())
            paint.box(painter, ground, tokens.radius("md"), theme.color("accent-soft"))
            painter.end()

    def show_offer(self, t: Translator, offer: OfferView, *, cap: str, undo: bool = False) -> None:
        """Show one offer; ``cap`` is the key of the first that can be applied.

        With ``undo`` an applied coupon has a button that takes it back.
        """
        self._key = offer.key
        quiet = offer.mode in ("nearly", "refused")
        self._tile.set_look(
            "ban" if offer.mode == "refused" else offer.icon, "neutral" if quiet else "accent"
        )
        # with large texts beside a button the words need the picture's room
        self._tile.setVisible(fonts.text_scale() == 100 or offer.mode != "can_apply")
        self._title.setText(offer.title)
        self._detail.setText(offer.detail)
        self._detail.set_color("danger-text" if offer.mode == "refused" else "text-2")
        self._gain.setText(offer.gain)
        self._gain.setVisible(bool(offer.gain))
        self._mark.setVisible(offer.mode == "applied")
        back = undo and offer.removable
        self.apply.setVisible(offer.mode == "can_apply" or back)
        self.apply.set_label(t._("Take back") if back else t._("Apply"))
        self.apply.set_cap(cap)
        self.setAccessibleName(f"{offer.title}, {offer.detail}")


class OffersCard(Card):
    """What this customer may have; the rest behind F7 when there is no room."""

    pressed = Signal(str)
    more = Signal()

    def __init__(self, t: Translator, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        column = self.body(gap=0)
        column.setContentsMargins(16, 10, 16, 8)
        self._title = Label(t._("Offers for this customer"), "label", "text-2")
        column.addWidget(self._title)
        self._column = bare_column(0)
        column.addLayout(self._column)
        self._rows: list[OfferRow] = []
        for _ in range(USUAL_OFFERS):
            self._add_row()
        self.rest = Button("", v="ghost", cap="F7", size="compact")
        self.rest.clicked.connect(self.more)
        column.addWidget(self.rest)
        self.rest.hide()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def retranslate(self, t: Translator) -> None:
        """Speak another language."""
        self._title.setText(t._("Offers for this customer"))

    def show_offers(self, t: Translator, offers: tuple[OfferView, ...], most: int) -> None:
        """Show at most ``most`` rows and say how many more there are."""
        shown = offers[:most]
        while len(self._rows) < len(shown):
            self._add_row()
        first = next((each.key for each in shown if each.mode == "can_apply"), "")
        for number, row in enumerate(self._rows):
            row.setVisible(number < len(shown))
            if number < len(shown):
                row.show_offer(t, shown[number], cap="F7" if shown[number].key == first else "")
        left = len(offers) - len(shown)
        self.rest.setVisible(left > 0)
        self.rest.set_label(t.ngettext("{n} more", "{n} more", left))
        self.rest.set_cap("" if first else "F7")
        self.setVisible(bool(offers))

    def _add_row(self) -> None:
        row = OfferRow()
        row.hide()
        row.pressed.connect(self.pressed)
        self._rows.append(row)
        self._column.addWidget(row)

    def rows(self) -> tuple[OfferRow, ...]:
        """The rows made so far."""
        return tuple(self._rows)


class ShiftCard(Card):
    """How the shift goes, while nothing is on the counter."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        column = self.body(gap=6)
        head = bare_row(8)
        self._title = Label("", "heading")
        self._since = Label("", "caption", "text-2", align=_RIGHT)
        head.addWidget(self._title)
        head.addWidget(self._since, 1)
        column.addLayout(head)
        self._rows = [
            (Label("", "body", "text-2"), Label("", "bodyStrong", align=_RIGHT)) for _ in range(3)
        ]
        self._share = Progress()
        for number, (words, figure) in enumerate(self._rows):
            row = bare_row(8)
            row.addWidget(words)
            row.addWidget(figure, 1)
            column.addLayout(row)
            if number == 1:
                column.addWidget(self._share)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def show_shift(self, shift: ShiftView) -> None:
        """Show the figures."""
        self._title.setText(shift.title)
        self._since.setText(shift.since)
        for (words, figure), (word, value) in zip(self._rows, shift.rows, strict=False):
            words.setText(word)
            figure.setText(value)
        self._share.set_value(shift.share / 1000, words=" ".join(shift.rows[1]))
