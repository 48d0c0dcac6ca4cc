"""BPMN 2.0 (OMG, ISO/IEC 19510): a journey as a process in a pool, with diagram interchange.

Steps are tasks, actors lanes, transitions sequence flows through gateways, exits end events, waits
timer events, stages groups. What BPMN has no word for is kept in elements of our own namespace, so
that reading what was written gives the same journey; what other programs changed in between counts.
"""

from .reading import read
from .writing import write

__all__ = ["read", "write"]
