"""The catalogues are in step with the source, and the check that says so finds each fault."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest
from babel.messages.catalog import Catalog


@pytest.fixture(scope="module")
def tool(project_root: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(
        "messages_tool", project_root / "packaging" / "messages.py"
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_source_and_catalogues_are_in_step(tool: ModuleType) -> None:
    assert tool.check() == []


def _package(tmp_path: Path, code: str) -> Path:
    package = tmp_path / "shop"
    package.mkdir()
    (package / "screen.py").write_text(code, encoding="utf-8")
    return package


def test_every_kind_of_call_is_extracted(tool: ModuleType, tmp_path: Path) -> None:
    code = (
        "x = t._('Paid {a}', a=1)\nTITLES = [N_('Total')]\n"
        "y = t.ngettext('{n} line', '{n} lines', 2)\nz = t.pgettext('bank', 'Card')\n"
    )
    source = tool.template(_package(tmp_path, code))
    found = {(message.context, message.id) for message in tool.messages(source)}
    assert found == {
        (None, "Paid {a}"),
        (None, "Total"),
        (None, ("{n} line", "{n} lines")),
        ("bank", "Card"),
    }


def test_update_keeps_translations_drops_the_unused_and_fills_english(
    tool: ModuleType, tmp_path: Path
) -> None:
    root = tmp_path / "locale"
    first = Catalog(domain="pos_app")
    first.add("Old", None)
    first.add("Kept", None)
    tool.update(root, first)
    path = root / "pl" / "LC_MESSAGES" / "pos_app.po"
    path.write_text(
        path.read_text(encoding="utf-8").replace(
            'msgid "Kept"\nmsgstr ""', 'msgid "Kept"\nmsgstr "Zostaje"'
        ),
        encoding="utf-8",
    )
    second = Catalog(domain="pos_app")
    second.add("Kept", None)
    second.add("New", None)
    tool.update(root, second)
    tool.update(root, second)
    polish = tool.load("pl", root)
    assert {m.id: m.string for m in tool.messages(polish)} == {"Kept": "Zostaje", "New": ""}
    english = tool.load("en", root)
    assert {m.id: m.string for m in tool.messages(english)} == {"Kept": "Kept", "New": "New"}
    text = path.read_text(encoding="utf-8")
    assert "Old" not in text
    assert "Creation-Date" not in text
    assert tool.check_catalogue("pl", polish, second) == ["pl: not translated: 'New'"]


@pytest.mark.parametrize(
    ("msgid", "msgstr", "fault"),
    [
        ("Paid {a}", "Опл. {b}", "fields differ (a, b)"),
        ("Paid {a}", "Опл. {a.b}", "fields differ (a, a.b)"),
        ("Paid {a}", "Опл. {a", "fields differ (a, Опл. {a)"),
        ("Paid", "", "not translated"),
        ("Paid:", "Оплачено", "closing colon or ellipsis differs"),
        ("Paid ", "Оплачено", "blanks at the ends differ"),
        ("Shop", 'Магазин "Уют"', "straight quotation marks (use «» or „”)"),
        ("Slip", "Кассовый чек", "says 'кассовый чек'"),
        (("{n} x", "{n} xs"), ("{n} х", "{n} ха"), "2 plural forms instead of 3"),
        (("{n} x", "{n} xs"), ("{n} х", "", "{n} хов"), "a plural form is empty"),
        (("{n} {a}", "{n} {a}s"), ("х {a}", "{n}", "{n} {a}"), "fields differ (a)"),
    ],
)
def test_a_fault_in_a_catalogue_is_found(
    tool: ModuleType, msgid: str | tuple[str, str], msgstr: object, fault: str
) -> None:
    source, russian = Catalog(), Catalog(locale="ru")
    source.add(msgid)
    russian.add(msgid, msgstr)
    first = msgid if isinstance(msgid, str) else msgid[0]
    assert tool.check_catalogue("ru", russian, source) == [f"ru: {fault}: {first!r}"]


def test_missing_unused_and_fuzzy_entries_are_found(tool: ModuleType) -> None:
    source, russian = Catalog(), Catalog(locale="ru")
    source.add("New")
    source.add("Guess")
    russian.add("Old", "Старое")
    russian.add("Guess", "Догадка", flags=["fuzzy"])
    assert tool.check_catalogue("ru", russian, source) == [
        "ru: not in the catalogue: 'New'",
        "ru: no longer used: 'Old'",
        "ru: fuzzy: 'Guess'",
    ]


@pytest.mark.parametrize(
    ("code", "fault"),
    [
        ("t._(f'Paid {a}')", "put together at run time"),
        ("t._('Paid ' + a)", "put together at run time"),
        ("t._('Paid {}'.format(a))", "put together at run time"),
        ("t._('Paid {}', a=1)", "unnamed or computed field"),
        ("t._('Paid {a.b}', a=1)", "unnamed or computed field"),
        ("t._('Paid {a}')", "fields don't match the call (a)"),
        ("t._('Paid {a}', a=1, b=2)", "fields don't match the call (b)"),
        ("t.ngettext('{n} {a}', '{n} {a}', 2)", "fields don't match the call (a)"),
    ],
)
def test_a_call_that_cannot_work_is_found(
    tool: ModuleType, tmp_path: Path, code: str, fault: str
) -> None:
    faults = tool.check_source(_package(tmp_path, code))
    assert faults
    assert fault in faults[0]
    assert faults[0].startswith("shop/screen.py:1:")


@pytest.mark.parametrize(
    "code",
    [
        "t._('Paid {a}', a=1)",
        "t._(TITLES[kind])",
        "t._('Paid {a}', **words)",
        "t.ngettext('{n} line', '{n} lines', len(x))",
        "t.pgettext('bank {x}', 'Card')",
        "N_('Paid {a}')",
        "_ = 3\nother('{a}')",
    ],
)
def test_a_proper_call_passes(tool: ModuleType, tmp_path: Path, code: str) -> None:
    assert tool.check_source(_package(tmp_path, code)) == []
