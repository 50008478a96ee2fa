"""A changed field of the designer, brought into the definition."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from pos_app.domain.questionnaire import (
    CHOICES,
    LANGUAGES,
    TYPES,
    Language,
    Question,
    Questionnaire,
    targets_of,
    whole,
)
from pos_app.presenters import questionnaire_edits as edits


def edited(
    name: str,
    definition: Questionnaire,
    chosen: str,
    key: str,
    text: str,
    *,
    language: Language,
    shop_language: str,
    new_id: Callable[[], str],
) -> tuple[str, Questionnaire]:
    """Name and definition after a field was changed.

    Keys: ``name``, ``layout``, ``reward`` ("1" or ""); ``text|<key>`` in the language of the tab or
    ``text|<key>|@<language>`` in another (keys of ``questionnaire_edits.with_text``); of the
    question in the middle ``kind``, ``target``, ``required``, ``low``, ``high``, ``match``,
    ``saved`` or ``saved|<option>``, ``other|<option>``, and ``condition|<place>|<part>``.
    """
    if key == "name":
        return text, definition
    if key == "reward":
        return name, replace(definition, reward=bool(text))
    if key == "layout":
        layout: Any = text if text in ("page", "steps") else "page"
        return name, replace(definition, layout=layout)
    if key.startswith("text|"):
        path, _, other = key.removeprefix("text|").partition("|@")
        spoken = next((one for one in LANGUAGES if one == other), language)
        return name, edits.with_text(definition, path, spoken, text)
    question = definition.question(chosen)
    if question is None:
        return name, definition
    return name, definition.put(
        _question(definition, question, key, text, shop_language=shop_language, new_id=new_id)
    )


def _question(
    definition: Questionnaire,
    question: Question,
    key: str,
    text: str,
    *,
    shop_language: str,
    new_id: Callable[[], str],
) -> Question:
    field, _, rest = key.partition("|")
    if field == "kind":
        kind = next((one for one in TYPES if one == text), question.kind)
        return edits.with_type(question, kind, new_id)
    if field == "target":
        fits = [one for one in targets_of(question.kind) if one == text]
        return edits.with_target(question, fits[0] if fits else "", shop_language)
    if field == "required":
        return replace(question, required=bool(text))
    if field == "match":
        match: Any = text if text in ("all", "any") else "all"
        return replace(question, match=match)
    if field in ("low", "high"):
        bound: dict[str, Any] = {field: whole(text.strip())}
        return replace(question, **bound)
    if field == "saved":
        return _saved(question, rest, text)
    if field == "other":
        return edits.with_option(question, rest, lambda one: replace(one, other=bool(text)))
    if field == "condition":
        return _condition(definition, question, rest, text)
    return question


def _saved(question: Question, option_id: str, text: str) -> Question:
    if question.kind not in CHOICES:
        return replace(question, key=text)
    return edits.with_option(question, option_id, lambda one: replace(one, key=text))


def _condition(definition: Questionnaire, question: Question, rest: str, text: str) -> Question:
    place_text, _, part = rest.partition("|")
    conditions = tuple(
        edits.changed_condition(definition, one, part, text) if str(place) == place_text else one
        for place, one in enumerate(question.conditions)
    )
    return replace(question, conditions=conditions)
