"""Figures that nobody knows but that may have some number: one with which all that is said of them can be true."""

from collections.abc import Iterator

import numpy as np
from scipy.optimize import LinearConstraint, milp
from scipy.sparse import csc_array, csr_array
from scipy.sparse.csgraph import connected_components

from dashboard.domain.coded import Bools, Codes
from dashboard.stats.intervals import Floats
from dashboard.stats.suppression.terms import Sums


def possible_numbers(sums: Sums, true: Floats) -> tuple[Codes, Floats, Bools]:
    """Return whole numbers for amounts that have none in ``true``, and which of the ``sums`` hold with them.

    Amounts, their numbers, and whether each sum holds. Sums that share such amounts hold together or not at all.
    """
    lacking, open_sums, totals = _open(sums, true)
    numbers, holds = np.full(len(lacking), np.nan), np.zeros(sums.many, bool)
    for rows, columns in _blocks(open_sums):
        block, whole = open_sums[rows][:, columns], np.ones(len(columns))
        known = LinearConstraint(csc_array(block), totals[rows], totals[rows])
        made = milp(np.zeros(len(columns)), constraints=known, integrality=whole)
        if made.x is not None:
            numbers[columns], holds[rows] = np.round(made.x), True
    given = ~np.isnan(numbers)
    return lacking[given], numbers[given], holds


def _open(sums: Sums, true: Floats) -> tuple[Codes, csr_array, Floats]:
    """The amounts without a number, their signs by sum, and what they come to in each."""
    missing = np.isnan(true[sums.amounts])
    lacking, places = np.unique(sums.amounts[missing], return_inverse=True)
    signs = sums.signs[missing].astype(float)
    open_sums = csr_array((signs, (sums.rows[missing], places)), shape=(sums.many, len(lacking)))
    return lacking, open_sums, -sums.totals(np.where(missing, 0.0, sums.signs * true[sums.amounts]))


def _blocks(sums: csr_array) -> Iterator[tuple[Codes, Codes]]:
    """Rows and columns of signs that hang together, some of both in each."""
    many = sums.shape[0]
    links = sums.tocoo()
    graph = csr_array((np.ones(links.nnz), (links.row, links.col + many)), shape=(sum(sums.shape), sum(sums.shape)))
    label = connected_components(graph, directed=False)[1]
    order = np.argsort(label, kind="stable")
    for block in np.split(order, np.flatnonzero(np.diff(label[order])) + 1):
        rows, columns = block[block < many], block[block >= many] - many
        if len(rows) and len(columns):
            yield rows, columns
