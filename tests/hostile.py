"""Texts that mean to be more than text, and what is to be kept of each.

Whatever a person, a file or a scanner can put into a field is in here at least once: markup,
formulas, format strings, SQL, paths, control and invisible signs, other writing directions,
spellings that look alike, and numbers that must never be kept.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Nasty:
    """``typed`` as it comes in; ``kept`` as it stays, None where it is refused."""

    name: str
    typed: str
    kept: str | None


def _as_it_is(name: str, text: str) -> Nasty:
    return Nasty(name=name, typed=text, kept=text)


PLAIN = (
    _as_it_is("bold", "<b>bold</b>"),
    _as_it_is("image", "<img src=file:///etc/passwd>"),
    _as_it_is("link", '<a href="http://x.test/">x</a>'),
    _as_it_is("script", "<script>alert(1)</script>"),
    _as_it_is("qt", "<qt><h1>Total 0.00</h1></qt>"),
    _as_it_is("para", "<para><font size=99>x</font></para>"),
    _as_it_is("entity", "Fish &amp; chips &lt; &#x41;"),
    _as_it_is("mnemonic", "Salt & &Pepper &&"),
    _as_it_is("percent", "%s %d %n %(name)s 100%"),
    _as_it_is("braces", "{0} {name} {{n}} {name.__class__}"),
    _as_it_is("template", "${HOME} $(id) `id` {{7*7}}"),
    _as_it_is("formula", "=cmd|' /C calc'!A0"),
    _as_it_is("hyperlink", '=HYPERLINK("http://x.test","x")'),
    _as_it_is("plus", "+1+1"),
    _as_it_is("minus", "-2+3"),
    _as_it_is("at", "@SUM(A1:A9)"),
    _as_it_is("quotes", "\"double\" 'single' \u201etypo\u201d"),
    _as_it_is("sql", "'; DROP TABLE sale; --"),
    _as_it_is("union", "x' OR '1'='1' UNION SELECT pin_hash FROM person --"),
    _as_it_is("like", "100%_\\%"),
    _as_it_is("fts", 'NEAR( * " OR a AND -b ^c name:x'),
    _as_it_is("path", "../../../etc/passwd"),
    _as_it_is("windows path", "..\\..\\CON.txt:stream"),
    _as_it_is("shell", "; rm -rf / | true && false"),
    _as_it_is("json", '{"total": 0, "x": ["\\u0000"]}'),
    _as_it_is("escpos words", "GS V 0 ESC p"),
    _as_it_is("emoji", "\U0001f9fc Soap \U0001f469\u200d\U0001f4bb \u2764\ufe0f"),
    _as_it_is("chinese", "肥皂 香皂"),
    _as_it_is("arabic", "صابون معطر"),
    _as_it_is("hebrew", "סבון ריחני 12"),
    _as_it_is("turkic i", "İı Iİ ışıq İstanbul"),
    _as_it_is("sharp s", "Straße GROSS ẞ"),
    _as_it_is("ligature", "ﬁne ﬂour"),
    _as_it_is("ohm", "Ω Å"),
    _as_it_is("long word", "Donaudampfschifffahrtsgesellschaftskapitän"),
    _as_it_is("dashes", "— – − ‑"),
    _as_it_is("null word", "null None nan undefined"),
)
CHANGED = (
    Nasty(name="tab", typed="a\tb", kept="a b"),
    Nasty(name="breaks", typed="one\r\ntwo\rthree\nfour", kept="one two three four"),
    Nasty(name="nul", typed="nu\x00l", kept="nul"),
    Nasty(name="control", typed="\x1b@so\x1dV\x00ap\x07", kept="@soVap"),
    Nasty(name="tab formula", typed="\t=2+2", kept="=2+2"),
    Nasty(name="surrogate", typed="ha\ud800lf\udfff", kept="half"),
    Nasty(name="override", typed="exe.\u202egnp", kept="exe.gnp"),
    Nasty(name="isolates", typed="\u2066left\u2069 \u2067right\u2069", kept="left right"),
    Nasty(name="zero width", typed="Ni\u200bna\ufeff", kept="Nina"),
    Nasty(name="soft hyphen", typed="soft\u00adly", kept="softly"),
    Nasty(name="decomposed", typed="Cafe\u0301 Zo\u0308e", kept="Caf\u00e9 Z\u00f6e"),
    Nasty(name="tower", typed="Z" + "\u0335" * 90 + "algo", kept="Z\u0335\u0335\u0335\u0335algo"),
    Nasty(name="line separator", typed="a\u2028b\u2029c", kept="a b c"),
    Nasty(name="wide blanks", typed="\u3000w\u2003b ", kept="w b"),
    Nasty(name="private", typed="a\ue000b", kept="ab"),
)
REFUSED = (
    Nasty(name="bank card", typed="4111111111111111", kept=None),
    Nasty(name="bank card in words", typed="card 5555 5555 5555 4444 exp", kept=None),
    Nasty(name="amex", typed="378282246310005", kept=None),
    Nasty(name="hidden bank card", typed="4111\u200b1111\u200b1111\u200b1111", kept=None),
    Nasty(name="track", typed="%B4111111111111111^DOE/JOHN^25121010000000000?", kept=None),
    Nasty(name="track two", typed=";4111111111111111=25121010000000000?", kept=None),
    Nasty(name="endless", typed="A" * 5000, kept=None),
)
CORPUS = PLAIN + CHANGED + REFUSED
KEPT = PLAIN + CHANGED
"""What stays, at most 60 characters each."""

EMPTY = ("", " ", "\x00", "\u200b\u200d", "\u3164", "\ud800", "\u202e\n\t")
"""Nothing to be seen: refused where something must be entered."""
