"""Infers with any model, batch by batch: arrays, CSV and images in, CSV and arrays out."""

import csv
import io
from pathlib import Path

import numpy as np
import tqdm

from tf1_graphs import files
from tf1_graphs.errors import InputError
from tf1_graphs.exporting.opening import opened
from tf1_graphs.inspection.values import of_arrays

IMAGES = (".png", ".jpg", ".jpeg", ".bmp", ".gif")
MOST_COLUMNS = 1000


def predict(source, data, output=None, batch_size=100, scale=255.0, say=print, **names):
    """Infer with a model, and write what it says of each example.

    Args:
        source: what `opened` takes.
        data: files: `.npz` with arrays by input name, `.npy`, `.csv`, images or a folder of them;
            `INPUT=FILE` where the model has several inputs.
        output: `.csv` or `.npz` file; None prints the first examples.
        batch_size: examples that are inferred at once.
        scale: images' values, from 0 to 255, are divided by it.
        say: function that prints a line.
        names: `checkpoint`, `inputs`, `outputs`, `feeds` and `rename` of `opened`.

    Returns:
        Arrays by output name.

    Raises:
        InputError: the model cannot be run, or not on these data.
        OSError: the output cannot be written.
    """
    with opened(source, say=say, **names) as model:
        arrays = _arrays(model, data, scale)
        count = len(next(iter(arrays.values())))
        parts = []
        with tqdm.tqdm(total=count, unit="example", disable=None) as bar:
            for start in range(0, count, batch_size):
                batch = {name: array[start : start + batch_size] for name, array in arrays.items()}
                parts.append(_run(model, batch, batch_size))
                bar.update(len(next(iter(batch.values()))))
    found = {name: _joined([part[name] for part in parts]) for name in model.outputs}
    for name, array in found.items():
        say(f"{name}: {array.dtype.name} {list(array.shape)}, of {count} examples")
    if output:
        _write(Path(output), found, count)
    else:
        for row in list(_rows(found, count))[:11]:
            say(",".join(row))
    return found


def _joined(parts):
    return np.concatenate(parts) if np.ndim(parts[0]) else np.stack(parts)


def _run(model, batch, batch_size):
    """Run a batch; a model of a fixed number of examples gets so many, and what is over is cut."""
    size = len(next(iter(batch.values())))
    fixed = [sizes[0] for _, sizes in model.inputs.values() if sizes and sizes[0] is not None]
    if not fixed or fixed[0] == size:
        return model.run(batch)
    if size > fixed[0]:
        raise InputError(
            f"{model.title} takes {fixed[0]} examples at a time: --batch-size {fixed[0]}"
        )
    filled = {
        name: np.concatenate([array, np.repeat(array[-1:], fixed[0] - size, axis=0)])
        for name, array in batch.items()
    }
    return {name: array[:size] for name, array in model.run(filled).items()}


def _arrays(model, data, scale):
    """Return the arrays by input name that files hold."""
    if not data:
        takes = ", ".join(
            f"{name} {list(sizes or [])}" for name, (_, sizes) in model.inputs.items()
        )
        raise InputError(
            f"{model.title} takes {takes or 'nothing'}: name a file of arrays (.npz, .npy), a .csv "
            "or images"
        )
    given = {}
    for text in data:
        name, equals, path = text.rpartition("=")
        if Path(text).suffix == ".npz" and not equals:
            held = of_arrays(text)
            known = [key for key in held.shapes if key in model.inputs]
            if not known and len(held.shapes) == len(model.inputs) == 1:
                given[next(iter(model.inputs))] = held.read(next(iter(held.shapes)))
                continue
            given |= {key: held.read(key) for key in known}
            continue
        name = name or next((key for key in model.inputs if key not in given), "")
        if name not in model.inputs:
            raise InputError(
                f"{text}: the model has no input {name or 'left'}; it has {', '.join(model.inputs)}"
            )
        if path.lower().endswith(IMAGES) or Path(path).is_dir():
            image = _images(Path(path), *model.inputs[name], scale)
            given[name] = np.concatenate([given[name], image]) if name in given else image
        else:
            given[name] = _table(Path(path), name)
    if missing := [name for name in model.inputs if name not in given]:
        raise InputError(
            f"no data for the input {missing[0]}: name a file by {missing[0]}=FILE, or an .npz "
            "file that has an array of this name"
        )
    arrays = {name: _fitted(given[name], name, *spec) for name, spec in model.inputs.items()}
    counts = {name: len(array) for name, array in arrays.items()}
    if len(set(counts.values())) > 1:
        told = ", ".join(f"{name} {count}" for name, count in counts.items())
        raise InputError(f"the inputs have different numbers of examples: {told}")
    if not next(iter(counts.values())):
        raise InputError("there are no examples in the data")
    return arrays


def _table(path, name):
    if path.suffix == ".npz":
        held = of_arrays(path)
        only = next(iter(held.shapes)) if len(held.shapes) == 1 else name
        if only not in held.shapes:
            raise InputError(f"{path} has no array {name}; it has {', '.join(held.shapes)}")
        return held.read(only)
    if path.suffix == ".npy":
        try:
            return np.load(path, allow_pickle=False)
        except (OSError, ValueError, EOFError) as error:
            raise InputError(f"{path} is no .npy file of an array: {error}") from None
    if path.suffix != ".csv":
        raise InputError(
            f"{path}: data are .npz, .npy, .csv or images ({', '.join(IMAGES)}), or a folder"
        )
    try:
        rows = [row for row in csv.reader(path.open(newline="")) if row]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise InputError(f"{path} is no CSV file: {error}") from None
    if rows and not all(map(_is_number, rows[0])):
        rows = rows[1:]  # a header
    for number, row in enumerate(rows, 1):
        bad = next((cell for cell in row if not _is_number(cell)), None)
        if bad is not None or len(row) != len(rows[0]):
            wrong = f"{bad!r} is no number" if bad is not None else f"{len(row)} columns"
            raise InputError(f"{path}, row {number}: {wrong}; each row has {len(rows[0])} numbers")
    return np.array(rows, np.float64)


def _is_number(cell):
    try:
        float(cell)
    except ValueError:
        return False
    return True


def _images(path, _kind, sizes, scale):
    """Return images as an array [images, height, width, channels] that an input takes."""
    from PIL import Image, UnidentifiedImageError

    paths = [path]
    if path.is_dir():
        paths = sorted(item for item in path.iterdir() if item.suffix.lower() in IMAGES)
        if not paths:
            raise InputError(f"{path} has no images ({', '.join(IMAGES)})")
    height, width, channels = _picture_sizes(sizes)
    arrays = []
    for item in paths:
        try:
            with Image.open(item) as image:
                mode = {1: "L", 3: "RGB", 4: "RGBA"}.get(channels, "RGB")
                converted = image.convert(mode)
                if height and width:
                    converted = converted.resize((width, height))
                arrays.append(np.asarray(converted, np.float64) / scale)
        except (OSError, UnidentifiedImageError, Image.DecompressionBombError) as error:
            raise InputError(f"{item} is no image that can be read: {error}") from None
    if len({array.shape for array in arrays}) > 1:
        raise InputError(
            f"the images in {path} have different sizes, and the input none of its own"
        )
    return np.stack(arrays)


def _picture_sizes(sizes):
    """Return height, width and channels of the images that an input takes; None: any."""
    if sizes and len(sizes) == 4:
        return sizes[1:]
    if sizes and len(sizes) == 3:
        return *sizes[1:], 1
    if sizes and len(sizes) == 2 and sizes[1]:
        for channels in (1, 3):
            side = round((sizes[1] / channels) ** 0.5)
            if side * side * channels == sizes[1]:
                return side, side, channels
    raise InputError(f"images do not fit an input of the shape {sizes}: name an array")


def _fitted(array, name, kind, sizes):
    """Return an array in the type and shape of an input; rows of a table are reshaped."""
    if sizes is None:
        return np.asarray(array).astype(kind)
    rest = sizes[1:]
    wanted = [size or -1 for size in rest]
    fits = array.ndim == len(sizes) and all(
        size in (None, mine) for size, mine in zip(rest, array.shape[1:], strict=True)
    )
    if not fits:
        try:
            if wanted.count(-1) > 1:
                raise ValueError
            array = array.reshape(len(array), *wanted)
        except ValueError:
            raise InputError(
                f"{name} takes {['?', *[size or '?' for size in rest]]}, got {list(array.shape)}"
            ) from None
    return array.astype(kind)


def _rows(found, count):
    """Yield the header and a row for each example; numbers in the shortest digits."""
    tables = {
        name: array.reshape(count, -1) for name, array in found.items() if len(array) == count
    }
    if len(tables) < len(found) or sum(table.shape[1] for table in tables.values()) > MOST_COLUMNS:
        raise InputError(
            "the outputs do not fit into a table of a row for each example (up to "
            f"{MOST_COLUMNS} numbers): name an .npz file by --output"
        )
    heads = [
        name if table.shape[1] == 1 else f"{name}[{column}]"
        for name, table in tables.items()
        for column in range(table.shape[1])
    ]
    yield ["example", *heads]
    for example in range(count):
        yield [str(example), *(str(cell) for table in tables.values() for cell in table[example])]


def _write(path, found, count):
    if path.suffix == ".npz":
        content = io.BytesIO()
        np.savez(content, **found)
        files.write(path, content.getvalue())
        return
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(_rows(found, count))
    files.write(path, text.getvalue())
