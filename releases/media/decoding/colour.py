"""The colour that a picture mostly has, for the place where it will be."""

from PIL import Image

SAMPLE = 64
BOXES = 8


def dominant(picture: Image.Image) -> str:
    """The fullest of eight boxes (median cut) of 64 x 64 samples, on white where there is transparency, as ``#rrggbb``.

    The plain average of a red flag on a green field is a brown that is nowhere in it. Samples are taken, not averaged, for
    the same reason; it also needs no second copy of fifty megapixels.
    """
    small = picture.resize((min(SAMPLE, picture.width), min(SAMPLE, picture.height)), Image.Resampling.NEAREST)
    if small.mode == "RGBA":
        small = Image.alpha_composite(Image.new("RGBA", small.size, "white"), small).convert("RGB")
    boxes = small.quantize(BOXES, Image.Quantize.MEDIANCUT)
    counts = boxes.getcolors() or [(1, 0)]
    fullest = int(max(counts)[1])  # type: ignore[call-overload]
    red, green, blue = (boxes.getpalette() or [0, 0, 0])[fullest * 3 : fullest * 3 + 3]
    return f"#{red:02x}{green:02x}{blue:02x}"
