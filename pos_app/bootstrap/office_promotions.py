"""The pages of the promotions: the list with its calendar, and the form with its test bench."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from pos_app.domain.promotion import Promotion
from pos_app.domain.staff import Role
from pos_app.presenters.promotion_bench import BenchParts
from pos_app.presenters.promotion_edit import PromotionEditParts, PromotionEditPresenter
from pos_app.presenters.promotion_form import Choices, FormFacts
from pos_app.presenters.promotion_words import Names
from pos_app.presenters.promotions import PromotionsParts, PromotionsPresenter
from pos_app.services.promotion_bench import PromotionBench
from pos_app.services.session import Session
from pos_app.ui.screens.promotion_edit_view import PromotionEditView
from pos_app.ui.screens.promotions_view import PromotionsView

if TYPE_CHECKING:
    from pos_app.bootstrap.frame import Frame


class PromotionFacts:
    """What the form offers to choose from; read once, until something changed."""

    def __init__(self, frame: Frame) -> None:
        self._frame = frame
        self._facts: FormFacts | None = None
        self._items: dict[str, str] = {}

    def forget(self) -> None:
        """Read again when next asked."""
        self._facts, self._items = None, {}

    def facts(self) -> FormFacts:
        """All of it."""
        if self._facts is None:
            self._facts = self._read()
        return self._facts

    def names(self) -> Names:
        """Names behind the keys of promotions."""
        return self.facts().names

    def tiers(self) -> Choices:
        """The programme's tiers."""
        return self.facts().tiers

    def _read(self) -> FormFacts:
        shop = self._frame.shop
        book = shop.book.current
        groups = {group.code: group.name for group in shop.catalogue.groups()}
        tiers = {tier.tier_id: tier.name for tier in book.programme.tiers}
        with shop.store.uow() as uow:
            campaigns = {record.uuid: record.name for record in uow.campaigns.all()}
        return FormFacts(
            groups=tuple(sorted(groups.items(), key=lambda pair: pair[1].casefold())),
            tiers=tuple(tiers.items()),
            campaigns=tuple(campaigns.items()),
            names=Names(
                item=self._item,
                group=lambda key: groups.get(key, key),
                tier=lambda key: tiers.get(key, key),
                campaign=lambda key: campaigns.get(key, key),
            ),
            new_days=book.settings.loyalty.new_days,
        )

    def _item(self, sku: str) -> str:
        if sku not in self._items:
            with self._frame.shop.store.uow() as uow:
                product = uow.products.by_sku(sku)
            self._items[sku] = product.name if product is not None else sku
        return self._items[sku]


class OfficePromotions:
    """Builds both pages for the person signed in and knows the ways between them."""

    def __init__(self, frame: Frame) -> None:
        self._frame = frame
        self._facts = PromotionFacts(frame)
        self._from = "settings"
        self._person = 0
        self._list: PromotionsPresenter | None = None
        self._form: PromotionEditPresenter | None = None

    def build(self) -> None:
        """Make the pages anew; what the same person typed is kept."""
        self._facts.forget()
        session = self._session()
        if session.person_id != self._person:
            self._person, self._form = session.person_id, None
        self._build_list()
        self._build_form()

    # --- ways --------------------------------------------------------------------------------

    def open(self) -> None:
        """To the list; leaving it comes back here."""
        current = self._frame.window.current_page()
        self._from = current.page_name if current is not None else "sale"
        self._frame.window.show_page("promotions")

    def edit(self, uuid: str) -> None:
        """From the list to one promotion."""
        self._to_form(lambda form: form.open(uuid))

    def create(self) -> None:
        """From the list to an empty form."""
        self._to_form(lambda form: form.open_new())

    def copy(self, uuid: str) -> None:
        """From the list to a copy."""
        self._to_form(lambda form: form.open_copy(uuid))

    def resume_form(self) -> None:
        """From the list to what was typed and not kept."""
        self._to_form(lambda form: form.resume())

    def _to_form(self, deed: Callable[[PromotionEditPresenter], None]) -> None:
        assert self._form is not None
        self._facts.forget()
        self._frame.window.show_page("promotion_edit")
        deed(self._form)

    def unsaved_name(self) -> str | None:
        """The name in a form with unsaved changes."""
        form = self._form
        return form.name if form is not None and form.unsaved else None

    def back(self) -> None:
        """From the list to where it was opened."""
        name = self._from if self._frame.window.has_page(self._from) else "sale"
        self._frame.window.show_page(name)

    def _leave_form(self) -> None:
        self._frame.window.show_page("promotions")

    def _saved(self, uuid: str, before: Promotion | None) -> None:
        self._frame.window.show_page("promotions")
        if self._list is not None:
            self._list.saved(uuid, before)

    # --- what the window says ----------------------------------------------------------------

    def say(self, text: str, tone: str = "") -> None:
        """A message over the page."""
        self._frame.say(text, tone)

    def offer_undo(self, text: str, deed: Callable[[], object]) -> None:
        """Say what was done and offer the way back."""
        self._frame.window.show_undo(text, self._frame.t._("Undo"), deed)

    # --- pages -------------------------------------------------------------------------------

    def _session(self) -> Session:
        session = self._frame.session
        assert session is not None
        return session

    def _is_owner(self) -> bool:
        return self._session().role is Role.OWNER

    def _build_list(self) -> None:
        frame, shop = self._frame, self._frame.shop
        view = PromotionsView(frame.voice.t)
        presenter = PromotionsPresenter(
            PromotionsParts(
                service=shop.promotions,
                session=self._session,
                is_owner=self._is_owner,
                voice=frame.voice,
                ways=self,
                names=self._facts.names,
                today=shop.book.today,
            ),
            view,
        )
        view.searched.connect(presenter.search)
        view.filter_chosen.connect(presenter.choose_filter)
        view.look_chosen.connect(presenter.choose_look)
        view.chosen.connect(presenter.choose)
        view.picked.connect(presenter.edit)
        view.created.connect(presenter.create)
        view.copied.connect(presenter.copy)
        view.toggled.connect(presenter.toggle)
        view.turned.connect(presenter.turn)
        view.notice_pressed.connect(presenter.notice_action)
        view.shown.connect(presenter.open)
        view.left.connect(presenter.back)
        frame.window.replace_page(view)
        frame.bridge.listen(view, {"promotion", "sale", "settings"}, presenter.refresh)
        self._list = presenter

    def _build_form(self) -> None:
        frame, shop = self._frame, self._frame.shop
        view = PromotionEditView(frame.voice.t)
        presenter = PromotionEditPresenter(
            PromotionEditParts(
                service=shop.promotions,
                catalogue=shop.catalogue,
                bench=BenchParts(
                    catalogue=shop.catalogue,
                    bench=PromotionBench(shop.store.uow, shop.book),
                    voice=frame.voice,
                    now=shop.book.local_now,
                    tiers=self._facts.tiers,
                ),
                voice=frame.voice,
                session=self._session,
                is_owner=self._is_owner,
                facts=self._facts.facts,
                saved=self._saved,
            ),
            view,
        )
        view.edited.connect(presenter.edit)
        view.pressed.connect(presenter.press)
        view.chosen.connect(presenter.choose)
        view.saved.connect(presenter.save)
        view.undone.connect(presenter.undo)
        view.shown.connect(presenter.resume)
        view.left.connect(self._leave_form)
        view.scanned.connect(presenter.scan)
        frame.window.replace_page(view)
        if self._form is not None:
            presenter.take_over(self._form)
        self._form = presenter
