"""Shows topics of article 003's theory, and experiments, by name."""

import difflib

from tf1_graphs.articles.theory import activations, losses, scaling
from tf1_graphs.errors import InputError
from tf1_graphs.experiments import reference
from tf1_graphs.experiments.catalogue import describe, experiments, find

TOPICS = {"activations": activations, "losses": losses, "normalisations": scaling}


def show(name):
    """Return what is known about a topic or an experiment, as lines.

    Args:
        name: a key of `TOPICS` or of `experiments()`, no name is both; or of a file or a module.

    Raises:
        InputError: it is neither; the nearest names and all of both kinds are given.
    """
    known = experiments()
    if name in TOPICS:
        return TOPICS[name].show()
    if name in known or reference.leads_to_code(name):
        return describe(find(name))
    nearest = difflib.get_close_matches(name, [*TOPICS, *known], n=3)
    hint = f"did you mean {', '.join(nearest)}? " if nearest else ""
    raise InputError(
        f"there is no topic and no experiment named {name!r}; {hint}"
        f"topics: {', '.join(TOPICS)}; experiments: {', '.join(known)}"
    )
