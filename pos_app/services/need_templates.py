"""Rules a shop begins with: needs that goods tell of in any of the four languages.

Words are folded (lower-case ASCII, as ``i18n.fold`` makes them).
"""

from __future__ import annotations

from typing import Final

from pos_app.domain.need import NeedRule
from pos_app.domain.questionnaire import Wording

READY: Final[tuple[NeedRule, ...]] = (
    NeedRule(
        key="baby",
        wording=Wording(
            en="small children at home",
            ru="дома маленькие дети",
            pl="małe dzieci w domu",
            az="evdə kiçik uşaqlar",
        ),
        words=("diaper", "nappy", "baby", "podguzn", "detsk", "pieluch", "dzieciec", "usaq"),
    ),
    NeedRule(
        key="pets",
        wording=Wording(
            en="a pet at home", ru="дома питомец", pl="zwierzę w domu", az="evdə heyvan"
        ),
        words=("cat food", "dog food", "cat litter", "dlya kosh", "dlya sobak", "koshach",
               "napolnitel", "dla kota", "dla psa", "zwirek", "pisik", "it yemi"),
    ),
    NeedRule(
        key="sensitive",
        wording=Wording(
            en="sensitive skin", ru="чувствительная кожа", pl="wrażliwa skóra", az="həssas dəri"
        ),
        words=("sensitive", "hypoallerg", "gipoallerg", "chuvstvitel", "hipoalerg", "wrazliw",
               "hessas", "hipoallerg"),
    ),
    NeedRule(
        key="unscented",
        wording=Wording(
            en="prefers unscented", ru="лучше без запаха", pl="woli bezzapachowe",
            az="ətirsiz üstündür",
        ),
        words=("unscented", "fragrance free", "bez zapakha", "bez otdush", "bezzapach",
               "bez zapachu", "etirsiz"),
    ),
    NeedRule(
        key="eco",
        wording=Wording(
            en="looks for eco goods", ru="выбирает эко", pl="wybiera eko", az="eko məhsul seçir"
        ),
        words=("eco", "biodegr", "refill", "eko", "biorazlag", "zapasn", "bio"),
        receipts=3,
    ),
)  # fmt: skip
"""For every shop; the owner sees them and switches them off."""
