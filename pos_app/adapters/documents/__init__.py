"""Paper: receipts, coupons and shift slips drawn from saved snapshots."""

from pos_app.adapters.documents.coupon import render_coupon
from pos_app.adapters.documents.raster import rasterise, to_png
from pos_app.adapters.documents.receipt import render_receipt
from pos_app.adapters.documents.renderer import SlipDrawer
from pos_app.adapters.documents.shift import render_shift

__all__ = [
    "SlipDrawer",
    "rasterise",
    "render_coupon",
    "render_receipt",
    "render_shift",
    "to_png",
]
