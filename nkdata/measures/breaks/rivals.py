"""One segmentation against all rivals: the share of the variance that each explains."""

from typing import Any

import numpy as np

from nkdata.measures.breaks.segments import explained_by, segmentations


class Rivals:
    """Every segmentation of as many years into as many periods, against which one is set."""

    def __init__(self, length: int, breaks: int, min_length: int, seed: int) -> None:
        self.length = length
        self.every = segmentations(length, breaks, min_length, seed)
        self.indices = self._indices(self.every)

    def _indices(self, every: np.ndarray) -> np.ndarray:
        """Return where each segment of each segmentation is found among all segments: segment by segmentation."""
        edges = np.column_stack([np.zeros(len(every), dtype=int), every, np.full(len(every), self.length)])
        return np.ascontiguousarray((edges[:, :-1] * (self.length + 1) + edges[:, 1:]).T)

    def shares(self, values: np.ndarray, indices: np.ndarray | None = None) -> np.ndarray:
        """Return the share of the variance that each segmentation explains."""
        indices = self.indices if indices is None else indices
        total, gain = np.nansum(values**2), explained_by(values).ravel()
        return sum(gain[segment] for segment in indices) / total if total > 0 else np.zeros(indices.shape[1])

    def against(self, start_years: list[int], years: np.ndarray, values: np.ndarray, shares: np.ndarray) -> dict[str, Any]:
        """Return what one segmentation explains, its percentile among all, and the best of them."""
        own = self.shares(values, self._indices(np.array([start_years]) - years[0]))[0]
        return {
            "boundaries": ";".join(map(str, start_years)),
            "explained": own,
            "percentile": 100 * np.mean(shares <= own + 1e-12),
            "best": ";".join(map(str, self.every[shares.argmax()] + years[0])),
            "best_explained": shares.max(),
            "segmentations": len(self.every),
        }
