"""A walk through every page of the real window, in one language, with a look at each."""

from __future__ import annotations

import gettext
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest

from pos_app.bootstrap import frame as frame_module
from pos_app.bootstrap import routine
from pos_app.bootstrap.rehearsal import Rehearsal, rehearse
from pos_app.domain.customer import Purpose
from pos_app.i18n import LANGUAGES, Translator, translator
from pos_app.services.customers import ConsentChoice, CustomerForm
from pos_app.services.price_levels import LevelForm
from pos_app.ui.screens.customer_find_view import CustomerFindView
from pos_app.ui.screens.people_export_sheet import PeopleExportSheet
from pos_app.ui.screens.product_edit_view import ProductEditView
from pos_app.ui.screens.receipts_view import ReceiptsView
from pos_app.ui.screens.survey_view import SurveyView
from tests.e2e import stage
from tests.fakes import FakeClock, SequentialIds
from tests.ui.shots import cut, nameless, settle, text_tree

SIZES = ((1024, 768), (1366, 768), (1536, 864))
PSEUDO = "pseudo"
LONGER = 0.35
OWNER_PIN = "111111"
_ELSEWHERE = (
    "sign_in", "sale", "payment", "done", "customer_find", "new_customer", "questionnaire_edit",
    "survey",
)  # fmt: skip
"""Pages looked at on their own way."""


class _Longer(gettext.NullTranslations):
    """English whose words are a third longer, as other languages' are."""

    def gettext(self, message: str) -> str:
        return longer(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return longer(msgid1 if n == 1 else msgid2)

    def pgettext(self, context: str, message: str) -> str:
        return longer(message)


def longer(text: str) -> str:
    """``text`` with 35 % more letters, fields in braces left as they are."""
    owed = 0.0

    def stretched(found: re.Match[str]) -> str:
        nonlocal owed
        word = found.group()
        if word.startswith("{"):
            return word
        owed += len(word) * LONGER
        extra = round(owed)
        owed -= extra
        return word + "e" * extra

    return re.sub(r"\{[^}]*\}|[A-Za-z]+", stretched, text)


def translator_of(language: str) -> Translator:
    """A real language, or the pseudo one."""
    return Translator("en", _Longer()) if language == PSEUDO else translator(language)


@dataclass
class Look:
    """What one state of one page showed."""

    text: str = ""
    cut: dict[str, list[str]] = field(default_factory=dict)
    nameless: list[str] = field(default_factory=list)


@dataclass
class Walk:
    """The looks by the name of the state."""

    language: str
    looks: dict[str, Look] = field(default_factory=dict)


def make_shop(folder: Path, language: str) -> None:
    """The stage's shop, made at a fixed instant and spoken in ``language``."""
    spoken = language if language in LANGUAGES else "en"
    stage.make_shop(folder, clock=FakeClock(), ids=SequentialIds(), language=spoken)


@contextmanager
def opened(folder: Path, language: str) -> Iterator[Rehearsal]:
    """The real window on that shop, whose clock stands still."""
    world = stage.world(FakeClock(), SequentialIds(1 << 20))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(frame_module, "translator", lambda _language: translator_of(language))
        patch.setattr(routine, "LOOK_EVERY", 10**9)  # no backup in the middle of a slow walk
        with rehearse(folder, SIZES[0], world=world, step_ms=stage.STEP_MS) as day:
            yield day


def answered(day: Rehearsal) -> None:
    """Put the one questionnaire there is to use, and have two people answer it."""
    session, shop = day.frame.session, day.shop
    assert session is not None
    (view,) = shop.questionnaires.all()
    version = shop.questionnaires.publish(session, view.row.id)
    for _ in range(2):
        filling = shop.responses.begin(session, version.id)
        for question in view.definition.questions:
            value = question.offered[0].id if question.offered else "7"
            shop.responses.answer(session, filling.response.id, question.id, (value,))
        shop.responses.complete(session, filling.response.id)


class Walker:
    """Goes from page to page and looks at each at all sizes; the text is taken at the first."""

    def __init__(self, day: Rehearsal, language: str) -> None:
        self._day = day
        self.walk = Walk(language=language)

    def look(self, name: str) -> None:
        """Take what is in front."""
        day, found = self._day, Look()
        day.window.hide_message()  # it goes by itself after some seconds
        day.robot.until(lambda: not day.tasks.is_busy(), "the pictures to be drawn")
        waiting = "Label: …\n"  # what stands where a figure is still being counted
        day.robot.until(lambda: waiting not in text_tree(day.window), "the figures")
        for size in SIZES:
            day.window.resize(*size)
            settle(day.window)
            found.cut[f"{size[0]}x{size[1]}"] = cut(day.window)
            if size == SIZES[0]:
                found.text = text_tree(day.window) + "\n"
                found.nameless = nameless(day.window)
        day.window.resize(*SIZES[0])
        settle(day.window)
        self.walk.looks[name] = found

    def after(self, key: str, name: str, back: str = "") -> None:
        """Press a key, look, and press ``back``."""
        self._day.robot.key(key)
        self.look(name)
        if back:
            self._day.robot.key(back)

    def whole(self) -> Walk:
        """Every page there is."""
        day, robot = self._day, self._day.robot
        self.look("sign_in")
        robot.type(OWNER_PIN)
        robot.key("Enter")
        day.reach("shift")
        self.look("shift-closed")
        robot.type("100")
        robot.key("Enter")
        day.reach("sale")
        self.look("sale-empty")
        self._sale()
        self._payment()
        self._returns()
        self._others()
        return self.walk

    def _sale(self) -> None:
        robot = self._day.robot
        for code in (stage.CARD, stage.SOAP, stage.TEA, stage.label(stage.CHEESE_PLU, 350)):
            robot.scan(code)
        self.look("sale")
        self.after("F1", "keys", "Esc")
        self.after("F4", "sale-quick", "Esc")
        self.after("F5", "sale-quantity", "Esc")
        self.after("F6", "sale-discount", "Esc")
        self.after("F7", "sale-offers", "Esc")
        self.after("?", "sale-why", "Esc")
        robot.scan(stage.UNKNOWN)
        self.look("sale-unknown")
        robot.key("Del")
        robot.key("F9")
        self.look("sale-parked")
        self.after("F9", "sale-parked-list")
        robot.key("Enter")

    def _payment(self) -> None:
        day, robot = self._day, self._day.robot
        robot.key("F10")
        day.reach("payment")
        self.look("payment")
        self.after("F12", "payment-split")
        robot.type("10")
        robot.key("Enter")
        self.look("payment-rest")
        robot.key("Enter")
        day.reach("done")
        day.settle_prints()
        self.look("done")
        robot.key("Enter")
        day.reach("sale")

    def _returns(self) -> None:
        day, robot = self._day, self._day.robot
        robot.key("Ctrl R")
        day.reach("returns")
        robot.type("1")
        robot.key("Enter")
        robot.key("Space")
        self.look("returns-receipt")
        robot.key("F2")
        robot.key("Ctrl 3")
        robot.scan(stage.SOAP)
        self.look("returns-goods")
        robot.key("Esc")
        robot.key("Esc")
        day.reach("sale")

    def _profile(self) -> None:
        """All about the person found, tab by tab."""
        tabs = ("purchases", "points", "cards", "answers", "consents", "contacts", "privacy")
        for number, name in enumerate(tabs, start=2):
            self.after(f"Ctrl {number}", f"profile-{name}")
        self.after("F9", "profile-forget", "Esc")
        self._day.robot.key("Ctrl 7")
        self.after("F4", "profile-contact-new", "Esc")
        for part in ("about", "notes"):
            page = self._day.window.current_page()
            assert isinstance(page, CustomerFindView)
            profile = page.profile()
            assert profile is not None
            profile.part_chosen.emit(part)
            self.look(f"profile-{part}")
        self.after("F4", "profile-note-new", "Esc")

    def _points(self) -> None:
        """The points of the person found, and the forms beside them."""
        day, robot = self._day, self._day.robot
        robot.key("Ctrl 3")
        robot.key("F4")
        day.reach("points")
        self.look("points-lots")
        self.after("Ctrl 1", "points-adjust", "Esc")
        self.after("Ctrl 3", "points-attach", "Esc")
        self.after("Ctrl 4", "points-extend", "Esc")
        self.after("Right", "points-movements")
        robot.key("Esc")
        day.reach("customer_find")
        robot.key("Esc")
        robot.key("Esc")

    def _receipt_parts(self) -> None:
        """What lies behind a receipt's slip."""
        self._day.window.show_page("receipts")
        page = self._day.window.current_page()
        assert isinstance(page, ReceiptsView)
        for part in ("why", "points"):
            page.part_chosen.emit(part)
            self.look(f"receipts-{part}")
        page.part_chosen.emit("slip")

    def _others(self) -> None:
        day = self._day
        day.robot.key("F3")
        page = day.window.current_page()
        assert isinstance(page, CustomerFindView)
        day.robot.until(lambda: page.right.currentWidget() is page.profile(), "the profile")
        day.robot.until(lambda: "Badge" in text_tree(page.right), "the person")
        self.look("customer_find")
        self.after("F7", "customer_find-filters", "F7")
        self._profile()
        self._points()
        day.reach("sale")
        self.after("Ins", "new_customer", "Esc")
        day.reach("sale")
        window = day.window
        for name in sorted(window.page_names()):
            if name in _ELSEWHERE:
                continue
            window.show_page(name)
            self.look(name)
        self._twice()
        self._other_prices()
        self._export()
        self._questionnaire()
        self._receipt_parts()
        window.show_page("shift")
        for key, name in (("Ctrl 2", "shift-cash-out"), ("Ctrl 4", "shift-count")):
            self.after(key, name, "Esc")

    def _export(self) -> None:
        """The sheet that exports people, for the shop itself and for calls."""
        day = self._day
        day.frame.export_people()
        self.look("export")
        sheet = day.window.dialog()
        assert isinstance(sheet, PeopleExportSheet)
        sheet.purpose_chosen.emit("calls")
        self.look("export-calls")
        day.robot.key("Esc")

    def _twice(self) -> None:
        """Two people beside each other, as on the page of duplicates."""
        day = self._day
        session = day.frame.session
        assert session is not None
        consents = (ConsentChoice(purpose=Purpose.PROGRAMME),)
        one, other = (
            day.shop.customers.create(
                session,
                CustomerForm(
                    name="Olga Lind", phone=phone, email=email, birthday=date(1984, 5, 17),
                    consents=consents, wording="1",
                ),
            )
            for phone, email in (("+48600111222", ""), ("+48600333444", "olga.lind@example.com"))
        )  # fmt: skip
        day.frame.office.duplicates.compare(one.id, other.id)
        self.look("duplicates-compare")
        day.robot.key("Enter")
        self.after("Right", "duplicates-merged")

    def _questionnaire(self) -> None:
        """A ready questionnaire in the designer, and its other sides."""
        day = self._day
        day.window.show_page("questionnaires")
        day.robot.key("Ins")
        self.look("questionnaires-new")
        day.robot.key("Enter")
        day.reach("questionnaire_edit")
        day.robot.key("Down")
        self.look("questionnaire_edit")
        for key, name in (("Ctrl 3", "translate"), ("Ctrl 2", "history"), ("Ctrl 1", "test")):
            self.after(key, f"questionnaire_edit-{name}", "Esc")
        day.robot.key("Esc")
        day.reach("questionnaires")
        self.look("questionnaires-one")
        answered(day)
        day.robot.until(lambda: "[Ctrl 1]" in text_tree(day.window), "the way to the answers")
        day.robot.key("Ctrl 1")
        day.reach("survey")
        self.look("survey")
        page = day.window.page("survey")
        assert isinstance(page, SurveyView)
        page.cross_chosen.emit("channel")
        self.look("survey-channels")
        day.robot.key("Esc")
        day.reach("questionnaires")

    def _other_prices(self) -> None:
        """A product with a price for a group, and one being typed wrongly."""
        day = self._day
        soap = day.shop.catalogue.by_code(stage.SOAP)
        assert soap is not None
        session = day.frame.session
        assert session is not None
        form = LevelForm(price=soap.price - 10, group="Neighbours", min_quantity=3_000)
        rule = day.shop.price_levels.put(session, soap.id, form)
        day.frame.office.products.open_product(soap.id)
        page = day.window.page("product_edit")
        assert isinstance(page, ProductEditView)
        page.level_picked.emit(str(rule.id))
        page.typed.emit("level_group", "+")
        page.typed.emit("level_from", "?")
        page.level_put.emit()
        self.look("product_edit-prices")
        page.level_dropped.emit()


Seen = Callable[[str], Walk]
