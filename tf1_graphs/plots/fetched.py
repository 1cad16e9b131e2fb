"""Draws the scalars that a script's sessions returned."""

import numpy as np

from tf1_graphs.plots.figure import BLUE, Plot, blank, panels, tidy
from tf1_graphs.runs import script_runs

_MOST_PANELS = 9


def scalars(run, say):
    """Plot each scalar over the number of the call that fetched it, a panel each.

    Args:
        run: the `RunDirectory` of a script.
        say: function that is told, in a line, what is not drawn.

    Returns:
        List of one `Plot`, or of none where no scalar was fetched.
    """
    found = {name: it for name, it in script_runs.curves(run).items() if len(it[0]) > 1}
    if not found:
        say(f"no curves: {run.path} has fetched no scalar more than once")
        return []
    if len(found) > _MOST_PANELS:
        say(f"the first {_MOST_PANELS} of {len(found)} scalars are drawn; TensorBoard has all")
    shown = dict(list(found.items())[:_MOST_PANELS])
    title = f"{run.path.parent.name}, run {run.path.name}: what its sessions returned"
    wide = min(len(shown), 3)
    drawn = blank(4.6 * max(wide, 1.4), 4.0 * -(-len(shown) // 3) + 0.4, title)
    facts = []
    for panel, (name, (numbers, values)) in zip(
        panels(drawn, len(shown), wide), shown.items(), strict=True
    ):
        tidy(panel)
        panel.plot(numbers, values, color=BLUE, linewidth=0.9)
        panel.set_ylabel(name)
        panel.set_xlabel("call of a session")
        finite = np.array(values)[np.isfinite(values)]
        words = f"from {values[0]:.4g} to {values[-1]:.4g}"
        if len(finite):
            words += f", lowest {finite.min():.4g}, highest {finite.max():.4g}"
        facts.append(f"{name}: {words}")
    return [Plot("scalars", title, f"{title}. {'. '.join(facts)}.", drawn)]
