import subprocess
import sys


def test_import_is_light():
    heavy = "{'tensorflow', 'sklearn', 'scipy', 'pooch', 'requests', 'tqdm'}"
    code = f"import sys, tf1_graphs.datasets; sys.exit(str({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stderr.strip() == "set()"
