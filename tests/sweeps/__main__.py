"""What a sweep promises, shown at full size: `python -m tests.sweeps`.

6 settings times 10 seeds of the moons article by one worker; the same by two workers; the same by
two workers, killed in the middle and resumed. Says whether all bytes agree, and how many times
faster two workers were than one. `--epochs 5000` is the article's length.
"""

import argparse
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.sweeps.test_sweep import bits

SETTINGS = ("noise=0.1,0.2,0.3", "learning_rate=0.001,0.01")


def main():
    """Run the three sweeps, and compare them."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--epochs", type=int, default=1000)
    parser.add_argument("--seeds", default="0:10")
    parser.add_argument("--engine", default="epoch", choices=["book", "epoch"])
    chosen = parser.parse_args()

    def command(runs_dir, workers):
        sets = [part for values in SETTINGS for part in ("--set", values)]
        return [
            *(sys.executable, "-m", "tf1_graphs", "sweep", "moons", "--seeds", chosen.seeds, *sets),
            *("--epochs", str(chosen.epochs), "--engine", chosen.engine),
            *("--workers", str(workers), "--runs-dir", str(runs_dir)),
        ]

    def seconds(runs_dir, workers):
        began = time.monotonic()
        subprocess.run(command(runs_dir, workers), check=True, stdout=subprocess.DEVNULL)
        return time.monotonic() - began

    with tempfile.TemporaryDirectory() as folder:
        one, two, killed = (Path(folder, name) for name in ("one", "two", "killed"))
        alone = seconds(one, 1)
        print(f"one worker: {alone:.0f} s", flush=True)
        together = seconds(two, 2)
        print(f"two workers: {together:.0f} s, {alone / together:.2f} times as fast", flush=True)
        process = subprocess.Popen(command(killed, 2), stdout=subprocess.DEVNULL)
        time.sleep(together / 2)
        process.send_signal(signal.SIGKILL)
        process.wait()
        left = len(list(one.glob("*/seed-*"))) - len(list(killed.glob("*/seed-*/results.json")))
        seconds(killed, 2)
        print(f"killed after {together / 2:.0f} s with {left} runs to go, and resumed", flush=True)
        same = bits(one) == bits(two) == bits(killed)
        print(f"{len(bits(one))} files: {'identical' if same else 'DIFFERENT'}")
    return 0 if same else 1


if __name__ == "__main__":
    sys.exit(main())
