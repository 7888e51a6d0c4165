"""What the lab says of itself: how many parameters rest on what, and which versions of what it is made of."""

from __future__ import annotations

from collections import Counter
from functools import cache

from experiments.calibration.version import model_version
from experiments.studies.study import provenance
from sim.parameters import psychology_table
from sim.quantities import GRADES, Grade

NAME = "qunlab"
LICENCE = "Apache-2.0"


def grade_counts() -> dict[Grade, int]:
    """Parameters of nature by what their value rests on, the firmest first."""
    counts = Counter(one.grade for one in psychology_table())
    return {grade: counts[grade] for grade in GRADES}


@cache
def versions() -> dict[str, str]:
    """Names and versions: the lab ("qunlab"), the model ("model"), Python, and the libraries that figures depend on."""
    made_with = provenance(model_version())
    libraries = {name: number for name, number in made_with["libraries"].items() if number}
    return {
        NAME: libraries.pop(NAME, ""),
        "model": str(made_with["model"]),
        "Python": str(made_with["python"]),
        **libraries,
    }


def citation() -> str:
    """How to cite the lab, as BibTeX."""
    return "\n".join(
        (
            f"@software{{{NAME},",
            "  author  = {{The Qunlab authors}},",
            "  title   = {{Qunlab: an agent-based lab for messaging groups}},",
            f"  version = {{{versions()[NAME]}}},",
            f"  note    = {{{LICENCE}; model {versions()['model']}}}",
            "}",
        )
    )
