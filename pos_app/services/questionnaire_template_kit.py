"""What ready questionnaires are made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from pos_app.domain.questionnaire import Kind, Option, Questionnaire, Wording


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """A ready questionnaire; ``name`` is what the shop will call it."""

    kind: Kind
    name: Wording
    definition: Questionnaire


def words(en: str, ru: str, pl: str, az: str) -> Wording:
    return Wording(en=en, ru=ru, pl=pl, az=az)


def option(option_id: str, en: str, ru: str, pl: str, az: str, *, key: str = "") -> Option:
    return Option(id=option_id, wording=words(en, ru, pl, az), key=key)


def other_option() -> Option:
    return Option(id="other", wording=words("Something else", "Другое", "Coś innego", "Başqa"),
                  other=True)  # fmt: skip


NONE: Final = option("none", "None of these", "Ничего из этого", "Nic z tego", "Heç biri")
THANKS: Final = words(
    "Thank you! This helps us to serve you better.",
    "Спасибо! Это поможет нам стать лучше для вас.",
    "Dziękujemy! Dzięki temu lepiej Państwa obsłużymy.",
    "Təşəkkür edirik! Bu, sizə daha yaxşı xidmət etməyə kömək edəcək.",
)
