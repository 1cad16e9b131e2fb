"""Holds hyperparameters by name, which a line of text can change: `HParams`.

References:
    TensorFlow 1.15.5, `contrib/training/python/training/hparam.py`.
"""

import json
import numbers
import re

# name=value, name[index]=value or name=[value,value]; then a comma or the end.
ASSIGNMENT = re.compile(
    r"""
    (?P<name>[a-zA-Z][\w\.]*)
    (\[\ *(?P<index>\d+)\ *\])?
    \s*=\s*
    ((?P<val>[^,\[]*) | \[(?P<vals>[^\]]*)\])
    ($|,\s*)
    """,
    re.VERBOSE,
)


def parse_values(values, type_map, ignore_unknown=False):
    """Parse assignments such as `rate=0.1,units=[8,4],layers[1]=3`.

    Args:
        values: the text.
        type_map: types of the parameters, or of their elements, by name.
        ignore_unknown: whether names that the map lacks are passed over.

    Returns:
        Values by name: a scalar, a list, or a dict by index.

    Raises:
        ValueError: no such form, an unknown name, a value of another type, a second assignment.
    """
    parsed, position = {}, 0
    while position < len(values):
        match = ASSIGNMENT.match(values, position)
        if match is None:
            raise ValueError(f"Malformed hyperparameter value: {values[position:]}")
        position = match.end()
        name, index = match["name"], match["index"]
        if name not in type_map:
            if ignore_unknown:
                continue
            raise ValueError(f"Unknown hyperparameter type for {name}")
        if match["vals"] is not None:
            if index is not None:
                raise ValueError("Assignment of a list to a list index.")
            if name in parsed:
                raise ValueError(f"Multiple assignments to variable '{name}' in {values}")
            elements = [item for item in re.split("[ ,]", match["vals"]) if item]
            parsed[name] = [_parsed(name, type_map[name], item, values) for item in elements]
            continue
        value = _parsed(name, type_map[name], match["val"], values)
        if index is None:
            place, key, target = parsed, name, name
        else:
            place, key = parsed.setdefault(name, {}), int(index)
            target = f"{name}[{key}]"
        if not isinstance(place, dict) or key in place:
            raise ValueError(f"Multiple assignments to variable '{target}' in {values}")
        place[key] = value
    return parsed


def _parsed(name, kind, text, values):
    try:
        if kind is bool:
            known = {"true": True, "True": True, "false": False, "False": False}
            return known[text] if text in known else bool(int(text))
        return kind(text)
    except ValueError:
        raise ValueError(
            f"Could not parse hparam '{name}' of type '{kind.__name__}' with value '{text}' "
            f"in {values}"
        ) from None


def _cast(name, kind, value):
    """Return a value as a parameter's type, where nothing is lost by it."""
    if type(value) is kind or kind is type(None):
        return value
    text = (str, bytes)
    if (
        (issubclass(kind, text) and not isinstance(value, text))
        or issubclass(kind, bool) != isinstance(value, bool)
        or any(
            issubclass(kind, numeric) and not isinstance(value, numeric)
            for numeric in (numbers.Integral, numbers.Number)
        )
    ):
        raise ValueError(f"Could not cast hparam '{name}' of type '{kind}' from value {value!r}")
    return kind(value)


class HParams:
    """Hyperparameters: attributes that keep the type of their first value.

    Args:
        hparam_def: not supported; None.
        model_structure: anything, kept for `get_model_structure`.
        **kwargs: the parameters; a list is a parameter of many values.

    Raises:
        ValueError: a name that the object has for itself, or an empty list.
    """

    def __init__(self, hparam_def=None, model_structure=None, **kwargs):
        if hparam_def is not None:
            raise ValueError("HParams: hparam_def is not supported; give the parameters by name")
        self._hparam_types = {}
        self._model_structure = model_structure
        for name, value in kwargs.items():
            self.add_hparam(name, value)

    def add_hparam(self, name, value):
        """Add a parameter with its first value."""
        if getattr(self, name, None) is not None:
            raise ValueError(f"Hyperparameter name is reserved: {name}")
        many = isinstance(value, (list, tuple))
        if many and not value:
            raise ValueError(f"Multi-valued hyperparameters cannot be empty: {name}")
        self._hparam_types[name] = (type(value[0] if many else value), many)
        setattr(self, name, value)

    def set_hparam(self, name, value):
        """Set a parameter to a value of its type."""
        kind, many = self._hparam_types[name]
        if isinstance(value, list) != many:
            must, sort = ("Must", "multi") if many else ("Must not", "single")
            end = "." if many else ""
            raise ValueError(f"{must} pass a list for {sort}-valued parameter: {name}{end}")
        values = [_cast(name, kind, item) for item in (value if many else [value])]
        setattr(self, name, values if many else values[0])

    def del_hparam(self, name):
        """Delete a parameter, if it is there."""
        if hasattr(self, name):
            delattr(self, name)
            del self._hparam_types[name]

    def parse(self, values):
        """Set parameters by a line such as `rate=0.1,units=[8,4]`, see `parse_values`."""
        types = {name: kind for name, (kind, _) in self._hparam_types.items()}
        return self.override_from_dict(parse_values(values, types))

    def override_from_dict(self, values_dict):
        """Set parameters by a dict, and return the object."""
        for name, value in values_dict.items():
            self.set_hparam(name, value)
        return self

    def set_from_map(self, values_map):
        """Set parameters by a dict, as `override_from_dict` does."""
        return self.override_from_dict(values_map)

    def set_model_structure(self, model_structure):
        """Keep an object."""
        self._model_structure = model_structure

    def get_model_structure(self):
        """Return the object that was kept."""
        return self._model_structure

    def to_json(self, indent=None, separators=None, sort_keys=False):
        """Return the parameters as JSON."""
        return json.dumps(self.values(), indent=indent, separators=separators, sort_keys=sort_keys)

    def parse_json(self, values_json):
        """Set parameters by JSON, and return the object."""
        return self.override_from_dict(json.loads(values_json))

    def values(self):
        """Return the parameters as a dict."""
        return {name: getattr(self, name) for name in self._hparam_types}

    def get(self, key, default=None):
        """Return a parameter, or a default of the same type where there is none."""
        if key not in self._hparam_types:
            return default
        if default is not None:
            kind, many = self._hparam_types[key]
            incompatible = (
                f"Hparam '{key}' of type '{f'list<{kind}>' if many else kind}' is incompatible "
                f"with default={default}"
            )
            if isinstance(default, list) != many:
                raise ValueError(incompatible)
            try:
                for value in default if many else [default]:
                    _cast(key, kind, value)
            except ValueError as error:
                raise ValueError(f"{incompatible}. {error}") from None
        return getattr(self, key)

    def __contains__(self, key):
        return key in self._hparam_types

    def __str__(self):
        return ",".join(f"{name}={value}" for name, value in self.values().items())

    def __repr__(self):
        return f"{type(self).__name__}({sorted(self.values().items())})"
