"""Draws programs of sessions, savers, generators and loops, kills them at a call, resumes them.

`python -m tests.scripts.random_programs --examples 20` runs so many; what is compared with an
undisturbed run is what the crash harness compares (`tests.crash.scripts`).
"""

import argparse
import os
import shutil
import signal
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from tests.crash import scripts

BEGIN = """
import glob, os, random
import numpy as np
import tensorflow as tf

np.random.seed({seed})
random.seed({seed})
calls, fatal = 0, int(os.environ.pop("FATAL_CALL", 0))


def run(session, *args):
    global calls
    calls += 1
    if calls == fatal:
        os.kill(os.getpid(), 9)
    return session.run(*args)


def build(number):
    graph = tf.Graph()
    with graph.as_default():
        tf.set_random_seed({seed} + number)
        x = tf.placeholder(tf.float32, [None, 3])
        hidden = tf.nn.dropout(tf.layers.dense(x, 4, tf.nn.relu), keep_prob=0.6)
        loss = tf.reduce_mean(tf.square(tf.layers.dense(hidden, 1) - 1.0))
        step = tf.train.AdamOptimizer(0.01).minimize(loss)
        noise = tf.random_normal([2])
        count = tf.get_variable("count", [], tf.int64, tf.zeros_initializer(), use_resource=True)
        dataset = tf.data.Dataset.range(7).shuffle(7, seed=number + 1).repeat()
        return dict(
            graph=graph, x=x, loss=loss, step=step, noise=noise, add=count.assign_add(1),
            checked=tf.check_numerics(loss, "bad"),
            element=tf.data.make_one_shot_iterator(dataset).get_next(),
            saver=tf.train.Saver(max_to_keep=2), init=tf.global_variables_initializer(),
        )


def opened(model):
    session = tf.Session(graph=model["graph"])
    run(session, model["init"])
    return session


models = [build(number) for number in range({models})]
sessions = [opened(model) for model in models]
saved = {{}}
"""
END = """
for model, session in zip(models, sessions):
    with model["graph"].as_default():
        print(run(session, tf.global_variables()))
print("calls", calls)
"""

STATEMENTS = {
    "train": "print(run(s, [m['step'], m['loss']], {{m['x']: np.random.rand(4, 3)}})[1])",
    "evaluate": "print(run(s, m['loss'], {{m['x']: [[random.random(), 0.5, 1.0]]}}))",
    "draw": "print(run(s, m['noise']), np.random.normal())",
    "count": "print(run(s, [m['add'], m['element']]))",
    "save": "saved[{model}] = m['saver'].save(s, './model-{model}', global_step=calls)",
    "restore": "if {model} in saved: m['saver'].restore(s, saved[{model}])",
    "open anew": "s.close(); sessions[{model}] = opened(m)",
    "fail": (
        "try: run(s, m['loss'], {{m['x']: np.ones((2, 4))}})\n"
        "except ValueError as error: print(type(error).__name__)\n"
        "try: run(s, m['checked'], {{m['x']: [[np.nan, 1.0, random.random()]]}})\n"
        "except tf.errors.InvalidArgumentError as error: print(error.error_code)"
    ),
    "append": "open('log.txt', 'a').write('%d\\n' % calls)",
    "look": "print(sorted(os.listdir('.')), [os.path.getsize(it) for it in glob.glob('log*')])",
}


def statements(models):
    """Return a strategy of lists of statements over so many models, with loops and branches."""
    simple = st.builds(
        lambda name, model: _of_model(STATEMENTS[name], model),
        st.sampled_from(sorted(STATEMENTS)),
        st.integers(0, models - 1),
    )
    loop = "for _ in range({}):\n".format
    branch = "if random.random() < 0.5 or np.random.rand() < 0.2:\n".format
    return st.recursive(
        st.lists(simple, min_size=2, max_size=6),
        lambda inner: st.lists(
            st.one_of(
                simple,
                st.builds(lambda n, body: loop(n) + _indented(body), st.integers(2, 4), inner),
                st.builds(lambda body: branch() + _indented(body), inner),
            ),
            min_size=1,
            max_size=4,
        ),
        max_leaves=6,
    )


def _of_model(text, model):
    return f"m, s = models[{model}], sessions[{model}]\n" + text.format(model=model)


def _indented(body):
    return "\n".join("    " + line for part in body for line in part.splitlines())


@st.composite
def programs(draw):
    """Return a program's text."""
    models = draw(st.integers(1, 2))
    begin = BEGIN.format(seed=draw(st.integers(0, 99)), models=models)
    return begin + "\n".join(draw(statements(models))) + END


def survives(program, cuts, seconds):
    """Run a program whole, and killed before calls; assert that both end with the same bytes.

    Args:
        program: its text.
        cuts: where it is killed, parts of the number of its calls, one a launch.
        seconds: between two checkpoints.
    """
    folder = Path(tempfile.mkdtemp())
    try:
        script = folder / "program.py"
        script.write_text(program)
        whole, killed = folder / "run", folder / "killed"
        status, _, _ = scripts.launch(script, whole, None, "record", every=seconds)
        expected = scripts.found(script, whole, status)
        assert status == 0, scripts.last_lines(whole)
        calls = int(expected["output.txt"].split()[-1])
        mode = "record"
        for cut in cuts:
            os.environ["FATAL_CALL"] = str(1 + int(cut * (calls - 1)))
            status, _, _ = scripts.launch(script, killed, None, mode, every=seconds)
            assert status == -signal.SIGKILL, scripts.last_lines(killed)
            mode = "resume"
        os.environ.pop("FATAL_CALL", None)
        status, _, _ = scripts.launch(script, killed, None, mode, every=seconds)
        found = scripts.found(script, killed, status)
        differing = [it for it in {**expected, **found} if expected.get(it) != found.get(it)]
        assert not differing, (differing, scripts.last_lines(killed))
    finally:
        shutil.rmtree(folder)


def main():
    """Run examples; exit status 1 if a program did not survive."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--examples", type=int, default=20)
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    scripts.warm()
    parts = st.lists(st.floats(0, 1), min_size=1, max_size=2)
    tried = []

    @seed(arguments.seed)
    @settings(
        max_examples=arguments.examples,
        deadline=None,
        database=None,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
    )
    @given(programs(), parts, st.sampled_from([0, 0.02, 10]))
    def survive(program, cuts, seconds):
        tried.append(len(cuts))
        survives(program, cuts, seconds)

    survive()
    print(f"{len(tried)} programs, {sum(tried)} kills tried, 0 runs with differing bytes")


if __name__ == "__main__":
    main()
