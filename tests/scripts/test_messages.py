"""Graphs and other messages are printed as Protocol Buffers 3.20 printed them under 1.15.5."""

from tests import commands

SCRIPT = r"""
import tensorflow as tf
tf.constant([3.0, 0.1], name="a")
print(tf.get_default_graph().as_graph_def().node[0])
print(tf.Variable(1, name="v").initializer.node_def.attr["_class"])
lines = str(tf.Variable(1).initializer.node_def).splitlines()
print(sorted(line for line in lines if "key" in line))
print(tf.Summary(value=[tf.Summary.Value(tag="x", simple_value=0.1)]))
feature = {
    "b": tf.train.Feature(float_list=tf.train.FloatList(value=[1.0, 2.5])),
    "a": tf.train.Feature(bytes_list=tf.train.BytesList(value=[b"a\xff\n'"])),
}
print(tf.train.Features(feature=feature))
print([tf.GPUOptions(per_process_gpu_memory_fraction=0.333, allow_growth=True)])
"""
# What 1.15.5 printed.
PRINTED = r"""
name: "a"
op: "Const"
attr {
  key: "dtype"
  value {
    type: DT_FLOAT
  }
}
attr {
  key: "value"
  value {
    tensor {
      dtype: DT_FLOAT
      tensor_shape {
        dim {
          size: 2
        }
      }
      tensor_content: "\000\000@@\315\314\314="
    }
  }
}

list {
  s: "loc:@v"
}

['  key: "T"', '  key: "_class"', '  key: "use_locking"', '  key: "validate_shape"']
value {
  tag: "x"
  simple_value: 0.10000000149011612
}

feature {
  key: "a"
  value {
    bytes_list {
      value: "a\377\n\'"
    }
  }
}
feature {
  key: "b"
  value {
    float_list {
      value: 1.0
      value: 2.5
    }
  }
}

[per_process_gpu_memory_fraction: 0.333
allow_growth: true
]
"""


def test_printed(tmp_path):
    script = tmp_path / "script.py"
    script.write_text(SCRIPT)
    done = commands.python("-m", "tf1_graphs.scripts.execute", script)
    assert done.returncode == 0, done.stderr
    assert done.stdout == PRINTED[1:]
