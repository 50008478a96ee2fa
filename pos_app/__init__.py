"""Offline point-of-sale loyalty: the till, the programme, the customer, the owner's desk."""

__version__ = "0.1.0"
