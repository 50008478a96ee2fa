"""The journal is read in words; every type the program writes has one."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import pos_app
from pos_app.i18n import LANGUAGES, Formats, translator
from pos_app.presenters.journal_words import TITLES, Tongue, areas, details, title
from pos_app.presenters.messages import say
from pos_app.presenters.settings_state import FieldView

SOURCE = Path(pos_app.__file__).parent
TYPE = re.compile(r"[a-z_]+\.[a-z_]+")
RECORDERS = {"Event", "_event", "_people", "_tax", "_note", "event", "_write", "_journal", "told"}
"""What makes an entry of the journal; the type is an argument of the call."""

BUILT = {
    "card.blocked", "card.unblocked", "card.closed", "certificate.blocked",
    "certificate.unblocked", "shift.cash_in", "shift.cash_out",
    "people.activated", "people.deactivated", "product.activated", "product.withdrawn",
    "promotion.added", "promotion.changed", "promotion.paused", "promotion.resumed",
    "price_level.added", "price_level.changed",
    "sale.line_removed", "sale.cancelled", "consent.given", "consent.withdrawn", "store.written",
    "need.said", "need.confirmed", "need.dismissed", "need_rule.added", "need_rule.changed",
    "need_rule.switched_on", "need_rule.switched_off", "customer.maybe_duplicate",
    "customer.not_duplicate", "view.changed", "view.dropped", "view.renamed", "view.saved",
}  # fmt: skip
"""Types put together from a state or a label."""


def tongue(language: str = "en") -> Tongue:
    t, f = translator(language), Formats(language, "EUR")
    choice = FieldView(
        key="money.tax_round", label="Tax is rounded", kind="select",
        choices=(("line", "on each line"), ("total", "on the whole receipt")),
    )  # fmt: skip
    phone = FieldView(key="shop.phone", label="Phone")
    return Tongue(
        t=t,
        f=f,
        sentence=lambda error: say(error, t, f),
        fields={field.key: field for field in (choice, phone)},
    )


def told(kind: str, /, **content: object) -> str:
    return details(tongue(), kind, json.dumps(content)).replace("\N{NO-BREAK SPACE}", " ")


def recorded() -> Iterator[str]:
    for folder in ("services", "adapters"):
        for file in (SOURCE / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call):
                    name = getattr(node.func, "id", getattr(node.func, "attr", ""))
                    given = [*node.args, *(word.value for word in node.keywords)]
                    if name in RECORDERS:
                        yield from (
                            str(each.value)
                            for each in given
                            if isinstance(each, ast.Constant)
                            and isinstance(each.value, str)
                            and TYPE.fullmatch(each.value)
                        )


def test_every_type_the_program_writes_has_a_title() -> None:
    written = set(recorded()) | BUILT
    assert len(written) > 50
    assert written == set(TITLES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_title_shows_its_code(language: str) -> None:
    t = translator(language)
    words = [title(t, kind) for kind in TITLES] + list(areas(t).values())
    assert not [word for word in words if TYPE.fullmatch(word) or not word]
    if language != "en":
        english = translator("en")
        same = [kind for kind in TITLES if title(t, kind) == title(english, kind)]
        assert same == []


def test_every_area_is_the_beginning_of_a_type() -> None:
    for area in areas(translator("en")):
        for prefix in area.split(","):
            assert any(kind.startswith(prefix) for kind in TITLES)


@pytest.mark.parametrize(
    ("kind", "content", "words"),
    [
        (
            "sale.completed",
            {
                "number": 1087, "total": 4520, "discount": 300, "points_spent": 0,
                "points_earned": 4700,
            },
            "Receipt 1087 · €45.20 · discount €3.00 · points earned: 47",
        ),
        (
            "sale.completed",
            {"number": 3, "total": 0, "discount": 0, "points_spent": 1250, "points_earned": 0},
            "Receipt 3 · €0.00 · points spent: 12.5",
        ),
        ("sale.parked", {"draft": "u", "lines": 1}, "1 line"),
        ("questionnaire.published", {"name": "Needs", "version": 2}, "Needs · version 2"),
        (
            "questionnaire.printed",
            {"name": "Needs", "version": 2, "forms": 30},
            "Needs · version 2 · 30 forms",
        ),
        ("questionnaire.moved", {"name": "Needs", "state": "paused"}, "Needs · paused"),
        ("sale.cancelled", {"draft": "u", "lines": 4}, "4 lines"),
        (
            "customer.erased",
            {"customer": "u", "reason": "asked", "points": 12_300},
            "the person asked for it · points lapsed: 123",
        ),
        ("customer.answers_dropped", {"rows": 12, "before": "2024-11-22"}, "12"),
        ("customer.data_given", {"customer": "u", "format": "pdf"}, "PDF"),
        ("consent.wording_changed", {"version": "2", "texts": 1}, "version 2"),
        ("customer.erased", {"customer": "u", "reason": "new", "points": 0}, "new"),
        ("customer.grouped", {"customer": "u", "groups": ["Staff", "VIP"]}, "Staff, VIP"),
        ("customer.grouped", {"customer": "u", "groups": []}, "no group"),
        (
            "price_level.added",
            {"sku": "A-1", "group": "VIP", "from_quantity": 3000, "price": 800, "first": ""},
            "A-1 · VIP · From 3 · €8.00",
        ),
        (
            "price_level.changed",
            {"sku": "A-1", "group": "tier:gold", "from_quantity": 0, "price": 700, "was": 800},
            "A-1 · gold · €8.00 → €7.00",
        ),
        ("sale.discount", {"rate": 1000, "amount": None, "reason": "dented"}, "10% · dented"),
        ("sale.discount", {"rate": None, "amount": 250, "reason": "gift"}, "€2.50 · gift"),
        ("sale.price", {"listed": 999, "price": 500, "reason": "old"}, "€9.99 → €5.00 · old"),
        ("shift.opened", {"number": 7, "float": 5000}, "Shift 7 · float €50.00"),
        ("shift.counted", {"number": 7, "counted": 12345}, "Shift 7 · counted €123.45"),
        ("shift.closed", {"number": 7, "expected": 12000}, "Shift 7 · expected €120.00"),
        (
            "shift.cash_out",
            {"number": 7, "amount": 2000, "reason": "To the bank"},
            "Shift 7 · €20.00 · To the bank",
        ),
        ("drawer.opened", {"number": 7, "reason": "Jammed note"}, "Shift 7 · Jammed note"),
        ("receipt.copied", {"number": 12, "copy": 2}, "Receipt 12"),
        ("card.blocked", {"card": "u", "reason": "lost"}, "lost"),
        ("coupon.issued", {"coupon": "u", "sale": "u"}, ""),
        ("product.created", {"product": "u", "sku": "A-1", "price": 199}, "A-1 · €1.99"),
        (
            "product.price_changed",
            {"sku": "A-1", "before": 199, "after": 249, "reason": "supplier"},
            "A-1 · €1.99 → €2.49 · supplier",
        ),
        ("staff.signed_in", {"by": "card"}, "by staff card"),
        ("staff.signed_in", {"by": "pin"}, "by PIN or password"),
        ("staff.screen_locked", {"idle": True}, "by itself"),
        ("staff.screen_locked", {"idle": False}, "by hand"),
        ("staff.sign_in_failed", {"who": "u", "failed": 1}, "1 wrong try"),
        ("staff.locked_out", {"who": "u", "seconds": 30}, "30 seconds"),
        ("people.added", {"who": "u", "role": "senior"}, "senior cashier"),
        (
            "people.changed",
            {"who": "u", "role_before": "cashier", "role": "senior"},
            "cashier → senior cashier",
        ),
        ("people.changed", {"role_before": "owner", "role": "owner"}, "owner"),
        ("people.secret_changed", {"who": "u"}, ""),
        ("settings.changed", {"key": "shop.phone", "before": "", "after": "1"}, "Phone · — → 1"),
        (
            "settings.changed",
            {"key": "money.tax_round", "before": "line", "after": "total"},
            "Tax is rounded · on each line → on the whole receipt",
        ),
        (
            "settings.changed",
            {"key": "till.sounds", "before": True, "after": False},
            "till.sounds · yes → no",
        ),
        (
            "settings.changed",
            {"key": "shop.header", "before": None, "after": ["a", "b"]},
            "shop.header · — → a, b",
        ),
        ("tax.added", {"name": "A", "rate": 2300}, "A · 23%"),
        ("tax.changed", {"name": "A", "rate": 2300, "rate_before": 800}, "A · 8% → 23%"),
        ("tax.changed", {"name": "A", "rate": 800, "rate_before": 800}, "A · 8%"),
        (
            "import.products",
            {"file": "p.csv", "new": 1200, "changed": 3, "same": 9, "rejected": 0},
            "p.csv · new: 1,200 · changed: 3 · rejected: 0",
        ),
        ("import.history_batch", {"name": "old", "part": "receipts", "count": 500}, "old"),
        ("export.written", {"what": "receipts", "rows": 2}, "receipts · 2 rows"),
        ("group.added", {"code": "x", "name": "Soap"}, "Soap"),
        ("programme.changed", {"version": 4, "rules": {}}, "version 4"),
        ("backup.made", {"file": "a.db", "reason": "timer"}, "while selling · a.db"),
        ("store.restored", {"backup": "b.db", "kept": None}, "b.db"),
        ("integrity.alarm", {"differences": 2, "where": "journal 7"}, "2 differences · journal 7"),
        (
            "approval.given",
            {"action": "drawer_open", "ref": "u", "reason": "change"},
            "Opening the drawer · change",
        ),
        ("shop.created", {"mode": "points", "people": 1}, ""),
        ("from.the_future", {"a": 1, "b": "two"}, "a: 1, b: two"),
    ],
)  # fmt: skip
def test_an_entry_is_told(kind: str, content: dict[str, object], words: str) -> None:
    assert told(kind, **content) == words


def test_a_printers_trouble_is_a_sentence() -> None:
    assert told("print.failed", kind="receipt", error="disk_full").endswith(".")


def test_spoilt_content_is_shown_as_it_is() -> None:
    assert details(tongue(), "sale.completed", "{broken") == "{broken"
    assert details(tongue(), "sale.completed", "[1]") == "[1]"


def test_an_unknown_type_keeps_its_name() -> None:
    assert title(translator("ru"), "from.the_future") == "from.the_future"
