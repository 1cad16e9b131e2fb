"""The package is described in setup.cfg; here is how a wheel gets TensorFlow 1's kernels.

    TF1_GRAPHS_WITH_KERNELS=1 python -m build --wheel --no-isolation

puts the library that is compiled for the installed TensorFlow into the wheel, which is then one for
this platform alone.
"""

import os
import sys
from pathlib import Path

from setuptools import Distribution, setup
from setuptools.command.build_py import build_py

ROOM = "tf1_graphs/tensorflow1/kernels"
WITH_KERNELS = os.environ.get("TF1_GRAPHS_WITH_KERNELS") == "1"


class BuildWithKernels(build_py):
    """Copies the package, then compiles the library beside the sources' copy."""

    def run(self):
        """Run the command."""
        super().run()
        if WITH_KERNELS:
            sys.path.insert(0, str(Path(__file__).parent))
            from tf1_graphs.tensorflow1.kernels import building

            building.compile_into(Path(self.build_lib) / ROOM, print)


class ForOnePlatform(Distribution):
    """A distribution whose wheel is named after the platform if it has the library."""

    def has_ext_modules(self):
        """Tell whether there is something compiled in it."""
        return WITH_KERNELS


setup(cmdclass={"build_py": BuildWithKernels}, distclass=ForOnePlatform)
