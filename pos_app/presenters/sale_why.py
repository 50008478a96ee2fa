"""The panel "Why this price" of the open sale."""

from __future__ import annotations

from collections.abc import Callable

from pos_app.presenters.sale_ports import Voice
from pos_app.presenters.why_state import WhyPanel, WhySection
from pos_app.presenters.why_words import WhyWords
from pos_app.services.desk_view import DeskView
from pos_app.services.sale_desk import SaleDesk


class WhyControl:
    """Explains the chosen line (?); the arrows walk through the lines of the sale."""

    def __init__(self, voice: Voice, desk: SaleDesk, selected: Callable[[], str]) -> None:
        self._voice = voice
        self._desk = desk
        self._selected = selected

    def key(self, name: str) -> bool:
        """Nothing is taken away while reading; everything else is the page's."""
        return name in ("Del", "Backspace")

    def typed(self, text: str) -> None:
        """Nothing is typed into an explanation."""

    def error(self, sentence: str) -> None:
        """Nothing here can be refused."""

    def state(self, view: DeskView) -> WhyPanel:
        """The chosen line, the points of the receipt, and what does not apply."""
        t = self._voice.t
        words = WhyWords(t, self._voice.f)
        why = self._desk.why()
        chosen = why.line(self._selected())
        sections: list[WhySection] = []
        if chosen is not None:
            line = words.line(chosen)
            sections.append(WhySection(title=t._("Price of this line"), rows=line.rows))
        sections.append(words.points(why.points, why.programme))
        if why.missing:
            sections.append(words.missing(why.missing))
        return WhyPanel(
            title=t._("Why this price"),
            subtitle=chosen.name if chosen is not None else "",
            sections=tuple(sections),
        )
