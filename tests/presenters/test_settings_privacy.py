"""Privacy in the settings: how long, who is due, the words of consents, who looked (R24)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest

from pos_app.adapters.sqlite.journal_pages import SqliteJournalPages
from pos_app.adapters.sqlite.shred import FileShredder
from pos_app.domain.errors import EnvironmentProblem, PosError
from pos_app.domain.staff import Role
from pos_app.i18n import Formats, translator
from pos_app.presenters.sale_ports import Voice
from pos_app.presenters.settings import SettingsPresenter
from pos_app.presenters.settings_form import Common, Memory, ShopValues
from pos_app.presenters.settings_privacy import PrivacySection, PrivacyServices
from pos_app.presenters.settings_state import BlockView, RestoreQuestion, SettingsState
from pos_app.presenters.tasks import ImmediateRunner, TaskPort
from pos_app.services.audit import AuditService
from pos_app.services.consent_texts import ConsentTexts
from pos_app.services.retention import RetentionService
from pos_app.services.session import Session
from tests.builders import OWNER_SECRET, Shop
from tests.services.forget_stage import forgetting, known_person
from tests.services.test_person_data import giving


class Cancels(ImmediateRunner):
    """Work that somebody stops at once."""

    def run(self, job, on_done, on_error=None, progress=None, *, on_cancelled=None):  # type: ignore[no-untyped-def]
        def stopped(control):  # type: ignore[no-untyped-def]
            control.cancel()
            return job(control)

        return super().run(stopped, on_done, on_error, progress, on_cancelled=on_cancelled)


class Waits(ImmediateRunner):
    """Work that begins when the test says so."""

    def __init__(self) -> None:
        self.begin: Callable[[], object] = lambda: None
        self.cancelled = False

    def run(self, job, on_done, on_error=None, progress=None, *, on_cancelled=None):  # type: ignore[no-untyped-def]
        self.begin = lambda: ImmediateRunner().run(
            job, on_done, on_error, progress, on_cancelled=on_cancelled
        )
        return self

    def cancel(self) -> None:
        self.cancelled = True

    def is_running(self) -> bool:
        return True


class Page:
    """One section in its page; also the asker of secrets."""

    state: SettingsState

    def __init__(self, shop: Shop, role: Role = Role.OWNER, tasks: TaskPort | None = None) -> None:
        self.shop, self.beeps = shop, 0
        self.question: RestoreQuestion | None = None
        self.answer: Callable[[str], str] = lambda _secret: ""
        session = shop.as_role(role)
        common = Common(
            voice=Voice(translator("en"), Formats("en", "PLN")),
            session=lambda: session,
            is_owner=lambda: session.role is Role.OWNER,
            show=lambda: self.presenter.show(),
            alert=self.alert,
            memory=Memory(),
        )
        self.texts = ConsentTexts(shop.store.uow, shop.clock, shop.ids, shop.sink)

        class NoProofs:
            def differences(self) -> list[object]:
                return []

        def as_is(at: datetime) -> datetime:
            return at

        services = PrivacyServices(
            retention=RetentionService(shop.store.uow, shop.clock, shop.sink),
            erasure=forgetting(shop),
            texts=self.texts,
            audit=AuditService(
                shop.store.uow,
                SqliteJournalPages(shop.store.path),
                NoProofs(),  # type: ignore[arg-type]
                shop.sink,
            ),
            tasks=tasks or ImmediateRunner(),
            asker=self,
            local=as_is,
        )
        values = ShopValues(service=shop.settings, session=lambda: session)
        self.section = PrivacySection(common, values, services)
        self.presenter = SettingsPresenter(common, [self.section], self)
        self.presenter.open()

    def render(self, state: SettingsState) -> None:
        self.state = state

    def alert(self) -> None:
        self.beeps += 1

    def ask_secret(self, question: RestoreQuestion, on_secret: Callable[[str], str]) -> None:
        self.question, self.answer = question, on_secret

    def check_secret(self, session: Session, secret: str) -> None:
        self.shop.guard.check(session.person_id, secret)

    def block(self, key: str) -> BlockView:
        return next(block for block in self.state.blocks if block.key == key)

    def actions(self) -> dict[str, bool]:
        return {action.key: action.enabled for action in self.block("due").actions}

    def text(self) -> str:
        return self.block("texts").fields[2].text

    def keep_for(self, months: int) -> None:
        self.presenter.edit("privacy.forget_months", str(months))
        assert self.presenter.save() is None
        self.presenter.show()


def two_people(shop: Shop) -> tuple[int, int]:
    """One from long ago, one of today."""
    first = shop.customer("Alicja", 1).id
    shop.clock.advance(days=400)
    return first, shop.customer("Basia", 2).id


class TestDue:
    def test_nobody_is_due_before_the_shop_says_how_long(self, shop: Shop) -> None:
        two_people(shop)
        page = Page(shop)
        assert page.block("due").says == "Say above after how long, and who is due stands here."
        assert page.actions() == {"forget_one": False, "forget_all": False}

    def test_who_is_due_stands_in_the_list(self, shop: Shop) -> None:
        two_people(shop)
        page = Page(shop)
        page.keep_for(12)
        due = page.block("due")
        assert due.says == "1 person is due."
        assert [(row.title, row.note) for row in due.rows] == [("Alicja", "last here 22 Nov 2026")]
        page.keep_for(240)
        assert page.block("due").says == "Nobody is due."

    def test_one_is_forgotten_with_the_secret(self, shop: Shop) -> None:
        first, _ = two_people(shop)
        page = Page(shop)
        page.keep_for(12)
        page.presenter.choose("due", str(first))
        assert page.actions()["forget_one"]
        page.presenter.press("forget_one", "")
        assert page.question is not None
        assert page.question.title == "Forget 1 person for good?"
        assert page.answer("nonsense") != ""
        assert page.answer(OWNER_SECRET) == ""
        with shop.store.uow() as uow:
            assert len(uow.erasures.erased()) == 1
        assert page.block("due").rows == ()
        assert page.section.says.startswith("1 record is forgotten.")
        assert shop.events("customer.erased")[0][1]["reason"] == "unused"

    def test_all_are_forgotten_at_once(self, shop: Shop) -> None:
        two_people(shop)
        shop.clock.advance(days=400)
        page = Page(shop)
        page.keep_for(12)
        page.presenter.press("forget_all", "")
        assert page.answer(OWNER_SECRET) == ""
        with shop.store.uow() as uow:
            assert len(uow.erasures.erased()) == 2

    def test_it_can_be_stopped(self, shop: Shop) -> None:
        two_people(shop)
        page = Page(shop, tasks=Cancels())
        page.keep_for(12)
        page.presenter.press("forget_all", "")
        page.answer(OWNER_SECRET)
        assert page.section.says == "Stopped. Who was forgotten so far stays forgotten."
        with shop.store.uow() as uow:
            assert uow.erasures.erased() == []

    def test_while_it_runs_there_is_a_stop(self, shop: Shop) -> None:
        two_people(shop)
        tasks = Waits()
        page = Page(shop, tasks=tasks)
        page.keep_for(12)
        page.presenter.press("forget_all", "")
        page.answer(OWNER_SECRET)
        assert page.actions() == {"stop": True}
        assert page.block("due").says == "Forgetting 0 of 1…"
        page.presenter.press("forget_all", "")
        page.presenter.press("stop", "")
        assert tasks.cancelled
        tasks.begin()
        assert page.block("due").says == "Nobody is due."

    def test_trouble_is_said(self, shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
        two_people(shop)
        page = Page(shop)
        page.keep_for(12)

        def broken(self: FileShredder, texts: list[str]) -> int:
            raise EnvironmentProblem("disk_full")

        monkeypatch.setattr(FileShredder, "clear", broken)
        page.presenter.press("forget_all", "")
        page.answer(OWNER_SECRET)
        assert "could not be searched" in page.section.says

    def test_a_refusal_ends_the_work(self, shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
        two_people(shop)
        page = Page(shop)
        page.keep_for(12)

        def refused(*_args: object, **_more: object) -> None:
            raise PosError("not_allowed")

        monkeypatch.setattr(type(forgetting(shop)), "erase_all", refused)
        page.presenter.press("forget_all", "")
        page.answer(OWNER_SECRET)
        assert page.section.says == "Your role may not do this."

    def test_old_answers(self, shop: Shop) -> None:
        known_person(shop)
        shop.clock.advance(days=800)
        page = Page(shop)
        page.presenter.edit("privacy.answers_months", "12")
        page.presenter.save()
        page.presenter.show()
        (answers,) = [a for a in page.block("due").actions if a.key == "drop_answers"]
        assert answers.text == "Delete 2 old questionnaires…"
        page.presenter.press("drop_answers", "")
        assert page.answer(OWNER_SECRET) == ""
        assert page.section.says == "2 questionnaires deleted."
        assert "drop_answers" not in page.actions()


class TestWords:
    def test_the_words_in_force_are_shown_by_purpose_and_language(self, shop: Shop) -> None:
        page = Page(shop)
        assert page.text().startswith("I agree that this shop keeps my name")
        page.presenter.edit("privacy.about", "sms")
        page.presenter.edit("privacy.language", "pl")
        page.presenter.show()
        assert page.text().startswith("Zgadzam się otrzymywać oferty tego sklepu SMS-em")
        assert [row.note for row in page.block("texts").rows] == ["in force"]

    def test_saving_makes_a_version_of_all_that_was_changed(self, shop: Shop) -> None:
        page = Page(shop)
        page.presenter.edit("privacy.text", "Yes to the card.")
        page.presenter.edit("privacy.about", "sms")
        page.presenter.edit("privacy.text", "Yes to SMS.")
        page.presenter.show()
        assert page.section.unsaved() == 2
        assert page.block("texts").note == "Changed and not saved: English."
        page.presenter.save()
        assert page.texts.version() == "2"
        assert page.section.unsaved() == 0
        assert page.text() == "Yes to SMS."
        assert [row.title for row in page.block("texts").rows] == ["version 2", "version 1"]

    def test_the_old_words_typed_again_are_no_change(self, shop: Shop) -> None:
        page = Page(shop)
        old = page.text()
        page.presenter.edit("privacy.text", "Else")
        page.presenter.edit("privacy.text", old)
        assert page.section.unsaved() == 0
        page.presenter.edit("privacy.text", "Else")
        page.section.undo()
        assert page.section.unsaved() == 0

    def test_an_empty_text_is_refused_at_its_field(self, shop: Shop) -> None:
        page = Page(shop)
        page.presenter.edit("privacy.text", " ")
        page.presenter.save()
        page.presenter.show()
        assert page.block("texts").fields[2].error
        assert page.texts.version() == "1"


class TestLooks:
    def test_who_looked_exported_and_gave_data_away(self, shop: Shop) -> None:
        person = shop.customer("Maria", 1)
        service = giving(shop)
        service.make(shop.owner, person.id, token=service.confirm(shop.owner, OWNER_SECRET))
        looks = Page(shop).block("looks")
        assert [(row.title, row.note, row.right_note) for row in looks.rows] == [
            ("Data of a customer written to a file", "Maria · JSON", "Leyla")
        ]

    def test_the_name_goes_with_the_person(self, shop: Shop) -> None:
        person = shop.customer("Maria", 1)
        service = giving(shop)
        service.make(shop.owner, person.id, token=service.confirm(shop.owner, OWNER_SECRET))
        forgetting(shop).erase(shop.owner, person.id, "asked")
        notes = [row.note for row in Page(shop).block("looks").rows]
        assert notes == ["the person asked for it", "JSON"]

    def test_nobody_yet(self, shop: Shop) -> None:
        assert Page(shop).block("looks").says == "Nobody yet."


class TestRights:
    def test_a_senior_reads_and_changes_nothing(self, shop: Shop) -> None:
        two_people(shop)
        page = Page(shop, Role.SENIOR)
        assert [block.key for block in page.state.blocks] == ["keep", "texts", "looks"]
        page.presenter.edit("privacy.text", "Mine")
        page.presenter.press("forget_all", "")
        assert page.section.unsaved() == 0
        assert page.beeps >= 2

    def test_a_cashier_sees_no_journal(self, shop: Shop) -> None:
        page = Page(shop, Role.CASHIER)
        assert page.block("looks").rows == ()
