"""Tells which arithmetic a process computes with; `choice` says which there are."""

import os
import sys

from tf1_graphs.errors import InputError
from tf1_graphs.tensorflow1.kernels import building, choice, library, tables


def in_force():
    """Return the arithmetic of this process, and from now on stay with it.

    Where it is not `native`, the library is compiled if need be, and loaded.

    Raises:
        InputError: an arithmetic was asked for that cannot be had here.
    """
    return choice.settled() or choice.settle(_put_in_force(choice.chosen()))


def _put_in_force(wanted):
    name = wanted or choice.expected()
    if name == "native":
        return name
    try:
        table = tables.of(name)
        library.load(building.build())
    except building.NotBuiltError as error:
        if wanted is None:
            print(f"Computing with today's kernels: {error}", file=sys.stderr, flush=True)
            return "native"
        raise InputError(
            f"the arithmetic {name} cannot be had: {error}; native is there everywhere"
        ) from error
    library.use_rsqrt(table)
    library.use_wide_products(name != "tf1-amd" and building.has_avx512())
    if name == "tf1-amd":
        # The products' kernels take the widest vectors that there are, and add in another order
        # with wider ones. oneDNN, whose kernels they are, reads this at the first product.
        os.environ["ONEDNN_MAX_CPU_ISA"] = "AVX2"
    return name


def processor():
    """Return what the arithmetic in force depends on in the processor; None where on nothing.

    That is for `tf1` the fingerprint of its approximations (`tables.fingerprint`); for all but
    `tf1-amd`, with which they are not used, whether products take vectors of AVX-512; and for all
    the size of the first cache, by which products of more than 400 terms are cut.
    """
    found = [library.fingerprint()] if in_force() == "tf1" else []
    if in_force() != "tf1-amd" and building.has_avx512():
        found.append("AVX-512")
    if cache := building.first_cache():
        found.append(f"first cache {cache}")
    return ", ".join(found) or None


def status():
    """Return what there is to know about the kernels, for people and for reports.

    Returns:
        `arithmetic`: what this process has or would have; `asked_for`: None if nothing was;
        `library`: its path, or None; `reason`: why there is none and none can be made, or None;
        `off`: whether they are switched off for this user; `compiler`: its path, or None.
    """
    there = building.find()
    return {
        "arithmetic": choice.expected(),
        "asked_for": choice.chosen(),
        "library": str(there) if there else None,
        "reason": None if there else building.cannot_build(),
        "off": choice.is_off(),
        "compiler": building.compiler(),
    }
