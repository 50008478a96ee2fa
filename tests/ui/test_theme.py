"""Tokens, colours, fonts and icons are what the design says."""

from __future__ import annotations

import time

import pytest
from PySide6.QtGui import QColor, QFontDatabase, QFontMetricsF, QRawFont
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from pos_app import resource_paths
from pos_app.ui import fonts, icons, theme, tokens
from pos_app.ui.style_sheet import style_sheet
from pos_app.ui.widgets.label import Label
from tests.ui.gallery import build

LETTERS = "ƏəĞğİıŞşÖöÜüÇçĄąĆćĘęŁłŃńÓóŚśŹźŻżЁёЖжЩщЫыЭэЮюЯя"
SIGNS = "₽₼€−→×•…«»„”“№·±≥\u00a0\u202f0123456789"


@pytest.mark.parametrize("name", theme.NAMES)
@pytest.mark.parametrize("pair", tokens.raw()["contrast"], ids=lambda p: f"{p['fg']}-on-{p['bg']}")
def test_every_text_and_border_keeps_its_contrast(name: str, pair: dict[str, object]) -> None:
    colours = tokens.raw()["color"][name]
    ratio = theme.contrast(QColor(colours[pair["fg"]]), QColor(colours[pair["bg"]]))
    assert ratio >= pair["min"]
    assert ratio == pytest.approx(pair[name], abs=0.011)


def test_both_themes_have_the_same_colours() -> None:
    light, dark = (tokens.raw()["color"][name] for name in theme.NAMES)
    assert light.keys() == dark.keys()


def test_the_sheet_names_no_font_family_and_fills_every_colour() -> None:
    for name in theme.NAMES:
        sheet = style_sheet(name)
        assert "font" not in sheet
        assert "$" not in sheet


def test_digits_are_equally_wide_in_every_role(qapp: QApplication) -> None:
    for role in tokens.raw()["type"]:
        metrics = QFontMetricsF(fonts.role(role))
        widths = {metrics.horizontalAdvance(digit * 10) for digit in "0123456789"}
        assert max(widths) - min(widths) < 0.01, role


def test_the_bundled_faces_have_every_letter_and_currency(qapp: QApplication) -> None:
    families = fonts.load()
    assert {"Inter", "Inter Display"} <= set(families)
    assert QFontDatabase.hasFamily("Inter Display")
    for path in resource_paths.resource("fonts").glob("Inter*.ttf"):
        raw = QRawFont(str(path), 20)
        missing = [sign for sign in LETTERS + SIGNS if not raw.supportsCharacter(ord(sign))]
        assert not missing, (path.name, missing)


def test_text_scale_is_kept_between_100_and_150(qapp: QApplication) -> None:
    qapp.setProperty("text_scaled", True)
    theme.apply(qapp, "light", text_scale=150)
    assert fonts.role("body").pixelSize() == 22
    theme.apply(qapp, "light", text_scale=400)
    assert fonts.text_scale() == 150
    assert fonts.role("change").pixelSize() == 112


def test_labels_follow_the_text_scale(qtbot: QtBot, qapp: QApplication) -> None:
    label = Label("Total", "body")
    qtbot.addWidget(label)
    qapp.setProperty("text_scaled", True)
    theme.apply(qapp, "dark", text_scale=120)
    assert label.font().pixelSize() == 18


def test_every_icon_can_be_drawn_and_takes_its_colour(qapp: QApplication) -> None:
    assert len(icons.names()) > 60
    for name in icons.names():
        image = icons.pixmap(name, 24, QColor("#ff0000"), 1.0).toImage()
        seen = [image.pixelColor(x, y) for x in range(24) for y in range(24)]
        drawn = [pixel for pixel in seen if pixel.alpha() > 128]
        assert drawn, name
        assert all(pixel.red() > 240 and pixel.green() < 15 for pixel in drawn), name


def test_a_theme_switch_takes_less_than_150_ms(qtbot: QtBot, qapp: QApplication) -> None:
    page: QWidget = build()
    qtbot.addWidget(page)
    page.resize(1366, 768)
    page.show()
    theme.apply(qapp, "dark")
    page.grab()
    best = 1.0  # seconds of this process: other programs of the machine do not count
    for name in ("light", "dark", "light"):
        started = time.process_time()
        theme.apply(qapp, name)  # type: ignore[arg-type]
        QApplication.processEvents()
        best = min(best, time.process_time() - started)
    assert best < 0.15


def test_dark_reaches_the_ground_of_a_page(qtbot: QtBot, qapp: QApplication) -> None:
    page = build()
    qtbot.addWidget(page)
    theme.apply(qapp, "dark")
    page.resize(1366, 1300)
    assert page.grab().toImage().pixelColor(2, 2).name() == "#0e1513"


def test_resources_are_found_in_a_frozen_program(
    monkeypatch: pytest.MonkeyPatch, tmp_path: object
) -> None:
    from pathlib import Path

    folder = Path(str(tmp_path)) / "resources"
    folder.mkdir()
    (folder / "tokens.json").write_text("{}")
    monkeypatch.setattr(resource_paths.sys, "_MEIPASS", str(tmp_path), raising=False)
    resource_paths.resources_dir.cache_clear()
    try:
        assert resource_paths.resources_dir() == folder
    finally:
        resource_paths.resources_dir.cache_clear()


def test_a_broken_installation_says_where_it_looked(
    monkeypatch: pytest.MonkeyPatch, tmp_path: object
) -> None:
    from pathlib import Path

    places = (Path(str(tmp_path)) / "a", Path(str(tmp_path)) / "b")
    monkeypatch.setattr(resource_paths, "_candidates", lambda: places)
    resource_paths.resources_dir.cache_clear()
    try:
        with pytest.raises(FileNotFoundError, match=r"looked in .*a, .*b"):
            resource_paths.resources_dir()
    finally:
        resource_paths.resources_dir.cache_clear()


def test_words_do_not_fall_apart_at_a_hyphen(qapp: QApplication) -> None:
    """Tabular figures are for figures: a hyphen between letters keeps its own narrow width."""
    metrics = QFontMetricsF(fonts.role("item"))
    assert metrics.horizontalAdvance("-") < 0.8 * metrics.horizontalAdvance("0")
    assert metrics.horizontalAdvance("−") == metrics.horizontalAdvance("+")
