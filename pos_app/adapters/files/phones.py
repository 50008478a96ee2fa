"""Phone numbers of the world, by Google's tables (``phonenumberslite``)."""

from __future__ import annotations


class Phones:
    """See :class:`pos_app.services.customers.PhonePort`."""

    def e164(self, text: str, region: str) -> str | None:
        """``text`` as ``+994501234567`` read from within ``region``, None when no such number is.

        The tables take 30 ms to load, so the first number loads them, not the start of the program.
        """
        import phonenumbers

        try:
            number = phonenumbers.parse(text, region or None)
        except phonenumbers.NumberParseException:
            return None
        if number.extension or not phonenumbers.is_valid_number(number):
            return None
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
