"""A small picture to send: a bar chart as a PNG file."""

from __future__ import annotations

import random
from io import BytesIO

WIDTH, HEIGHT, BARS, MARGIN = 480, 320, 9, 28
PAPER, GREY, TEAL, LINE = "#f7faf9", "#c3cdcb", "#109486", "#8a9996"


def bar_chart(seed: int) -> bytes:
    """Grey bars with one in colour; the same seed draws the same ones."""
    from PIL import Image, ImageDraw

    draw = random.Random(seed)
    heights = [draw.uniform(0.2, 0.95) * (HEIGHT - 2 * MARGIN) for _ in range(BARS)]
    marked = draw.randrange(BARS)
    image = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    pen, ground, slot = ImageDraw.Draw(image), HEIGHT - MARGIN, (WIDTH - 2 * MARGIN) // BARS
    for number, height in enumerate(heights):
        left = MARGIN + number * slot + slot // 6
        right = left + slot - slot // 3 - 1
        pen.rectangle((left, ground - int(height), right, ground - 1), TEAL if number == marked else GREY)
    pen.rectangle((MARGIN, ground, WIDTH - MARGIN - 1, ground + 1), LINE)
    file = BytesIO()
    image.save(file, "PNG")
    return file.getvalue()
