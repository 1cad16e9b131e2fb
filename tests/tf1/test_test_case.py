"""`tf.test`: sessions of tests keep to the processor, as under 1.15.5."""

from tests import commands

SCRIPT = """
import tensorflow as tf

class Test(tf.test.TestCase):
    def test_devices(self):
        for opened in (self.test_session, self.cached_session, self.session):
            with opened() as session:
                print(tf.constant(1.0).device, session.run(tf.random_normal([])))
            with opened(use_gpu=True):
                print(repr(tf.constant(1.0).device))
        self.assertEquals(1, 1)
        self.assertItemsEqual([1, 2], [2, 1])

print(tf.test.is_built_with_cuda())
tf.test.main()
"""
# What 1.15.5 printed.
PRINTED = """False
/device:CPU:0 0.29629603
''
/device:CPU:0 -0.43663138
''
/device:CPU:0 0.8500154
''
"""


def test_a_script_of_tests(tmp_path):
    script = tmp_path / "script.py"
    script.write_text(SCRIPT)
    done = commands.python("-m", "tf1_graphs.scripts.execute", script)
    assert done.returncode == 0, done.stderr
    assert "OK (skipped=1)" in done.stderr
    assert done.stdout == PRINTED
