"""Runs prepared scripts and notes what they print, fetch and build; for both TensorFlows.

usage: python observing.py JOBS.json

It runs on Python 3.7 with TensorFlow 1.15.5, where scripts get that, and on today's, where they get
the drop-in as `tf1-graphs run` gives it. TensorFlow is imported once, each script is a copy of this
process.
"""

# ruff: noqa: PTH100, PTH103, PTH110, PTH118, PTH119, PTH120, SIM115, UP031 - Python 3.7 runs it

import binascii
import builtins
import datetime
import gc
import gzip
import itertools
import json
import os
import random
import resource
import shutil
import signal
import sys
import time
import traceback
import types

SEED = 42
MOST_RUNS = 60
IS_ORACLE = sys.version_info[:2] == (3, 7)


class Enough(BaseException):
    """Ends a script after so many calls of `Session.run`."""


def main(jobs):
    """Run scripts one after the other.

    Args:
        jobs: list of dicts: `script`, relative to `root`; `out`, the folder for what was noted;
            `seconds` of a processor that it may take; `iterations` of each loop that trains.
    """
    if IS_ORACLE:
        _old_data()
    else:
        from tf1_graphs import tf1  # noqa: F401 - before TensorFlow, whose oneDNN it switches off
        from tf1_graphs.scripts import execute  # noqa: F401
    gc.freeze()
    for job in jobs:
        started = time.time()
        os.makedirs(job["out"], exist_ok=True)
        child = os.fork()
        if child == 0:
            os.setsid()
            limit = int(job["seconds"])
            resource.setrlimit(resource.RLIMIT_CPU, (limit, limit))
            _become(job)
        status = _wait(child, 5 * job["seconds"])
        with open(os.path.join(job["out"], "status.json"), "w") as file:
            seconds = round(time.time() - started, 1)
            json.dump({"status": status, "timed_out": status == -9, "seconds": seconds}, file)


def _wait(child, seconds):
    """Wait for a process, which is killed if it waits for something itself."""
    end = time.time() + seconds
    while True:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return os.WEXITSTATUS(status) if os.WIFEXITED(status) else -os.WTERMSIG(status)
        if time.time() > end:
            os.killpg(child, signal.SIGKILL)
        time.sleep(0.05)


def _become(job):
    """Run the script in this process, which ends with it."""
    out, script = job["out"], os.path.join(job["root"], job["script"])
    for descriptor, name in ((1, "out.txt"), (2, "err.txt")):
        target = os.open(os.path.join(out, name), os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(target, descriptor)
    os.close(0)
    os.open(os.devnull, os.O_RDONLY)
    sys.stdout, sys.stderr = os.fdopen(1, "w", 1), os.fdopen(2, "w", 1)
    status = 0
    notes = _Notes(out)
    try:
        _same_each_time(job["root"], job["iterations"])
        os.chdir(os.path.dirname(script))
        # As their readers were told: PYTHONPATH names the repository, or its `src`.
        sys.path += [job["root"], os.path.join(job["root"], "src")]
        sys.setdefaultencoding = lambda encoding: None  # Python 2's
        _run(os.path.basename(script))
    except Enough:
        pass
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:
        traceback.print_exc()
        status = 1
    sys.stdout.flush()
    notes.write_graphs()
    sys.stderr.flush()
    os._exit(status)


def _run(script):
    if not IS_ORACLE:
        from tf1_graphs.scripts import execute

        sys.path.insert(0, "")
        execute.main([script])
        return
    path = os.path.abspath(script)
    sys.argv, sys.path[0] = [script], os.path.dirname(path)
    with open(path, "rb") as file:
        code = compile(file.read(), path, "exec", dont_inherit=True)
    module = types.ModuleType("__main__")
    module.__file__ = path
    sys.modules["__main__"] = module
    exec(code, module.__dict__)


def _same_each_time(root, iterations):
    import numpy as np

    random.seed(SEED)
    np.random.seed(SEED)
    for owner in (random, np.random):
        owner.seed = _default_seed(owner.seed)
    ticks = itertools.count(1500000000)

    def clock(kind):
        now = next(ticks)
        if kind in ("now", "utcnow", "today"):
            return datetime.datetime.utcfromtimestamp(now)
        return "2017-07-14" if kind in ("strftime", "ctime") else float(now)

    temporary = os.path.join(root, "tmp-of-scripts")
    os.makedirs(os.path.join(temporary, "tmp"), exist_ok=True)
    builtins.__few__ = lambda items: itertools.islice(iter(items), iterations)
    builtins.__clock__ = clock
    builtins.__tmp__ = lambda path: temporary + path
    builtins.__python_2_divide__ = divide


def _default_seed(original):
    return lambda seed=SEED, *rest: original(SEED if seed is None else seed, *rest)


def divide(x, y):
    """Divide as Python 2 did."""
    import numpy as np

    def is_whole(value):
        array = isinstance(value, (np.ndarray, np.generic))
        return value.dtype.kind in "iub" if array else isinstance(value, int)

    return x // y if is_whole(x) and is_whole(y) else x / y


class _Notes:
    """Seeds all graphs, and notes what sessions fetch, a line a run, and the graphs."""

    def __init__(self, out):
        from tensorflow.python.client.session import BaseSession
        from tensorflow.python.framework import ops

        self.out, self.graphs, self.runs = out, [], 0
        self.file = open(os.path.join(out, "runs.jsonl"), "w")
        old_graph, old_init, old_run = ops.Graph.__init__, BaseSession.__init__, BaseSession.run

        def graph_init(graph, *args, **kwargs):
            old_graph(graph, *args, **kwargs)
            graph._seed = SEED

        def session_init(session, target="", graph=None, config=None):
            from tensorflow.core.protobuf import config_pb2

            one = config_pb2.ConfigProto()
            if config is not None:
                one.CopyFrom(config)
            one.intra_op_parallelism_threads = one.inter_op_parallelism_threads = 1
            one.device_count["GPU"] = 0
            old_init(session, target, graph, one)

        def run(session, fetches, *args, **kwargs):
            if self.runs >= MOST_RUNS:
                raise Enough
            values = old_run(session, fetches, *args, **kwargs)
            self._note(session.graph, values)
            return values

        ops.Graph.__init__ = graph_init
        BaseSession.__init__, BaseSession.run = session_init, run
        ops.get_default_graph()._seed = SEED

    def _note(self, graph, values):
        if all(graph is not known for known in self.graphs):
            self.graphs.append(graph)
        self.runs += 1
        print(
            json.dumps([_described(value) for value in _flat(values)]), file=self.file, flush=True
        )

    def write_graphs(self):
        """Write each graph that a session ran."""
        for number, graph in enumerate(self.graphs, 1):
            with open(os.path.join(self.out, "graph-%d.pb" % number), "wb") as file:
                try:
                    file.write(graph.as_graph_def(add_shapes=False).SerializeToString())
                except ValueError:  # of 2 GiB
                    traceback.print_exc()


def _flat(values):
    if isinstance(values, dict):
        values = [values[key] for key in sorted(values, key=str)]
    if isinstance(values, (list, tuple)):
        return [item for value in values for item in _flat(value)]
    return [values]


def _described(value):
    import numpy as np

    array = np.asarray(value)
    if array.dtype.kind not in "biufc":
        return [str(array.dtype.kind), list(array.shape), 0, []]
    bits = binascii.crc32(np.ascontiguousarray(array).tobytes())
    # Four numbers spread over the array tell how far apart two are.
    shown = array.ravel()[:: max(1, array.size // 4)][:4]
    return [str(array.dtype), list(array.shape), bits, [float(np.abs(x)) for x in shown]]


def _old_data():
    """Give TensorFlow 1.15.5 the data that it downloaded."""
    import urllib.request

    import numpy as np
    from tensorflow.contrib.learn.python.learn.datasets import base
    from tensorflow.examples.tutorials.mnist import input_data  # noqa: F401
    from tensorflow.python.keras.datasets import fashion_mnist, mnist

    folder = os.environ["TF1_GRAPHS_DATA"]

    def ours(url):
        kind = "fashion-mnist" if "fashion" in url else "mnist"
        return os.path.join(folder, kind, os.path.basename(url))

    def maybe_download(filename, work_directory, source_url):
        os.makedirs(work_directory, exist_ok=True)
        path = os.path.join(work_directory, filename)
        return path if os.path.exists(path) else retrieve(source_url, path)[0]

    def retrieve(url, filename=None, *args, **kwargs):
        if not os.path.exists(ours(url)):
            raise OSError("no network: " + url)
        shutil.copyfile(ours(url), filename)
        return filename, None

    def load(kind):
        def load_data(path=None):
            arrays = []
            for part in ("train", "t10k"):
                for name, offset in (("images-idx3", 16), ("labels-idx1", 8)):
                    path = os.path.join(folder, kind, "%s-%s-ubyte.gz" % (part, name))
                    with gzip.open(path) as file:
                        arrays.append(np.frombuffer(file.read(), np.uint8, offset=offset))
            images, labels, test_images, test_labels = arrays
            shape = (-1, 28, 28)
            return (
                (images.reshape(shape), labels),
                (test_images.reshape(shape), test_labels),
            )

        return load_data

    base.maybe_download = maybe_download
    urllib.request.urlretrieve = retrieve
    mnist.load_data, fashion_mnist.load_data = load("mnist"), load("fashion-mnist")


if __name__ == "__main__":
    with open(sys.argv[1]) as jobs_file:
        main(json.load(jobs_file))
