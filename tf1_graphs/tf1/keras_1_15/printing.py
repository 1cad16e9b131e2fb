"""Prints models and their training as they were printed: the table of `summary`, the bar of `fit`.

References:
    TensorFlow 1.15.5, `python/keras/utils/layer_utils.py`, `python/keras/utils/generic_utils.py`
    and `python/keras/callbacks.py`.
"""

import functools
import sys
import time

import numpy as np

from tf1_graphs.tf1.keras_1_15.source import module
from tf1_graphs.tf1.keras_1_15.training import double

_CHAIN = (65, (0.45, 0.85, 1.0), ("Layer (type)", "Output Shape", "Param #"))
_GRAPH = (98, (0.33, 0.55, 0.67, 1.0), (*_CHAIN[2], "Connected to"))


def _print_summary(model, line_length=None, positions=None, print_fn=None, **_):
    """Print a model's layers, one a line, and its numbers of parameters."""
    print_fn = print_fn or print
    chain = _is_chain(model)
    length, places, titles = _CHAIN if chain else _GRAPH
    length, places = line_length or length, positions or places
    if places[-1] <= 1:
        places = [int(length * place) for place in places]
    print_fn(f'Model: "{model.name}"')
    print_fn("_" * length)
    print_fn(_row(titles, places))
    print_fn("=" * length)
    for layer in model.layers:
        for row in _rows(model, layer, chain):
            print_fn(_row(row, places))
        print_fn(("=" if layer is model.layers[-1] else "_") * length)
    count = module("utils.layer_utils").count_params
    collected = getattr(model, "_collected_trainable_weights", None)
    trainable = count(model.trainable_weights if collected is None else collected)
    frozen = count(model.non_trainable_weights)
    print_fn(f"Total params: {trainable + frozen:,}")
    print_fn(f"Trainable params: {trainable:,}")
    print_fn(f"Non-trainable params: {frozen:,}")
    print_fn("_" * length)


def _is_chain(model):
    """Tell whether each layer has one input, and is used once."""
    if type(model).__name__ == "Sequential" or not model._is_graph_network:
        return True
    flatten = module("utils.layer_utils").tf.nest.flatten
    levels = list(model._nodes_by_depth.values())
    if any(len(nodes) > 1 or len(flatten(nodes[0].keras_inputs)) > 1 for nodes in levels):
        return False
    nodes = [node for level in levels for node in level]
    uses = [sum(node in nodes for node in layer._inbound_nodes) for layer in model.layers]
    return max(uses, default=0) <= 1


def _row(fields, places):
    line = ""
    for number, (field, place) in enumerate(zip(fields, places, strict=False)):
        line = (f"{line[:-1]} " if number else line) + str(field)
        line = line[:place].ljust(place)
    return line


def _rows(model, layer, chain):
    """Yield the rows of a layer: the first names it, the others its further inputs."""
    try:
        shape = layer.output_shape
    except AttributeError:
        shape = "multiple"
    except RuntimeError:
        shape = "?"
    first = [f"{layer.name} ({type(layer).__name__})", shape, layer.count_params()]
    if chain:
        yield first
        return
    nodes = [node for level in model._nodes_by_depth.values() for node in level]
    sources = [
        f"{source.name}[{node_index}][{tensor_index}]"
        for node in layer._inbound_nodes
        if node in nodes
        for source, node_index, tensor_index, _ in node.iterate_inbound()
    ]
    yield [*first, sources[0] if sources else ""]
    for source in sources[1:]:
        yield ["", "", "", source]


def _update(self, current, values=None, finalize=None):
    """Print the bar at `current`: averages of the values, and the time that is left, or went by."""
    for name, value in values or ():
        if name not in self._values_order:
            self._values_order.append(name)
        weight = current - self._seen_so_far
        if name in self.stateful_metrics:
            self._values[name] = [value, 1]
        else:
            total, count = self._values.get(name, (0, 0))
            self._values[name] = [total + double(value) * weight, count + weight]
    self._seen_so_far = current
    now = time.time()
    known = self.target is not None
    ends = known and current >= self.target
    if self.verbose == 1 and not (known and not ends and now - self._last_update < self.interval):
        _print_bar(self, current, now, ends)
    elif self.verbose == 2 and ends:
        count = f"{current:{_digits(self.target)}d}/{self.target}"
        sys.stdout.write(f"{count} - {now - self._start:.0f}s{_averages(self, np.float64)}\n")
        sys.stdout.flush()
    elif self.verbose == 1:
        return
    self._last_update = now


def _digits(number):
    return int(np.log10(number)) + 1


def _averages(self, size):
    text = ""
    for name in self._values_order:
        total, count = self._values[name]
        average = np.mean(total / max(1, count))
        text += f" - {name}: " + (f"{average:.4f}" if size(average) > 0.001 else f"{average:.4e}")
    return text


def _print_bar(self, current, now, ends):
    before = self._total_width
    sys.stdout.write("\b" * before + "\r" if self._dynamic_display else "\n")
    if self.target is None:
        bar = f"{current:7d}/Unknown"
    else:
        done = int(self.width * (float(current) / self.target))
        tip = "" if not done else "=" * (done - 1) + (">" if current < self.target else "=")
        bar = f"{current:{_digits(self.target)}d}/{self.target} [{tip}{'.' * (self.width - done)}]"
    each = (now - self._start) / current if current else 0
    if self.target is not None and not ends:
        info = f" - ETA: {_left(each * (self.target - current))}"
    else:
        info = f" - {now - self._start:.0f}s{self._format_time(each, self.unit_name)}"
    info += _averages(self, abs)
    self._total_width = len(bar) + len(info)
    info += " " * (before - self._total_width)
    sys.stdout.write(bar + info + "\n" * ends)
    sys.stdout.flush()


def _left(seconds):
    minutes = f"{seconds % 3600 // 60:02.0f}:{int(seconds % 60):02d}"
    if seconds > 3600:
        return f"{int(seconds // 3600)}:{minutes}"
    return f"{int(seconds // 60)}:{int(seconds % 60):02d}" if seconds > 60 else f"{int(seconds)}s"


def _on_batch(self, batch, logs=None):
    """Count a mini-batch, and print where the epoch stands, unless it has ended."""
    self._maybe_init_progbar()
    logs = logs or {}
    size, steps = logs.get("size", 0), logs.get("num_steps", 1)
    weight = steps if self.use_steps else size * steps
    self.seen += weight
    self._values = [(name, logs[name]) for name in self.params["metrics"] if name in logs]
    losses = self.seen - weight, getattr(self, "_losses", 0)
    self._losses = (losses[1] if losses[0] else 0) + np.float64(logs.get("loss", 0)) * weight
    if self.verbose and (self.target is None or self.seen < self.target):
        self.progbar.update(self.seen, self._values)


def _on_predicted_batch(self, batch, logs=None):
    _on_batch(self, batch, logs)


def _at_end(self, logs, _counter):
    """Print where an epoch, or an evaluation, has ended."""
    if self.target is None:
        self.target = self.progbar.target = self.seen
    values = getattr(self, "_values", [])
    if not logs and not self._called_in_fit:
        # The results of an evaluation: the loss of all, and the metrics after the last.
        logs = {**dict(values), "loss": self._losses / max(1, self.seen)}
    names = [name for name in self.params["metrics"] if name in logs]
    if self.verbose:
        self.progbar.update(self.seen, values + [(name, logs[name]) for name in names])


def _keep_params(set_params):
    """Wrap what tells the bar how much there is, and which metrics are printed."""

    @functools.wraps(set_params)
    def kept(self, params):
        self.params = params
        set_params(self, params)

    return kept


def _with_bar(configure):
    """Wrap what puts the callbacks together: evaluations and predictions had a bar, too."""

    @functools.wraps(configure)
    def configured(callbacks, model, *args, **options):
        of_keras = module("callbacks")
        modes = module("utils.mode_keys").ModeKeys
        mode = options.get("mode", modes.TRAIN)
        new = not isinstance(callbacks, of_keras.CallbackList)
        if new and mode != modes.TRAIN and options.get("verbose", 1):
            bar = of_keras.ProgbarLogger(options.get("count_mode", "steps"))
            callbacks = [*(callbacks or []), bar]
        return configure(callbacks, model, *args, **options)

    return configured


CHANGES = {
    "callbacks:ProgbarLogger._batch_update_progbar": _on_batch,
    "callbacks:ProgbarLogger._finalize_progbar": _at_end,
    "callbacks:ProgbarLogger.on_predict_batch_end": _on_predicted_batch,
    "utils.generic_utils:Progbar.update": _update,
    "utils.layer_utils:print_summary": _print_summary,
}
WRAPPED = {
    "callbacks:ProgbarLogger.set_params": _keep_params,
    "callbacks:configure_callbacks": _with_bar,
}
