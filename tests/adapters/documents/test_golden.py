"""The whole text of a slip, in order, in four languages on three papers; and equal bytes."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from pos_app.adapters.documents import render_coupon, render_receipt, render_shift
from pos_app.services.documents import Paper
from tests.adapters.documents.slips import COUPON, RECEIPT, SHIFT, SHOP, spoken, text_of

ITEMS = (
    "Средство для посуды «Лимон», 900 мл 2 × {p1} 578{d}00 {promotion} −15{pc} −86{d}70 "
    "Порошок стиральный Color, 3 кг 1 × 749{d}00 749{d}00 {card} −5{pc} −37{d}45 "
    "Шампунь «Полное восстановление», 400 мл 1 × 412{d}00 412{d}00 {card} −5{pc} −20{d}60 "
    "Зубная паста «Профессиональная», 100 мл 3 × 219{d}00 657{d}00 3 по цене 2 −219{d}00 "
    "Полотенца бумажные, 4 рулона 1 × 329{d}00 329{d}00 {card} −5{pc} −16{d}45 "
    "Крем для рук «Бархат», 80 мл 2 × 124{d}00 248{d}00 {card} −5{pc} −12{d}40 "
    "Пакет-майка 1 × 9{d}00 9{d}00 "
)
WORDS = {
    "§": "Dokument niefiskalny",  # codespell:ignore dokument
    "¶": "Jurnal",  # codespell:ignore jurnal
}


def whole(text: str) -> str:
    """A golden text with the words that a spelling checker of English trips over."""
    for mark, word in WORDS.items():
        text = text.replace(mark, word)
    return text


HEAD = "УЮТНЫЙ ДОМ Бытовая химия и косметика ул. Садовая, 12 · тел. 8 800 555-14-20 "


def items(mark: str, percent: str, promotion: str, card: str) -> str:
    return ITEMS.format(p1=f"289{mark}00", d=mark, pc=percent, promotion=promotion, card=card)


RECEIPTS = {
    ("ru", "RUB"): "Нефискальный документ " + HEAD
    + "Товарный чек 1087 22.11.2026 17:46 Касса 1 Кассир Ольга К. "
    + items(",", " %", "Акция", "Карта")
    + "Без скидок 2 982,00 Ваша скидка −392,60 ИТОГО 2 589,40 ₽ "
    "Наличные 3 000,00 Сдача 410,60 ₽ в т. ч. НДС 20 % 431,57 "
    "Марина С. · карта •••• 4821 · Серебро Вы сэкономили 392,60 ₽ "
    "Баллы до покупки 1 240 Начислено +154 Баллов на карте 1 394 "
    "До уровня «Золото» 4 980,60 ₽ 320 баллов сгорят 30.11.2026 Спасибо, Марина! "
    "Возврат и обмен — 14 дней по этому чеку R1-001087-2211 "
    "Журнал 3fa9c01b2e Нефискальный документ",
    ("pl", "PLN"): "§ " + HEAD
    + "Pokwitowanie 1087 22.11.2026 17:46 Kasa 1 Kasjer Ольга К. "
    + items(",", "%", "Promocja", "Karta")
    + "Bez rabatów 2982,00 Twój rabat −392,60 RAZEM 2589,40 zł "
    "Gotówka 3000,00 Reszta 410,60 zł w tym НДС 20% 431,57 "
    "Марина С. · karta •••• 4821 · Серебро Oszczędność 392,60 zł "
    "Punkty przed zakupem 1240 Naliczono +154 Punkty na karcie 1394 "
    "Do poziomu „Золото” 4980,60 zł 320 punktów wygaśnie 30.11.2026 Марина, dziękujemy! "
    "Возврат и обмен — 14 дней по этому чеку R1-001087-2211 "
    "Dziennik 3fa9c01b2e §",
    ("az", "AZN"): "Qeyri-fiskal sənəd " + HEAD
    + "Satış qəbzi 1087 22.11.26 17:46 Kassa 1 Kassir Ольга К. "
    + items(",", "%", "Aksiya", "Kart")
    + "Endirimsiz 2.982,00 Endiriminiz −392,60 CƏMİ 2.589,40 ₼ "
    "Nağd 3.000,00 Qalıq 410,60 ₼ o cümlədən НДС 20% 431,57 "
    "Марина С. · kart •••• 4821 · Серебро Qənaətiniz 392,60 ₼ "
    "Alışdan əvvəl xal 1.240 Qazanıldı +154 Kartda xal 1.394 "
    "«Золото» səviyyəsinə qalıb 4.980,60 ₼ 320 xal 30.11.26 tarixində yanacaq "
    "Təşəkkür edirik, Марина! Возврат и обмен — 14 дней по этому чеку R1-001087-2211 "
    "¶ 3fa9c01b2e Qeyri-fiskal sənəd",
    ("en", "EUR"): "Non-fiscal document " + HEAD
    + "Receipt 1087 22 Nov 2026, 17:46 Till 1 Cashier Ольга К. "
    + items(".", "%", "Promotion", "Card")
    + "Before discount 2,982.00 Your discount −392.60 TOTAL €2,589.40 "
    "Cash 3,000.00 Change €410.60 incl. НДС 20% 431.57 "
    "Марина С. · card •••• 4821 · Серебро You saved €392.60 "
    "Points before 1,240 Points earned +154 Points on the card 1,394 "
    "To the tier “Золото” €4,980.60 320 points expire on 30 Nov 2026 Thank you, Марина! "
    "Возврат и обмен — 14 дней по этому чеку R1-001087-2211 "
    "Journal 3fa9c01b2e Non-fiscal document",
}  # fmt: skip

COUPONS = {
    ("ru", "RUB"): "Нефискальный документ УЮТНЫЙ ДОМ КУПОН НА СЛЕДУЮЩУЮ ПОКУПКУ −150 ₽ "
    "при чеке от 1 500 ₽ Марина С. · карта •••• 4821 Действует с 23.11.2026 по 20.12.2026 "
    "C-150-7K3M9Q Покажите купон на кассе до оплаты. Один купон на чек. "
    "Только для указанного клиента. Не действует на товары по акции. "
    "Журнал 3fa9c01b2e Нефискальный документ",
    (
        "pl",
        "PLN",
    ): "§ УЮТНЫЙ ДОМ KUPON NA NASTĘPNE ZAKUPY −150 zł "
    "przy zakupach od 1500 zł Марина С. · karta •••• 4821 Ważny od 23.11.2026 do 20.12.2026 "
    "C-150-7K3M9Q Pokaż kupon przy kasie przed zapłatą. Jeden kupon na zakup. "
    "Tylko dla wskazanego klienta. Nie dotyczy towarów w promocji. "
    "Dziennik 3fa9c01b2e §",
    ("az", "AZN"): "Qeyri-fiskal sənəd УЮТНЫЙ ДОМ NÖVBƏTİ ALIŞ ÜÇÜN KUPON −150 ₼ "
    "1.500 ₼ və daha çox alışda Марина С. · kart •••• 4821 23.11.26 – 20.12.26 arası keçərlidir "
    "C-150-7K3M9Q Kuponu ödənişdən əvvəl kassada göstərin. Bir alışda bir kupon. "
    "Yalnız adı göstərilən müştəri üçün. Aksiya mallarına şamil edilmir. "
    "¶ 3fa9c01b2e Qeyri-fiskal sənəd",
    ("en", "EUR"): "Non-fiscal document УЮТНЫЙ ДОМ COUPON FOR THE NEXT PURCHASE −€150 "
    "for a receipt of €1,500 or more Марина С. · card •••• 4821 "
    "Valid from 23 Nov 2026 to 20 Dec 2026 C-150-7K3M9Q "
    "Show the coupon at the till before paying. One coupon per receipt. "
    "Only for the customer named above. Not for goods on promotion. "
    "Journal 3fa9c01b2e Non-fiscal document",
}


@pytest.mark.parametrize("paper", Paper)
@pytest.mark.parametrize("speech", RECEIPTS)
def test_receipt_says_everything_in_order(speech: tuple[str, str], paper: Paper) -> None:
    said = whole(RECEIPTS[speech])
    if paper is Paper.ROLL_58:  # too narrow for address and telephone in one line
        said = said.replace(" · тел.", " тел.")
    assert text_of(render_receipt(spoken(*speech), paper)) == said


@pytest.mark.parametrize("paper", Paper)
@pytest.mark.parametrize("speech", COUPONS)
def test_coupon_says_everything_in_order(speech: tuple[str, str], paper: Paper) -> None:
    assert text_of(render_coupon(COUPON, spoken(*speech), paper)) == whole(COUPONS[speech])


@pytest.mark.parametrize("paper", Paper)
def test_shift_summary_says_everything_in_order(paper: Paper) -> None:
    assert text_of(render_shift(SHIFT, paper)) == whole(
        "§ PRZYTULNY DOM ul. Ogrodowa 12 Podsumowanie zmiany "
        "Zmiana 214 Kasa 1 Otwarcie 22.11.2026 09:02 Wydruk 22.11.2026 21:05 Kasjer Olga K. "
        "Pokwitowania nr 1001–1087 Sprzedaż (87) 12 345,50 Zwroty (2) 99,90 Obrót 12 245,60 zł "
        "Udzielone rabaty 456,00 Punkty naliczone 431 Punkty wykorzystane 1200 "
        "Gotówka 5000,00 Karta · Terminal 2 7245,60 VAT 23% 2289,83 "
        "Pogotowie kasowe 200,00 Wpłata 50,00 Wypłata −1000,00 "
        "Powinno być w kasie 4250,00 Policzono 4249,00 zł Różnica −1,00 zł "
        "Dziennik 3fa9c01b2e §"
    )


def test_x_report_is_called_so_and_hides_what_a_blind_count_must_not_know() -> None:
    slip = replace(SHIFT, kind="x_report", expected=None, counted=None, difference=None)
    text = text_of(render_shift(slip, Paper.ROLL_80))
    assert "Raport X" in text
    assert "Powinno być" not in text
    assert "Policzono" not in text


@pytest.mark.parametrize(("language", "word"), [("ru", "КОПИЯ"), ("pl", "KOPIA"),
                                                ("az", "SURƏT"), ("en", "COPY")])  # fmt: skip
def test_a_copy_says_so_and_an_original_does_not(language: str, word: str) -> None:
    receipt = spoken(language, "EUR")
    assert word in text_of(render_receipt(receipt, Paper.ROLL_80, copy=True)).split()
    assert word not in text_of(render_receipt(receipt, Paper.ROLL_80)).split()


def test_the_non_fiscal_words_are_in_the_shops_language() -> None:
    receipt = replace(RECEIPT, shop=replace(SHOP, language="pl"))
    text = text_of(render_receipt(receipt, Paper.ROLL_80, language="en"))
    assert text.startswith(whole("§ "))
    assert text.endswith(whole(" §"))
    assert "TOTAL" in text


# -- bytes ----------------------------------------------------------------------------------------


def test_equal_slips_are_equal_bytes_whatever_was_drawn_before() -> None:
    first = render_receipt(RECEIPT, Paper.ROLL_80)
    render_coupon(COUPON, spoken("az", "AZN"), Paper.ROLL_58)
    assert render_receipt(RECEIPT, Paper.ROLL_80) == first
    assert render_receipt(replace(RECEIPT, change=41061), Paper.ROLL_80) != first


def test_equal_slips_are_equal_bytes_in_another_process(project_root: Path) -> None:
    code = (
        "import hashlib\n"
        "from pos_app.adapters.documents import render_receipt\n"
        "from pos_app.services.documents import Paper\n"
        "from tests.adapters.documents.slips import RECEIPT\n"
        "print(hashlib.sha256(render_receipt(RECEIPT, Paper.ROLL_80)).hexdigest())\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], cwd=project_root, capture_output=True, text=True, check=True
    )
    ours = hashlib.sha256(render_receipt(RECEIPT, Paper.ROLL_80)).hexdigest()
    assert ran.stdout.strip() == ours
