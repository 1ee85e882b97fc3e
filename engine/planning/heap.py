"""What activations cost on a CPU, where they lie on the heap of the C library: more than their bytes.

glibc before 2.38 does not find freed blocks again for aligned requests of the same size, so blocks that it serves from
its heap, those under 32 MiB, cost up to twice their size; larger ones go back to the system at once. The figures were
fitted with tests/bench/bench_fit.py on glibc 2.36; where another library does better, history corrects them.
"""

from engine.planning.activations import FULL, HALF, is_half
from engine.planning.anatomy import Anatomy
from engine.schema.training_spec import TrainingSpec

MIB = 1 << 20
LARGE_BLOCK = 32 * MIB  # from this size on the system gives and takes blocks itself
WASTE = 1.9  # times the bytes of smaller blocks
WASTE_OF_FEW_SIZES = 1.3  # of a transformer: blocks fit into each other's places, unless made anew
LEFT = 0.12  # of what a step took lies beside an evaluation's blocks
LEAST_LEFT = 30 * MIB  # of that, where texts are read
LEAST = 8 * MIB  # what kernels pack and unpack in, however small the network


def on_heap(step: int, measured: int, anatomy: Anatomy, rows: int, training: TrainingSpec) -> int:
    """Resident bytes of a run whose step holds ``step`` bytes at once and whose evaluation ``measured``."""
    few_sizes = anatomy.positions > 1 and training.activation_checkpointing != "full"
    waste = WASTE_OF_FEW_SIZES if few_sizes else WASTE
    grown = int(step * (waste if _block(anatomy, rows, training.precision) < LARGE_BLOCK else 1.0))
    left = LEFT * grown + (LEAST_LEFT if anatomy.positions > 1 else 0)
    return max(grown, int(measured + left), LEAST)


def _block(anatomy: Anatomy, rows: int, precision: str) -> int:
    """Bytes of a typical result, which decides where the library takes it from."""
    number = max((part.leaves * part.positions for part in anatomy.blocks or anatomy.parts), default=0)
    return number * rows * (HALF if is_half(precision) else FULL)
