"""Personal data on the profile: previews, forgetting with the secret, files and forms (R24)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from pos_app.domain.errors import CodedError, EnvironmentProblem
from pos_app.presenters.messages import say
from pos_app.presenters.privacy_tab import PrivacyParts, PrivacyTab
from pos_app.presenters.profile import ProfilePresenter
from pos_app.presenters.settings_state import RestoreQuestion
from pos_app.presenters.tasks import ImmediateRunner
from pos_app.services.session import Session
from tests.builders import OWNER_SECRET, SENIOR_PIN, Shop
from tests.presenters.profile_stage import ProfileStage
from tests.services.desk import make_counter
from tests.services.forget_stage import forgetting
from tests.services.profile_desk import make_known
from tests.services.test_person_data import giving


@dataclass
class Ways:
    """Remembers what was asked and said."""

    stage: ProfileStage
    question: RestoreQuestion | None = None
    on_secret: Callable[[str], str] = lambda _secret: ""
    saved: list[tuple[str, str, bytes]] = field(default_factory=list)
    told: list[tuple[str, str]] = field(default_factory=list)
    forms: list[int] = field(default_factory=list)
    full: bool = False

    def ask_secret(self, question: RestoreQuestion, on_secret: Callable[[str], str]) -> None:
        self.question, self.on_secret = question, on_secret

    def check_secret(self, session: Session, secret: str) -> None:
        self.stage.known.shop.guard.check(session.person_id, secret)

    def save_file(self, suggested: str, write: Callable[[str], None]) -> None:
        self.saved.append((suggested, "", b""))
        write(f"/home/{suggested}")

    def write(self, path: str, content: bytes) -> None:
        if self.full:
            raise EnvironmentProblem("disk_full")
        self.saved[-1] = (self.saved[-1][0], path, content)

    def save_agreement(self, customer_id: int) -> None:
        self.forms.append(customer_id)

    def tell(self, text: str, tone: str = "accent") -> None:
        self.told.append((text, tone))

    def say_error(self, error: CodedError) -> str:
        return say(error, self.stage.voice.t, self.stage.voice.f)


@dataclass
class Page:
    stage: ProfileStage
    ways: Ways
    presenter: ProfilePresenter

    def as_(self, session: Session) -> Page:
        self.stage.session = session
        self.presenter.refresh()
        return self

    @property
    def maria(self) -> int:
        return self.stage.known.maria.id

    def gone(self) -> bool:
        with self.stage.known.shop.store.uow() as uow:
            return uow.erasures.erased() == [self.stage.known.maria.uuid]


@pytest.fixture
def page(shop: Shop) -> Page:
    stage = ProfileStage(make_known(shop), shop.owner)
    ways = Ways(stage)
    tab = PrivacyTab(
        PrivacyParts(
            erasure=forgetting(shop),
            data=giving(shop),
            session=lambda: stage.session,
            tasks=ImmediateRunner(),
            ways=ways,
            voice=stage.voice,
        )
    )
    presenter = stage.make([tab])
    presenter.open(stage.known.maria.id)
    presenter.choose_tab("privacy")
    return Page(stage, ways, presenter)


def test_the_tab_says_what_would_go_and_what_would_stay(page: Page) -> None:
    assert ("privacy", "Personal data") in page.stage.state.tabs
    assert [(title, note) for title, note, _, _ in page.stage.rows()] == [
        ("Name, phones, e-mails, birthday, tags and notes", "goes when the person is forgotten"),
        ("1 card is closed", "goes when the person is forgotten"),
        ("Sums and the points ledger stay, under a number", "stays"),
        ("1 consent stays as a fact", "stays"),
    ]


def test_the_owner_forgets_with_the_secret_typed_again(page: Page) -> None:
    page.presenter.act("forget")
    form = page.stage.state.form
    assert form is not None
    assert [key for key, _ in form.fields[0].choices] == ["asked", "unused", "mistake"]
    page.presenter.type("reason", "mistake")
    page.presenter.confirm()
    question = page.ways.question
    assert question is not None
    assert question.title == "Forget Maria Kowalska for good?"
    assert len(question.facts) == 4
    assert not page.gone()
    assert "wrong" in page.ways.on_secret("nonsense").lower()
    assert not page.gone()
    assert page.ways.on_secret(OWNER_SECRET) == ""
    assert page.gone()
    assert page.ways.told == [
        ("1 record is forgotten. Not a byte of them is left in the data of the shop.", "accent")
    ]
    page.presenter.refresh()
    assert page.stage.state.body.empty_title == "This person has been forgotten."
    _, content, _, _ = page.stage.known.shop.events("customer.erased")[0]
    assert content["reason"] == "mistake"


def test_a_senior_asks_the_owner_on_the_page(page: Page) -> None:
    shop = page.stage.known.shop
    page.as_(shop.senior)
    page.presenter.act("forget")
    page.presenter.confirm()
    assert page.stage.state.approval is not None
    assert page.ways.question is None
    page.presenter.approve(str(shop.people["Leyla"].id), OWNER_SECRET)
    assert page.gone()
    given = shop.events("approval.given")[-1][1]
    assert given["reason"] == "the person asked for it"


def test_a_cashier_finds_only_the_form(page: Page) -> None:
    page.as_(page.stage.known.shop.cashier)
    actions = {action.key: action.enabled for action in page.stage.state.body.actions}
    assert actions == {"form": True, "pdf": False, "json": False, "forget": False}
    for action in ("forget", "pdf", "json"):
        page.presenter.act(action)
        assert page.stage.state.notice == "Your role may not do this."
    page.presenter.act("form")
    assert page.ways.forms == [page.maria]


@pytest.mark.parametrize(("action", "start"), [("json", b"{"), ("pdf", b"%PDF")])
def test_the_data_go_into_a_file(page: Page, action: str, start: bytes) -> None:
    page.presenter.act(action)
    assert page.ways.question is not None
    assert page.ways.question.title == "The data of Maria Kowalska"
    assert page.ways.on_secret(SENIOR_PIN) != ""
    assert page.ways.saved == []
    assert page.ways.on_secret(OWNER_SECRET) == ""
    ((name, path, content),) = page.ways.saved
    assert name == f"person-{page.maria}-20261122.{action}"
    assert content.startswith(start)
    assert page.ways.told == [(f"Saved: {path}", "accent")]


def test_a_full_disk_is_said(page: Page) -> None:
    page.ways.full = True
    page.presenter.act("json")
    page.ways.on_secret(OWNER_SECRET)
    assert [tone for _, tone in page.ways.told] == ["danger"]


def test_somebody_on_the_open_sale_stays(page: Page) -> None:
    desk = make_counter(page.stage.known.shop, shift=False).desk
    desk.attach_customer(page.maria)
    page.presenter.act("forget")
    page.presenter.confirm()
    assert page.ways.on_secret(OWNER_SECRET).startswith("This person is on the open sale")
    assert not page.gone()
