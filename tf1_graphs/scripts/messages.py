"""Prints Protocol Buffers as those of TensorFlow 1's time did; scripts print graphs.

Today's print the entries of a map, such as a node's attributes, in the order of a hash table, 3.0
as `3`, and a float32 with no more digits than it needs.
"""

import functools
import importlib
import sys

from google.protobuf import message, text_encoding
from google.protobuf.descriptor import FieldDescriptor

# What TensorFlow imports when it is first used, and its scripts print.
LATE = ("example.example_pb2", "framework.summary_pb2", "util.event_pb2", "protobuf.config_pb2")

# What today's TensorFlow notes of a node besides.
ADDED = {"_has_manual_control_dependencies"}
SINGLE = (message.Message, str, bytes, int, float)


@functools.cache
def print_as_before():
    """Change how TensorFlow's messages print themselves, in this process."""
    for name in LATE:
        importlib.import_module(f"tensorflow.core.{name}")
    for name, module in list(sys.modules.items()):
        if name.startswith("tensorflow.core.") and name.endswith("_pb2"):
            for value in vars(module).values():
                _change(value)


def _change(kind):
    if isinstance(kind, type) and issubclass(kind, message.Message):
        kind.__str__ = kind.__repr__ = text
        for nested in kind.DESCRIPTOR.nested_types:
            _change(getattr(kind, nested.name, None))


def text(self):
    """Return a message's text format, a line a field.

    Args:
        self: the message.
    """
    return "".join(f"{line}\n" for line in _lines(self))


def _lines(found):
    for field, value in found.ListFields():
        entry = field.message_type
        if entry is not None and entry.GetOptions().map_entry:
            key, item = (entry.fields_by_name[name] for name in ("key", "value"))
            for name in sorted(set(value) - ADDED):
                yield f"{field.name} {{"
                for line in (*_of_field(key, name), *_of_field(item, value[name])):
                    yield f"  {line}"
                yield "}"
        else:
            for item in [value] if isinstance(value, SINGLE) else value:
                yield from _of_field(field, item)


def _of_field(field, value):
    if field.message_type is not None:
        yield f"{field.name} {{"
        for line in _lines(value):
            yield f"  {line}"
        yield "}"
    else:
        yield f"{field.name}: {_scalar(field, value)}"


def _scalar(field, value):
    if field.enum_type is not None:
        found = field.enum_type.values_by_number.get(value)
        return value if found is None else found.name
    if field.type in (FieldDescriptor.TYPE_BYTES, FieldDescriptor.TYPE_STRING):
        return f'"{text_encoding.CEscape(value, as_utf8=False)}"'
    return str(value).lower() if isinstance(value, bool) else value
