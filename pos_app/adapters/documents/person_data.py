"""All that a shop keeps of a person, to read: A4, in the person's language (R24)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from pos_app.adapters.documents.column import Column
from pos_app.adapters.documents.fonts import Weight
from pos_app.adapters.documents.pdf import draw
from pos_app.adapters.documents.sizes import geometry, sizes
from pos_app.adapters.documents.whole import write_whole
from pos_app.i18n import Formats, Translator, translator
from pos_app.services.documents import Paper

_SIDE: Final = 150
_DOT: Final = " · "

Row = Mapping[str, Any]


class PersonDataArtist:
    """See :class:`pos_app.services.person_data.DataArtist`.

    ``event`` says what an entry of the journal is called.
    """

    def __init__(self, event: Callable[[Translator, str], str]) -> None:
        self._event = event

    def person_data(self, data: Row, language: str) -> bytes:
        """The document."""
        t = translator(language)
        f = Formats(t.language, str(data["currency"]))
        width = geometry(Paper.A4).page_width
        column = Column(_SIDE, width - 2 * _SIDE, width)
        title = t.pgettext("data", "What is kept about you")
        column.left_text(title, sizes().shop, Weight.BOLD)
        made = f.date_time(datetime.fromisoformat(data["made_at"]))
        column.left_text(_joined(data["shop"], made), sizes().base)
        said = _Said(t, f, ZoneInfo(data["time_zone"]), self._event)
        for heading, lines in said.sections(data):
            _section(column, heading, lines, t)
        return draw(column.blocks, Paper.A4, title)


def _section(column: Column, heading: str, lines: Sequence[str], t: Translator) -> None:
    column.space(22)
    column.left_text(heading, sizes().strong, Weight.BOLD, keep=True)
    column.rule()
    for line in lines or (t.pgettext("data", "Nothing is kept."),):
        write_whole(column, line, sizes().base)
        column.space(4)


class _Said:
    """Every part of the data in words."""

    def __init__(
        self, t: Translator, f: Formats, zone: ZoneInfo, event: Callable[[Translator, str], str]
    ) -> None:
        self.t, self.f, self._zone, self._event = t, f, zone, event

    def sections(self, data: Row) -> Sequence[tuple[str, Sequence[str]]]:
        """Headings and lines, in order."""
        t = self.t
        listed: tuple[tuple[str, str, Callable[[Row], str]], ...] = (
            (t.pgettext("data", "Further contacts"), "contacts", self.contact),
            (t.pgettext("data", "Consents"), "consents", self.consent),
            (t.pgettext("data", "Cards"), "cards", self.card),
            (t.pgettext("data", "Points"), "points", self.points),
            (t.pgettext("data", "Tiers"), "tiers", self.tier),
            (t.pgettext("data", "Coupons"), "coupons", self.coupon),
            (t.pgettext("data", "Certificates"), "certificates", self.certificate),
            (t.pgettext("data", "Receipts"), "receipts", self.receipt),
            (t.pgettext("data", "Returns"), "returns", self.returned),
            (t.pgettext("data", "Answers"), "answers", self.answers),
            (t.pgettext("data", "Needs we noticed"), "needs", self.need),
            (t.pgettext("data", "Notes"), "notes", lambda row: self.dated(row, row["text"])),
            (t.pgettext("data", "People you brought"), "brought", self.brought),
            (t.pgettext("data", "Records joined with yours"), "merges", self.merge),
            (t.pgettext("data", "Imports"), "imports", self.imported),
            (t.pgettext("data", "What was done with your data"), "journal", self.done),
        )
        found: list[tuple[str, Sequence[str]]] = [
            (t.pgettext("data", "You"), self.person(data["person"], data["account"]))
        ]
        joined = t.pgettext("data", "Joined with your record")
        found += [(joined, self.person(merged, {})) for merged in data["merged_into_this"]]
        found += [(heading, [say(row) for row in data[key]]) for heading, key, say in listed]
        return found

    def person(self, who: Row, account: Row) -> list[str]:
        """Identity and figures."""
        t, f = self.t, self.f
        pairs = (
            (t.pgettext("form", "Name"), who["name"]),
            (t.pgettext("form", "Phone"), who["phone"]),
            (t.pgettext("form", "E-mail"), who["email"]),
            (t.pgettext("form", "Birthday"), self.day(who["birthday"])),
            (t.pgettext("data", "Language"), who["language"] or ""),
            (t.pgettext("data", "Household"), who["household"] or ""),
            (t.pgettext("data", "Groups"), ", ".join(who["groups"])),
            (t.pgettext("data", "Tags"), ", ".join(who["tags"])),
            (t.pgettext("data", "Note"), who["note"]),
            (t.pgettext("data", "Since"), self.time(who["created_at"])),
            (t.pgettext("data", "Points"), f.points(account["balance"]) if account else ""),
            (t.pgettext("data", "Bought in all"), f.money(account["turnover"]) if account else ""),
            (t.pgettext("data", "Number"), who["uuid"]),
        )
        return [f"{label}: {text}" for label, text in pairs if text]

    def contact(self, row: Row) -> str:
        """A further contact."""
        return _joined(row["value"], row["label"])

    def consent(self, row: Row) -> str:
        """A statement with its words."""
        t = self.t
        given = t.pgettext("data", "given") if row["given"] else t.pgettext("data", "taken back")
        about = row["text"] or _joined(row["purpose"], row["channel"])
        version = t._("version {number}", number=row["wording"])
        return f"{self.time(row['at'])}: {_joined(given, version)}. {about}"

    def card(self, row: Row) -> str:
        """A card."""
        words = {
            "active": self.t.pgettext("data", "in use"),
            "blocked": self.t.pgettext("data", "blocked"),
            "replaced": self.t.pgettext("data", "replaced"),
            "closed": self.t.pgettext("data", "closed"),
        }
        state = words.get(row["status"], row["status"])
        return _joined(row["number"], state, self.time(row["issued_at"]), row["reason"])

    def points(self, row: Row) -> str:
        """A movement of points."""
        words = {
            "earn": self.t.pgettext("data", "earned"),
            "redeem": self.t.pgettext("data", "spent"),
            "expire": self.t.pgettext("data", "lapsed"),
        }
        kind = words.get(row["kind"], self.t.pgettext("data", "corrected"))
        amount = self.f.points(row["amount"], sign=True)
        return _joined(self.time(row["at"]), amount, kind, self.number(row["receipt"]))

    def tier(self, row: Row) -> str:
        """A tier from a day on."""
        return _joined(self.day(row["since"]), row["tier"] or "—")

    def coupon(self, row: Row) -> str:
        """A coupon in the person's name."""
        return _joined(row["code"], self.day(row["valid_from"]), self.day(row["valid_to"]))

    def certificate(self, row: Row) -> str:
        """A certificate or store credit."""
        left = self.t.pgettext("data", "left: {sum}", sum=self.f.money(row["balance"]))
        return _joined(row["code"], self.f.money(row["amount"]), left, self.day(row["valid_to"]))

    def receipt(self, row: Row) -> str:
        """A receipt, and each of its lines below it."""
        head = _joined(self.number(row["number"]), self.time(row["at"]), self.f.money(row["total"]))
        lines = [f"– {self.goods(line)}" for line in row["lines"]]
        return "\n".join([head, *lines])

    def returned(self, row: Row) -> str:
        """A return with its lines."""
        head = _joined(str(row["number"]), self.time(row["at"]), self.f.money(row["money"]))
        return "\n".join([head, *(f"– {self.goods(line)}" for line in row["lines"])])

    def goods(self, line: Row) -> str:
        """A line sold or brought back."""
        return _joined(line["name"], self.f.quantity(line["quantity"]), self.f.money(line["net"]))

    def answers(self, row: Row) -> str:
        """A questionnaire with its answers."""
        head = _joined(row["questionnaire"], self.time(row["at"]))
        lines = [f"– {each['question']}: {each['answer']}" for each in row["answers"]]
        return "\n".join([head, *lines])

    def need(self, row: Row) -> str:
        """A need, and whether it is a guess."""
        guess = self.t.pgettext("data", "a guess") if row["kind"] == "implicit" else ""
        return _joined(row["text"] or row["key"], guess, self.day(row["noticed_on"]))

    def brought(self, row: Row) -> str:
        """Somebody who came by this person: never their name."""
        return self.time(row["created_at"])

    def merge(self, row: Row) -> str:
        """A merge."""
        undone = self.t.pgettext("data", "taken back") if row["undone_at"] else ""
        return _joined(self.time(row["at"]), undone)

    def imported(self, row: Row) -> str:
        """An import that brought or changed the person."""
        return _joined(self.time(row["at"]), row["file"])

    def done(self, row: Row) -> str:
        """An entry of the journal."""
        return _joined(self.time(row["at"]), self._event(self.t, row["type"]), row["by"])

    def dated(self, row: Row, text: str) -> str:
        """A text with its time."""
        return f"{self.time(row['at'])}: {text}"

    def number(self, number: int | None) -> str:
        """A receipt's number."""
        return self.t.pgettext("data", "receipt {n}", n=str(number)) if number else ""

    def time(self, text: str | None) -> str:
        """An instant; "" for none."""
        if not text:
            return ""
        return self.f.date_time(datetime.fromisoformat(text).astimezone(self._zone))

    def day(self, text: str | None) -> str:
        """A day; "" for none."""
        return self.f.date(date.fromisoformat(text)) if text else ""


def _joined(*parts: str | None) -> str:
    return _DOT.join(part for part in parts if part)
