"""Reads and writes pictures as `scipy.misc` did until SciPy 1.2, by Pillow.

References:
    SciPy 1.1.0, `scipy/misc/pilutil.py`.
"""

import numpy as np
from PIL import Image

__all__ = ["bytescale", "fromimage", "imread", "imresize", "imrotate", "imsave", "toimage"]


def bytescale(data, cmin=None, cmax=None, high=255, low=0):
    """Scale an array so that `cmin` becomes `low` and `cmax` `high`, as uint8; uint8 as it is."""
    data = np.asarray(data)
    if data.dtype == np.uint8:
        return data
    if not 0 <= low <= high <= 255:
        raise ValueError(f"0 <= low <= high <= 255 must hold, got low={low}, high={high}")
    cmin = data.min() if cmin is None else cmin
    cmax = data.max() if cmax is None else cmax
    if cmax < cmin:
        raise ValueError("`cmax` should be larger than `cmin`.")
    scale = float(high - low) / ((cmax - cmin) or 1)
    scaled = (data - cmin) * scale + low
    return (scaled.clip(low, high) + 0.5).astype(np.uint8)


def fromimage(im, flatten=False, mode=None):
    """Return a picture as an array, in grey levels (float32) if `flatten`."""
    if mode is not None and mode != im.mode:
        im = im.convert(mode)
    elif im.mode == "P":
        im = im.convert("RGBA" if "transparency" in im.info else "RGB")
    if flatten:
        im = im.convert("F")
    elif im.mode == "1":
        im = im.convert("L")
    return np.array(im)


def imread(name, flatten=False, mode=None):
    """Read a picture from a file as an array [height, width, channels]."""
    with Image.open(name) as im:
        return fromimage(im, flatten, mode)


def toimage(arr, high=255, low=0, cmin=None, cmax=None, pal=None, mode=None, channel_axis=None):
    """Make a picture of an array, scaled from its least to its greatest value."""
    data = np.asarray(arr)
    if data.ndim == 2:
        if mode == "F":
            return Image.fromarray(data.astype(np.float32))
        picture = Image.fromarray(bytescale(data, cmin, cmax, high, low))
        if pal is not None:
            picture.putpalette(np.asarray(pal, np.uint8).tobytes())
        return picture if mode in (None, "L", "P") else picture.convert(mode)
    if data.ndim != 3 or not {3, 4} & set(data.shape):
        raise ValueError("'arr' does not have a suitable array shape for any mode.")
    if channel_axis is None:
        channels = (3, 4) if 3 in data.shape else (4,)
        channel_axis = next(
            axis for number in channels for axis in (2, 0, 1) if data.shape[axis] == number
        )
    data = np.moveaxis(bytescale(data, cmin, cmax, high, low), channel_axis, 2)
    picture = Image.fromarray(np.ascontiguousarray(data))
    return picture if mode in (None, picture.mode) else picture.convert(mode)


def imsave(name, arr, format=None):
    """Write an array as a picture."""
    toimage(arr, channel_axis=2 if np.ndim(arr) == 3 else None).save(name, format)


def imresize(arr, size, interp="bilinear", mode=None):
    """Resize a picture: to a percentage (int), a fraction (float) or (height, width)."""
    im = toimage(arr, mode=mode)
    if isinstance(size, int | np.integer):
        size = tuple((np.array(im.size) * (size / 100.0)).astype(int))
    elif isinstance(size, float | np.floating):
        size = tuple((np.array(im.size) * size).astype(int))
    else:
        size = (size[1], size[0])
    names = {"cubic": "BICUBIC"}
    method = Image.Resampling[names.get(interp, interp.upper())]
    return fromimage(im.resize(tuple(map(int, size)), resample=method))


def imrotate(arr, angle, interp="bilinear"):
    """Rotate a picture counter-clockwise by an angle in degrees."""
    names = {"cubic": "BICUBIC"}
    method = Image.Resampling[names.get(interp, interp.upper())]
    return fromimage(toimage(arr).rotate(angle, resample=method))
