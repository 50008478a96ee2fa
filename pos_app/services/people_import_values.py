"""Reading what a table says of a person: phones, e-mails, yes and no, languages, card numbers.

Each reader takes text and gives the value, or raises
:class:`~pos_app.services.import_values.UnreadableError` with the reason's code.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from pos_app.domain.bank_card import is_bank_card
from pos_app.domain.errors import PosError
from pos_app.domain.gtin import normalise_gtin
from pos_app.services import import_values
from pos_app.services.cards import checked_number
from pos_app.services.customers import PhonePort
from pos_app.services.import_values import UnreadableError

_NOTHING_TEXT: Final = (
    "- -- — – . 0 нет нету n/a na none null nil nan undefined brak yox yoxdur б/н б.н. x "
    "unknown неизвестно (пусто) <пусто> (null) _"
)
NOTHING: Final = frozenset(_NOTHING_TEXT.split()) | {
    "не указан",
    "не указано",
    "нет данных",
    "no data",
    "brak danych",
}
"""What people write into a cell that has nothing to say."""

_TEXT_FORMULA: Final = re.compile(r'="?([^"]*)"?')
_EXPONENT: Final = re.compile(r"([0-9])[.,]?([0-9]*)[eE]\+?([0-9]{1,2})")
_ERROR: Final = re.compile(r"#(?:REF!|N/A|VALUE!|DIV/0!|NAME\?|NULL!|NUM!|#+)")
_PARTED: Final = re.compile(r"\s*(?::::|[;,/|\n]|\s(?:или|or|lub|və ya|i|и|və)\s)\s*")
_EXTENSION: Final = re.compile(
    r"[\s,;]*(?:доб(?:авочный)?|ext(?:ension)?|wewn?(?:ętrzny)?|dax(?:ili)?|əlavə|вн|x)\.?:?\s*"
    r"([0-9]{1,6})\b",
    re.IGNORECASE,
)
_NUMBER: Final = re.compile(r"\+?[0-9(][0-9()\s.\-‐-―−]*[0-9]")
_EMAIL: Final = re.compile(r"[^\s@<>()\[\]\\,;:\"]{1,64}@(?:[^\s@.<>,;:\"()]+\.)+[^\s@.\W\d]{2,63}")
_MAILBOX: Final = re.compile(r"<([^<>]+)>")
_LANGUAGES: Final = {
    "en": "en eng english английский англ angielski ingilis en-us en-gb",
    "ru": "ru rus russian русский рус rosyjski rus rusca ru-ru",
    "pl": "pl pol polish польский польск polski polyak pl-pl",
    "az": "az aze azerbaijani азербайджанский азерб azerbejdżański azərbaycan azərbaycanca az-az",
}
_LANGUAGE_OF: Final = {word: code for code, words in _LANGUAGES.items() for word in words.split()}
_YES_TEXT: Final = (
    "subscribed согласен согласна есть zgoda zgadzam var razıyam on вкл agreed given opted-in "
    "дал дала активна aktywna ✓ ✔ v √ true. ok"
)
_YES: Final = frozenset(_YES_TEXT.split())
_NO_TEXT: Final = (
    "unsubscribed отказ brak off выкл нету yoxdur razı-deyil opted-out never denied отписан "
    "отписана bounced ✗ ✘"
)
_NO: Final = frozenset(_NO_TEXT.split()) | {
    "не согласен",
    "не согласна",
    "нет согласия",
    "brak zgody",
    "not subscribed",
    "razı deyil",
}


@dataclass(frozen=True, slots=True)
class Phone:
    """A number in E.164 and what stood beside it: an extension, whose it is."""

    number: str
    label: str = ""


def plain_cell(text: str) -> str:
    """A cell without what spreadsheets wrap codes in: ``="007"``, a leading apostrophe.

    Raises :class:`UnreadableError` ``cell_error`` for a spreadsheet's error, ``letters_lost`` where
    the file's alphabet could not be read.
    """
    if "\ufffd" in text:
        raise UnreadableError("letters_lost")
    stripped = text.strip()
    if _ERROR.fullmatch(stripped):
        raise UnreadableError("cell_error", text=stripped[:20])
    if stripped.startswith('="') and (found := _TEXT_FORMULA.fullmatch(stripped)):
        return found[1]
    return stripped[1:] if stripped.startswith("'") else text


def is_nothing(text: str) -> bool:
    """Whether a cell only says that there is nothing."""
    return text.strip().casefold() in NOTHING


def figures(text: str) -> str:
    """``text`` in plain digits and signs: wide figures and odd blanks made ordinary."""
    return unicodedata.normalize("NFKC", text).strip()


def whole_number(text: str) -> str:
    """A code that a spreadsheet may have turned into a figure: ``7.9161234567E+10``, ``123.0``.

    Raises :class:`UnreadableError` ``exponent`` where digits were lost on the way.
    """
    found = _EXPONENT.fullmatch(text)
    if found:
        digits, power = found[1] + found[2], int(found[3])
        if len(found[2]) < power or len(found[2].rstrip("0")) > power:
            raise UnreadableError("exponent", text=text[:40])
        return digits[: power + 1]
    return re.sub(r"(?<=[0-9])\.0$", "", text)


def phones(text: str, port: PhonePort, region: str) -> tuple[Phone, ...]:
    """The numbers of a cell, each once.

    Raises :class:`UnreadableError`: ``phone`` for what is none, ``exponent``, ``bank_card_number``.
    """
    wide = whole_number(figures(text).removeprefix("tel:"))
    if is_bank_card(wide) and port.e164(wide, region) is None and normalise_gtin(wide) is None:
        raise UnreadableError("bank_card_number")
    found: dict[str, Phone] = {}
    for part in _PARTED.split(_EXTENSION.sub(lambda at: f" ext. {at[1]}", wide)):
        if part and not is_nothing(part):
            phone = _phone(part, port, region)
            found.setdefault(phone.number, phone)
    return tuple(found.values())


def _phone(part: str, port: PhonePort, region: str) -> Phone:
    extension = _EXTENSION.search(part)
    bare = part[: extension.start()] if extension else part
    digits = _NUMBER.search(bare)
    if digits is None:
        raise UnreadableError("phone", text=part[:40])
    around = (bare[: digits.start()] + " " + bare[digits.end() :]).strip(" .,:;()-")
    number = _e164(digits.group(), port, region)
    if number is None:
        raise UnreadableError("phone", text=part[:40])
    words = [f"ext. {extension[1]}"] if extension else []
    if re.search(r"[^\W\d]{2}", around) and not _is_phone_word(around):
        words.append(" ".join(around.split()))
    return Phone(number, ", ".join(words)[:60])


def _is_phone_word(text: str) -> bool:
    return text.casefold().strip(" .:") in {"тел", "tel", "моб", "mob", "phone", "m", "t", "kom"}


def _e164(text: str, port: PhonePort, region: str) -> str | None:
    """By the shop's country; a long number that is none there may lack its plus."""
    number = port.e164(text, region)
    digits = "".join(sign for sign in text if sign.isdigit())
    if number is None and len(digits) >= 11 and not text.startswith("+"):
        number = port.e164("+" + digits.removeprefix("00"), region)
    return number


def emails(text: str) -> tuple[str, ...]:
    """The addresses of a cell, each once, their hosts in small letters.

    Raises :class:`UnreadableError` ``email``.
    """
    found: dict[str, str] = {}
    wide = figures(text)
    for part in _MAILBOX.findall(wide) or re.split(r":::|[\s;,|]+", wide):
        bare = part.strip().removeprefix("mailto:").strip("<>'\"")
        if not bare or is_nothing(bare):
            continue
        if not _EMAIL.fullmatch(bare) or ".." in bare or len(bare) > 254:
            raise UnreadableError("email", text=bare[:60])
        name, _, host = bare.rpartition("@")
        found.setdefault(bare.casefold(), f"{name}@{host.lower()}")
    return tuple(found.values())


def consent(text: str) -> bool:
    """Yes or no; raises :class:`UnreadableError` ``not_yes_no``."""
    word = " ".join(text.casefold().replace("i̇", "i").split())
    if word in _YES or word in _NO:
        return word in _YES
    return import_values.yes_no(word)


def language(text: str) -> str:
    """One of the program's languages, "" for another."""
    return _LANGUAGE_OF.get(text.casefold().replace("i̇", "i").replace("_", "-"), "")


def card(text: str, prefix: str) -> str:
    """A card's number as it is kept.

    Raises :class:`UnreadableError`: ``bank_card_number``, ``card_number``, ``exponent``.
    """
    wide = whole_number(figures(text))
    try:
        return checked_number(wide, prefix)
    except PosError as refused:
        if refused.code == "bank_card":
            raise UnreadableError("bank_card_number") from None
        raise UnreadableError("card_number", card=f"•••• {wide[-4:]}") from None
