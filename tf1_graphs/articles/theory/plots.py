"""Draws article 003's theory: activation functions, losses, normalization."""

import numpy as np

from tf1_graphs.articles.theory import losses as losses_of_article
from tf1_graphs.articles.theory import scaling
from tf1_graphs.articles.theory.activations import ACTIVATIONS
from tf1_graphs.plots.figure import BLACK, BLUE, GREEN, VERMILLION, Plot, blank, panels, tidy


def activations():
    """Plot the activation functions with their derivatives, one panel each."""
    title = "Activation functions and their derivatives"
    drawn = blank(13, 6.4, title)
    x = np.linspace(-4, 4, 401)
    shown = panels(drawn, len(ACTIVATIONS), 4)
    for panel, activation in zip(shown, ACTIVATIONS, strict=True):
        panel.plot(x, activation.function(x), color=BLUE, label="function")
        slope = activation.derivative(x)
        # A jump is not a line: nothing is drawn across it.
        slope[:-1][np.abs(np.diff(slope)) > 0.05] = np.nan
        panel.plot(x, slope, color=VERMILLION, linestyle="--", label="derivative")
        panel.set_title(f"{activation.name}: {activation.formula}", fontsize="medium")
        panel.set_ylim(-2, 3)
        panel.set_xlabel("x")
        tidy(panel)
    handles, labels = shown[0].get_legend_handles_labels()
    drawn.axes[-1].legend(handles, labels, loc="center", frameon=False)
    facts = "; ".join(f"{one.name}, {one.formula}, slope {one.slope}" for one in ACTIVATIONS)
    return Plot("activations", title, f"{title} from x = -4 to 4: {facts}.", drawn)


def losses():
    """Plot the losses of one example: by its error, and by the probability of its class."""
    title = "Losses of one example"
    drawn = blank(9.6, 4.4, title)
    by_error, by_probability = panels(drawn, 2, 2)
    error = np.linspace(-3, 3, 301)
    for name, function, colour, line in (
        ("squared loss, ½ (y − Model(x))²", losses_of_article.squared_loss, BLUE, "-"),
        ("absolute loss, |y − Model(x)|", losses_of_article.absolute_loss, VERMILLION, "--"),
    ):
        values = [function([one], [0.0]) for one in error]
        by_error.plot(error, values, color=colour, linestyle=line, label=name)
    by_error.set_xlabel("error, y − Model(x)")
    probability = np.linspace(0.005, 1, 400)
    by_probability.plot(
        probability,
        [_cross_entropy(one) for one in probability],
        color=GREEN,
        linestyle="-.",
        label="cross-entropy loss, −ln p",
    )
    example = losses_of_article.EXAMPLE_PREDICTED[losses_of_article.EXAMPLE_CLASS]
    by_probability.plot(
        example, _cross_entropy(example), "o", color=BLACK, label="the article's example"
    )
    by_probability.set_xlabel("predicted probability p of the actual class")
    for panel in (by_error, by_probability):
        tidy(panel)
        panel.set_ylim(0, None)
        panel.set_ylabel("loss")
        panel.legend(loc="upper center", frameon=False)
    alt = (
        f"{title}. By the error: the squared loss is a parabola, 0.5 at an error of 1, and the "
        "absolute loss two straight lines, 1 there. The cross-entropy loss falls from infinity at "
        f"p = 0 to 0 at p = 1; in the article's example, p = {example:g}, it is "
        f"{_cross_entropy(example):.4g}."
    )
    return Plot("losses", title, alt, drawn)


def normalisations():
    """Plot some numbers on a line, as they are and normalized in two ways."""
    title = "Normalization of four numbers"
    drawn = blank(8, 3.4, title)
    panel = drawn.subplots()
    rows = scaling.example()
    facts = []
    for height, (name, formula, values) in enumerate(reversed(rows)):
        panel.plot(values[:, 0], [height] * len(values), "o", color=BLUE)
        panel.axhline(height, color=BLACK, linewidth=0.5, zorder=0)
        facts.append(f"{name}, {formula}: " + ", ".join(f"{one:.3g}" for one in values[:, 0]))
    tidy(panel)
    panel.set_yticks(range(len(rows)), [f"{name}: {formula}" for name, formula, _ in rows][::-1])
    panel.set_ylim(-0.5, len(rows) - 0.5)
    panel.set_xlabel("value")
    return Plot("normalisations", title, f"{title}. {'. '.join(facts[::-1])}.", drawn)


def _cross_entropy(probability):
    return losses_of_article.cross_entropy_loss([[1.0]], [[probability]])


TOPICS = {"activations": activations, "losses": losses, "normalisations": normalisations}
"""What is drawn by the name of a topic of the theory."""
