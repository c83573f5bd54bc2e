import { rowBlocks } from '../../frame/row-blocks.ts';
import type { SparseCells } from '../../frame/sparse-cells.ts';
import { NearestList, type NearestPoints } from '../../kernels/linear/nearest-list.ts';
import type { Fitted } from '../fitted.ts';
import type { FittedPoints } from '../fitted-points.ts';
import { readMetric } from './metric.ts';
import { NeighborHeap } from './neighbor-heap.ts';

/** Told what is compared of a row and every fitted row: of Euclidean distances the squares. */
type VisitCompared = (row: number, compared: Float64Array) => void;

/** Distances between rows of which the zeros are not stored. */
export interface StoredMetric {
  /** Whether a look at all cells gives the same distances and is quicker. */
  readonly isSlower: boolean;
  readonly eachRow: (cells: SparseCells, visit: VisitCompared) => void;
  /** Whether its squares are those of `expandedSquares`, and of equals the first are taken. */
  readonly isExpanded: boolean;
  /** The nearest of all fitted rows, nearest first. */
  readonly nearest: (compared: Float64Array, count: number) => NearestPoints;
  /** The distance itself. */
  readonly finish: (compared: number) => number;
}

/** Undefined for metrics that scikit-learn does not take over sparse matrices, and for fitted rows that stand in a tree. */
export function readStoredMetric(fitted: Fitted, points: FittedPoints): StoredMetric | undefined {
  const { over, stored } = readMetric(fitted);
  if (stored === undefined || fitted.text('_fit_method', 'brute') !== 'brute') return undefined;
  const way = stored === 'squares' && points.isSparse ? 'expandedSquares' : stored;
  const { finish } = over({ rows: 0, columns: points.columns, values: new Float64Array(0) });
  const takesLast = pushesInOrder(fitted, points, stored);
  const isInOrder = way === 'squares' || way === 'differences';
  return {
    isSlower: isInOrder && !points.hasFewCells,
    isExpanded: way === 'expandedSquares' && !takesLast,
    eachRow: (cells, visit) => {
      for (const { first, block } of rowBlocks(cells, points.rows)) {
        const compared = points.stored[way](block);
        for (let row = 0; row + 1 < block.starts.length; row++)
          visit(first + row, compared.subarray(row * points.rows, (row + 1) * points.rows));
      }
    },
    nearest: (compared, count) => nearestOf(compared, count, takesLast),
    finish,
  };
}

/**
 * Whether of points at equal distance scikit-learn takes those that its heap keeps, pushed in the order of the fitted rows. Else
 * NumPy's partition decides, which differs from one processor to another: the first ones are taken here.
 */
function pushesInOrder(fitted: Fitted, points: FittedPoints, stored: 'squares' | 'differences' | 'cosines'): boolean {
  if (stored === 'cosines') return false;
  if (!points.isSparse) return fitted.atLeast(1, 1);
  return fitted.atLeast(1, 2) && (stored === 'differences' || !fitted.atLeast(1, 4));
}

function nearestOf(compared: Float64Array, count: number, takesLast: boolean): NearestPoints {
  const size = Math.min(count + 1, compared.length);
  const list = new NearestList(size);
  for (let place = 0; place < compared.length; place++) {
    const distance = compared[place];
    if (place < size || distance < list.limit) list.offer(place, distance);
  }
  const { places, squares } = list;
  const isTied = count < compared.length && squares[count - 1] === squares[count];
  if (!isTied || !takesLast) return { places: places.subarray(0, count), squares: squares.subarray(0, count) };
  const heap = new NeighborHeap(count);
  compared.forEach((distance, place) => heap.push(distance, place));
  return heap.sorted();
}
