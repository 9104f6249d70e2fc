"""Read QR codes in a picture. The libraries are imported when the first picture comes."""

from __future__ import annotations

from io import BytesIO

_FORMATS = ("JPEG", "PNG", "WEBP")
_PIXELS = 20_000_000  # in a picture; more is refused before any is unpacked
_SIDE = 2_560  # pixels, as in Telegram's largest photos; what is larger is made smaller


class NoPicture(Exception):
    """These bytes are no picture that can be looked at; says why."""


def codes_in(data: bytes) -> tuple[str, ...]:
    """The texts of a picture's codes, as far as they hold any. Takes a while: for a thread.

    Raises:
        NoPicture: it is cut, too large or something else.
    """
    import zxingcpp
    from PIL import Image

    try:
        with Image.open(BytesIO(data), formats=_FORMATS) as opened:
            if opened.width * opened.height > _PIXELS:
                raise NoPicture(f"{opened.width} × {opened.height} pixels")
            opened.draft("L", (_SIDE, _SIDE))
            clear = opened.has_transparency_data
            grey = opened.convert("LA" if clear else "L")
        grey.thumbnail((_SIDE, _SIDE))
        if clear:
            shown = Image.new("L", grey.size, 255)
            shown.paste(grey.getchannel("L"), mask=grey.getchannel("A"))
            grey = shown
        found = zxingcpp.read_barcodes(grey, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode))
        return tuple(dict.fromkeys(code.text for code in found if code.text))
    except NoPicture:
        raise
    except Exception as error:  # decoders of pictures raise whatever their bytes make them
        raise NoPicture(f"{type(error).__name__}: {error}"[:200]) from error
