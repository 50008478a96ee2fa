"""Ways onto paper: receipt printers, a PDF folder, and the worker that feeds them."""

from pos_app.adapters.printing.factory import make_printer
from pos_app.adapters.printing.spooler import Spooler

__all__ = ["Spooler", "make_printer"]
