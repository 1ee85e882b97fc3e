"""Each layer's matrices are split over the ranks of a group; groups hold replicas of each other."""

from engine.schema.strategy_spec import MeshShape
from engine.train.strategy.mesh import Mesh


class TensorParallel(Mesh):
    """A mesh of two axes: replicas, and ranks that share each matrix."""

    def shape(self) -> MeshShape:
        degree = self.spec.strategy.degree or self.rank.world_size  # type: ignore[union-attr]
        return MeshShape(data=self.rank.world_size // degree, tensor=degree)
