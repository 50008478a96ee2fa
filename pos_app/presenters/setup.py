"""The set-up of a new shop: six steps, everything kept while going back and forth.

The shop is made at the very end, in one piece; until then nothing of it exists.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from pos_app.domain.errors import CodedError
from pos_app.i18n import Formats, translator
from pos_app.presenters.sale_ports import Voice
from pos_app.presenters.setup_backup import BackupStep
from pos_app.presenters.setup_devices import DevicesStep
from pos_app.presenters.setup_draft import SetupDraft, SetupResult
from pos_app.presenters.setup_loyalty import LoyaltyStep
from pos_app.presenters.setup_people import PIN_LENGTH, PeopleStep
from pos_app.presenters.setup_place import PlaceStep
from pos_app.presenters.setup_printer import PrinterPortal, PrinterTrial
from pos_app.presenters.setup_scanner import ScannerTrial
from pos_app.presenters.setup_shop import ShopStep
from pos_app.presenters.setup_state import ScanReading, SetupState, StepKey, StepMark
from pos_app.presenters.setup_steps import Errors, FilePort, Step
from pos_app.presenters.setup_words import tell
from pos_app.presenters.tasks import TaskControl, TaskPort
from pos_app.services.setup import PersonAnswer, ShopAnswers

ORDER: Final[tuple[StepKey, ...]] = (
    "language", "shop", "loyalty", "devices", "people", "backup",
)  # fmt: skip
_STEP_OF_ERROR: Final[dict[str, StepKey]] = {
    "pin_rule": "people",
    "password_rule": "people",
    "name_taken": "people",
    "picture_refused": "shop",
    "unknown_currency": "language",
}


class SetupViewPort(Protocol):
    """The wizard as its presenter sees it."""

    def render(self, state: SetupState) -> None:
        """Show this state."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SetupParts:
    """What the presenter is joined from.

    ``create`` makes the shop (behind the screen; nothing is left when it raises), ``finished``
    goes on to it, ``left`` goes back to the welcome page. ``look`` reads and proves a picture,
    ``probe`` a folder. ``listen`` opens a serial scanner ("" for none).
    """

    voice: Voice
    tasks: TaskPort
    files: FilePort
    printers: PrinterPortal
    scanner_ports: Callable[[], Sequence[str]]
    listen: Callable[[str], None]
    look: Callable[[str], bytes]
    probe: Callable[[str], None]
    home_zone: str
    backups: str
    create: Callable[[SetupResult], None]
    finished: Callable[[], None]
    left: Callable[[], None]
    alert: Callable[[], None]


class SetupPresenter:
    """Leads through the steps; :meth:`open` shows where one was."""

    def __init__(self, parts: SetupParts, view: SetupViewPort, draft: SetupDraft) -> None:
        self._p = parts
        self._view = view
        self.draft = draft
        self._at = 0
        self._furthest = 0
        self._errors: Errors = {}
        self._attempt = 0
        self._problem = ""
        self._busy = False
        self._steps: dict[StepKey, Step] = self._make_steps()

    def _make_steps(self) -> dict[StepKey, Step]:
        p, draft = self._p, self.draft
        self._scanner = ScannerTrial(draft, p.voice, self.show, p.scanner_ports, p.listen)
        printer = PrinterTrial(draft, p.voice, self.show, p.files, p.tasks, p.printers)
        self._shop = ShopStep(draft, p.voice, self.show, p.files, p.look)
        self._people = PeopleStep(draft, p.voice, self.show)
        return {
            "language": PlaceStep(draft, p.voice, self.show, p.home_zone),
            "shop": self._shop,
            "loyalty": LoyaltyStep(draft, p.voice, self.show),
            "devices": DevicesStep(draft, p.voice, self.show, self._scanner, printer),
            "people": self._people,
            "backup": BackupStep(draft, p.voice, self.show, p.files, p.backups, p.probe),
        }

    @property
    def step(self) -> StepKey:
        """The step in front."""
        return ORDER[self._at]

    # --- gestures ----------------------------------------------------------------------------

    def open(self, language: str = "") -> None:
        """Show the wizard, in the language chosen on the welcome page."""
        if language and language != self.draft.language:
            self.draft.language = language
        voice, draft = self._p.voice, self.draft
        voice.change(translator(draft.language), Formats(draft.language, draft.currency))
        self.show()

    def edit(self, key: str, value: str) -> None:
        """An answer was given or changed."""
        had = self._errors.pop(key, "")
        if self._steps[self.step].edit(key, value) or had or self._problem:
            self._problem = ""
            self.show()

    def press(self, action: str, ref: str) -> None:
        """A button of the step."""
        if not self._busy:
            self._steps[self.step].press(action, ref)

    def scan(self, reading: ScanReading) -> None:
        """A scan; only the step that tries the scanner wants it."""
        if self.step == "devices":
            self._scanner.scan(reading)
        else:
            self._p.alert()

    def go_on(self) -> None:
        """To the next step, or make the shop; stays where an answer is wrong."""
        if self._busy:
            return
        self._errors = self._steps[self.step].errors()
        if self._errors:
            self._refuse()
        elif self._at + 1 < len(ORDER):
            self._go(self._at + 1)
        else:
            self._finish()

    def back(self) -> None:
        """To the step before, or to the welcome page; nothing is lost."""
        if self._busy:
            return
        if self._at:
            self._go(self._at - 1)
        else:
            self._p.left()

    def go_to(self, step: StepKey) -> None:
        """To a step that was reached before; not past one that is wrong."""
        place = ORDER.index(step)
        if self._busy or place > self._furthest or place == self._at:
            return
        if place > self._at:
            self._errors = self._steps[self.step].errors()
            if self._errors:
                self._refuse()
                return
        self._go(place)

    def _go(self, place: int) -> None:
        self._at = place
        self._furthest = max(self._furthest, place)
        self._errors, self._problem = {}, ""
        self._attempt += 1
        self._steps[self.step].shown()
        self.show()

    def _refuse(self) -> None:
        self._attempt += 1
        self._p.alert()
        self.show()

    # --- the end -----------------------------------------------------------------------------

    def _finish(self) -> None:
        for place, key in enumerate(ORDER):
            errors = self._steps[key].errors()
            if errors:
                self._go(place)
                self._errors = errors
                self._refuse()
                return
        self._busy, self._problem = True, ""
        self.show()
        result = self.result()

        def job(_control: TaskControl) -> None:
            self._p.create(result)

        self._p.tasks.run(job, lambda _none: self._made(), self._failed)

    def _made(self) -> None:
        self._busy = False
        self._forget_secrets()
        self._p.finished()

    def _forget_secrets(self) -> None:
        self.draft.pin = self.draft.again = ""
        for person in self.draft.people:
            person.pin = ""

    def _failed(self, error: Exception) -> None:
        self._busy = False
        if not isinstance(error, CodedError):
            self.show()
            raise error
        step = _STEP_OF_ERROR.get(error.code)
        if step is not None:
            self._go(ORDER.index(step))
        self._problem = tell(self._p.voice, error)
        self._p.alert()
        self.show()

    def result(self) -> SetupResult:
        """What the shop is made of."""
        draft = self.draft
        texts = {key: text.strip() for key, text in draft.texts.items() if text.strip()}
        name = texts.pop("shop.name", "")
        answers = ShopAnswers(
            shop_name=name,
            owner=PersonAnswer(name=draft.owner.strip(), secret=draft.pin),
            language=draft.language,
            currency=draft.currency,
            time_zone=draft.zone,
            region=draft.region,
            cash_rounding=int(draft.rounding) if draft.rounding else None,
            prices_include_tax=draft.inclusive,
            taxes=self._shop.taxes(),
            mode=draft.mode,  # type: ignore[arg-type]
            tier_name=self._p.voice.t._("Start"),
            people=self._people.answered(),
            settings={**texts, "security.pin_length": PIN_LENGTH},
        )
        station = {
            **draft.printer,
            "scanner.device": draft.scanner_port,
            "places.second_backup": draft.second_backup,
        }
        return SetupResult(answers=answers, station=station, logo=draft.logo)

    # --- the state ---------------------------------------------------------------------------

    def show(self) -> None:
        """Render what is."""
        t, step = self._p.voice.t, self._steps[self.step]
        title, text, hint = step.titles()
        last = self._at + 1 == len(ORDER)
        self._view.render(
            SetupState(
                heading=t._("Set up your counter"),
                duration=t._("about 6 minutes"),
                promise=t._("Works without internet. Nothing you enter leaves this computer."),
                steps=self._marks(),
                step=self.step,
                number=t._(
                    "Step {number} of {count}", number=str(self._at + 1), count=str(len(ORDER))
                ),
                title=title,
                text=text,
                back=t._("Back"),
                go_on=t._("Open the shop") if last else t._("Continue"),
                hint=hint,
                page=step.page(self._errors),
                problem=self._problem,
                busy=self._busy,
                fault=next(iter(self._errors), ""),
                attempt=self._attempt,
            )
        )

    def _marks(self) -> tuple[StepMark, ...]:
        t = self._p.voice.t
        words: dict[StepKey, tuple[str, str]] = {
            "language": (t._("Language and currency"), t._("Time zone and country")),
            "shop": (t._("Your shop"), t._("Name, address, logo")),
            "loyalty": (t._("Loyalty"), t._("Points, discounts or both")),
            "devices": (t._("Scanner and printer"), t._("Test them now")),
            "people": (t._("People and PINs"), t._("Owner and cashiers")),
            "backup": (t._("Backup"), t._("Where copies go")),
        }
        return tuple(self._mark(place, key, *words[key]) for place, key in enumerate(ORDER))

    def _mark(self, place: int, key: StepKey, title: str, note: str) -> StepMark:
        state = "current" if place == self._at else "done" if place < self._furthest else "ahead"
        shown = self._steps[key].note() if state == "done" else ""
        return StepMark(
            key=key,
            title=title,
            note=shown or note,
            state=state,  # type: ignore[arg-type]
            reachable=place <= self._furthest and not self._busy,
        )
