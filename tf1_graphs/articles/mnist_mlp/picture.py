"""The picture at the end of article 001: test images, each with the digit that is read in it."""

import numpy as np

N_IMAGES = 1


def plot(path, images, predicted, count=N_IMAGES):
    """Draw the first images side by side, each below its prediction.

    Args:
        path: of the PNG file to write.
        images: float32 [examples, 784], such as the test part's `X`.
        predicted: digits [examples].
        count: number of images; the listing shows 1, its comment says 5.
    """
    # Matplotlib takes half a second to import; `Figure` draws by Agg and needs no display.
    from matplotlib.figure import Figure

    figure = Figure(figsize=(3 * count, 3.4), layout="constrained")
    for panel, image, digit in zip(
        figure.subplots(1, count, squeeze=False).flat, images, predicted, strict=False
    ):
        panel.imshow(np.reshape(image, (28, 28)), cmap="gray")
        panel.set_title(f"Model prediction: {digit}")
        panel.set_axis_off()
    figure.savefig(path, dpi=100)
