"""The plot at the end of article 004's training: accuracy by epoch."""


def plot(path, epochs):
    """Draw the accuracies on the first training and test images.

    Args:
        path: of the PNG file to write.
        epochs: the rows of `metrics.csv`, as a `Record` has them.
    """
    # Matplotlib takes half a second to import; `Figure` draws by Agg and needs no display.
    from matplotlib.figure import Figure

    figure = Figure(layout="constrained")
    axes = figure.subplots()
    for part, marker in (("train", "o"), ("test", "s")):
        accuracies = [epoch[f"{part}_accuracy"] for epoch in epochs]
        axes.plot(accuracies, marker=marker, label=part, markevery=2)
    axes.set(xlabel="epochs", ylabel="accuracy", ylim=(0, 1))
    axes.legend(loc="lower right")
    figure.savefig(path, dpi=100)
