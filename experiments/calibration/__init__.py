"""Which values of the psychology agree with the evidence: simulated moments and history matching.

Calibration yields no best point but an ensemble of plausible worlds: points of the parameter space at which
the model shows the patterns that were measured in real groups.
"""

import os

# The processors belong to the evaluations. A matrix product that wants all of them at the same time waits for threads
# that do not get their turn, and takes several times as long. Has an effect only before NumPy is first imported.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
