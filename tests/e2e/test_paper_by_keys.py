"""A questionnaire on paper in the real window: printed, keyed in by scan and by typing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import zxingcpp

from pos_app.adapters.documents.raster import rasterise
from pos_app.adapters.files.paths import places
from pos_app.bootstrap.rehearsal import Rehearsal, rehearse
from pos_app.bootstrap.shop import open_shop
from pos_app.services.documents import Paper
from pos_app.services.questionnaire_templates import TEMPLATES
from pos_app.services.session import Session
from tests.adapters.documents.slips import image_of, text_of
from tests.builders import CASHIER_PIN
from tests.e2e import stage


class Files:
    """Answers the file dialog."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def save_file(
        self, title: str, suggested: str, pattern: str, on_path: Callable[[str], None]
    ) -> None:
        on_path(str(self.path))


@pytest.fixture
def asking(folder: Path) -> Path:
    """A shop whose card application is live."""
    own = folder.parent / "own"
    stage.make_shop(own)
    shop = open_shop(places(own), stage.world())
    try:
        owner = next(one for one in shop.staff.people() if one.name == "Olga")
        session = Session(person=owner, signed_in_at=shop.world.clock.now())
        template = TEMPLATES["card"]
        made = shop.questionnaires.create(
            session, template.name.en, template.kind, template.definition
        )
        shop.questionnaires.publish(session, made)
    finally:
        shop.close()
    return own


def states(day: Rehearsal) -> list[tuple[str, str]]:
    """Channel and state of what Maria answered, newest first."""
    with day.shop.store.uow() as uow:
        return [(one.channel, one.state) for one in uow.questionnaires.responses_of(1)]


def test_forms_of_a_person_are_printed_and_a_pile_is_keyed_in(
    asking: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with rehearse(asking, world=stage.world(), step_ms=stage.STEP_MS) as day:
        robot = day.robot
        day.sign_in("Anna", CASHIER_PIN)
        if day.page == "shift":
            robot.type("0")
            robot.key("Enter")
        day.reach("sale")
        codes = []
        for number in range(2):
            pdf = tmp_path / f"form{number}.pdf"
            monkeypatch.setattr(day.frame.dialogs, "_files", Files(pdf))
            day.frame.office.paper.open(customer_id=1)
            day.reach("paper_forms")
            robot.key("Ctrl p")
            robot.until(lambda: "The forms are saved." in stage.seen(day), "the file")
            (picture,) = rasterise(pdf.read_bytes(), Paper.A4)
            (bars,) = zxingcpp.read_barcodes(image_of(picture).convert("L"))
            assert bars.text in text_of(pdf.read_bytes())
            codes.append(bars.text)
            robot.key("Esc")
            day.reach("sale")

        day.window.show_page("shift")
        robot.scan(codes[0])
        day.reach("questionnaire")
        for key in ("3", "4", "6", "Enter", "1"):
            robot.key(key)
        robot.until(lambda: states(day) == [("paper", "complete")], "the end")
        robot.key("Enter")
        day.reach("paper_forms")

        robot.type(codes[0])
        robot.key("Enter")
        robot.until(lambda: "This form is keyed in already" in stage.seen(day), "the refusal")
        assert day.page == "paper_forms"
        robot.type(codes[1].lower().replace("-", ""))
        robot.key("Enter")
        day.reach("questionnaire")
        robot.key("2")
        robot.until(lambda: "Question 2 of 3" in stage.seen(day), "the second question")
        robot.key("Esc")
        day.reach("paper_forms")
        assert states(day)[0] == ("paper", "draft")
        robot.scan(codes[1])
        day.reach("questionnaire")
        robot.until(lambda: "Question 2 of 3" in stage.seen(day), "where it stopped")
