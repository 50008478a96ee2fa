"""The page of questionnaires on paper, joined with shop, files and the page of questions."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from pos_app.adapters.files.disk import write_bytes_durably
from pos_app.domain.paper_form import is_form_code
from pos_app.domain.scan import CouponScan, Scan, UnknownScan
from pos_app.presenters.fill_parts import FillStart
from pos_app.presenters.paper_forms import PaperFormsParts, PaperFormsPresenter
from pos_app.services.paper_forms import FoundForm
from pos_app.services.questionnaire_store import load_questionnaire
from pos_app.services.session import Session
from pos_app.ui.screens.paper_forms_view import PaperFormsView

if TYPE_CHECKING:
    from pos_app.bootstrap.frame import Frame


class OfficePaper:
    """Builds the page and knows the ways to it and back."""

    def __init__(self, frame: Frame, session: Callable[[], Session]) -> None:
        self._frame = frame
        self._session = session
        self._presenter: PaperFormsPresenter | None = None
        self._from = "sale"

    def build(self) -> None:
        """Make the page anew, in the language of the moment."""
        frame, shop = self._frame, self._frame.shop
        view = PaperFormsView(frame.voice.t)
        presenter = PaperFormsPresenter(
            PaperFormsParts(
                forms=shop.paper_forms,
                questionnaires=shop.questionnaires,
                session=self._session,
                voice=frame.voice,
                language=lambda: shop.book.current.settings.locale.language,
                tasks=frame.tasks,
                ways=self,
            ),
            view,
        )
        view.typed.connect(presenter.type)
        view.key_wanted.connect(presenter.key_in)
        view.chosen.connect(presenter.choose)
        view.language_chosen.connect(presenter.speak)
        view.count_typed.connect(presenter.count)
        view.print_wanted.connect(presenter.print_forms)
        view.shown.connect(presenter.refresh)
        view.left.connect(presenter.back)
        frame.window.replace_page(view)
        self._presenter = presenter

    # --- ways --------------------------------------------------------------------------------

    def open(self, questionnaire_id: int = 0, customer_id: int = 0) -> None:
        """To the page, perhaps to print this questionnaire, or one for this person."""
        presenter, frame = self._presenter, self._frame
        assert presenter is not None
        customer = None
        if customer_id:
            customer = frame.shop.customers.profile(self._session(), customer_id).customer
        current = frame.window.current_page()
        if current is not None and current.page_name not in ("paper_forms", "questionnaire"):
            self._from = current.page_name
        presenter.open(questionnaire_id, customer)
        frame.window.show_page("paper_forms")

    def open_code(self, code: str) -> None:
        """To the questions of the form with this code; what is wrong with it is said at the code.

        Back from there is the page of codes: the next form of the pile.
        """
        self.open()
        if self._presenter is not None:
            self._presenter.key_in(code)

    def fill(self, found: FoundForm) -> None:
        """See the port."""
        form = found.form
        self._frame.office.fill.open_paper(
            FillStart(
                version_id=form.version_id,
                definition=load_questionnaire(found.version.definition),
                customer_id=form.customer_id,
                person=found.name,
                channel="paper",
                language=form.language,
                code=form.code,
            )
        )

    def save_file(self, suggested: str, write: Callable[[str], None]) -> None:
        """Ask where the PDF goes."""
        t = self._frame.voice.t
        pattern = t._("PDF file (*.pdf)")
        self._frame.dialogs.save_file(t._("Save the form"), suggested, pattern, write)

    def keep(self, path: str, pdf: bytes) -> None:
        """Write it there."""
        target = Path(path if path.lower().endswith(".pdf") else f"{path}.pdf")
        write_bytes_durably(target, pdf)

    def back(self) -> None:
        """To the page one came from."""
        self._frame.window.show_page(self._from)


def form_code(scan: Scan) -> str:
    """The code of a printed form in a scan, "" when it is something else.

    A shop whose coupons begin with the same sign has them told apart by what was printed.
    """
    if isinstance(scan, UnknownScan | CouponScan) and is_form_code(scan.code):
        return scan.code
    return ""
