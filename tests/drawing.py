"""Pictures with QR codes, drawn for tests."""

from __future__ import annotations

import base64
from io import BytesIO

import zxingcpp
from PIL import Image

from tests.servers import Json


def code(text: str, scale: int = 5) -> Image.Image:
    """A QR code by itself, with its margin."""
    barcode = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode)
    return Image.fromarray(barcode.to_image(scale=scale)).copy()


def encoded(picture: Image.Image, kind: str = "PNG") -> bytes:
    """The bytes of a picture."""
    out = BytesIO()
    picture.save(out, kind)
    return out.getvalue()


def poster(*texts: str) -> Image.Image:
    """A photo-like picture with a code for each text, turned a little, on a coloured ground."""
    drawn = Image.linear_gradient("L").resize((1280, 960)).convert("RGB")
    for number, text in enumerate(texts):
        turned = code(text).convert("RGB").rotate(7, expand=True, fillcolor="white")
        drawn.paste(turned, (120 + 560 * number, 300))
    return drawn


def medium(content: bytes, kind: str = "photo", name: str = "") -> Json:
    """The picture as somebody sends it in the local Telegram."""
    return {"kind": kind, "name": name, "content": base64.b64encode(content).decode()}
