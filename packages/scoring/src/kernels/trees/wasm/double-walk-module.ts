import { add } from '../../wasm/add.ts';
import { type Code, type Local, loopUntil, set } from '../../wasm/code.ts';
import { constant } from '../../wasm/constants.ts';
import { truncateF64 } from '../../wasm/floor.ts';
import { type FunctionCode, FunctionWriter } from '../../wasm/function-writer.ts';
import { loadF64, loadI32 } from '../../wasm/loads.ts';
import { moduleBytes } from '../../wasm/module-bytes.ts';
import * as Op from '../../wasm/op.ts';
import { storeI32 } from '../../wasm/stores.ts';
import { type CellKind, cellKinds, exportName, type Suffix } from './cell-kind.ts';
import { declareSetScratch, isInSet, quarter, type SetScratch } from './is-in-set.ts';
import { LANES, lanes } from './lanes.ts';

/**
 * Bytes of a node: f64 threshold, i32 byte offset of its column in a row, i32 address of the left child. The last bit of the
 * address is 1 where missing goes right.
 */
export const NODE_BYTES = 16;

/**
 * Walks of trees that compare doubles, in lockstep as in `walkModule`: right where the cell is above the threshold. A leaf is
 * its own left child and has the threshold NaN. Trees may be deep on one side only, so lanes go on until none of them moves.
 *
 * Where there are categories, each node has a set at the address in the table `sets` (a count of words, the words of bits, a
 * word of zeros): cells in the set go right, so that who writes the nodes swaps the children of such splits.
 *
 * Exports, with and without missing cells (`exportName`), for trees with or without categories; they write numbers of leaves, which
 * the table `numbers` has by node:
 * - `rows(roots, rootsEnd, rows, rowsEnd, rowBytes, target, numbers, sets)`: of each tree for all rows, a multiple of LANES;
 * - `trees(roots, rootsEnd, row, target, numbers, sets)`: of each tree, a multiple of LANES, for one row.
 */
export function doubleWalkModule(hasCategories: boolean): Uint8Array {
  return moduleBytes(cellKinds(hasCategories).flatMap((kind) => [walkRows(kind), walkTrees(kind)]));
}

type WalkRows = (
  roots: number,
  rootsEnd: number,
  rows: number,
  rowsEnd: number,
  rowBytes: number,
  target: number,
  numbers: number,
  sets: number,
) => void;
type WalkTrees = (roots: number, rootsEnd: number, row: number, target: number, numbers: number, sets: number) => void;

/** The exports of `doubleWalkModule`: of these, those for its kind of splits. */
export type DoubleWalkFunctions = Readonly<Record<`rows${Suffix}`, WalkRows> & Record<`trees${Suffix}`, WalkTrees>>;

/** What the steps of all lanes share. */
interface Walk {
  readonly kind: CellKind;
  /** Address of the table of sets. */
  readonly sets: Local;
  /** The left child of a node, its last bit included. */
  readonly left: Local;
  /** Where a lane goes, and whether any lane has moved. */
  readonly next: Local;
  readonly moved: Local;
  readonly scratch: SetScratch;
  /** The cell, an f64. */
  readonly x: Local;
}

function declareWalk(f: FunctionWriter, kind: CellKind, sets: Local): Walk {
  const [left, next, moved] = f.locals('i32');
  return { kind, sets, left, next, moved, scratch: declareSetScratch(f), x: f.local('f64') };
}

/** The next node of a lane. */
function next(node: Local, row: Code, { kind, sets, left, scratch, x }: Walk): Code {
  const isAbove: Code = [
    set(x, loadF64(add(row, loadI32(node, 8)))),
    set(left, loadI32(node, 12)),
    [x, loadF64(node), Op.f64Gt],
  ];
  const isMissingRight: Code = [x, x, Op.f64Ne, left, Op.i32And];
  const isRight: Code = kind.hasMissing ? [isAbove, isMissingRight, Op.i32Or] : isAbove;
  const isMember = isInSet(node, sets, scratch, { code: truncateF64(x), isNumber: [x, x, Op.f64Eq] });
  const goesRight: Code = kind.hasCategories ? [isRight, isMember, Op.i32Or] : isRight;
  return add([goesRight, constant(4), Op.i32Shl], [left, constant(-NODE_BYTES), Op.i32And]);
}

/** All lanes go on, two steps at a time, until the second moves none of them. */
function descend(nodes: readonly Local[], nextOf: (lane: number) => Code, { next: to, moved }: Walk): Code {
  const step: Code = nodes.map((node, lane) => set(node, nextOf(lane)));
  const watchedStep: Code = nodes.map((node, lane) => [
    set(to, nextOf(lane)),
    set(moved, [moved, [to, node, Op.i32Xor], Op.i32Or]),
    set(node, to),
  ]);
  return [set(moved, constant(1)), loopUntil([moved, Op.i32Eqz], [set(moved, constant(0)), step, watchedStep])];
}

/** Writes the numbers of the leaves that the lanes have come to. */
function storeNumbers(nodes: readonly Local[], numbers: Local, target: Local): Code {
  return [
    nodes.map((node, lane) => storeI32(target, loadI32(add(numbers, quarter(node))), lane * 4)),
    set(target, add(target, constant(4 * LANES))),
  ];
}

function walkRows(kind: CellKind): FunctionCode {
  const f = new FunctionWriter(exportName('rows', kind));
  const [root, rootsEnd] = f.params();
  const [rows, rowsEnd, rowBytes] = f.params();
  const [target, numbers, sets] = f.params();
  const row = f.local('i32');
  const walk = declareWalk(f, kind, sets);
  const nodes = f.numbered('i32', LANES);
  const rowOf = f.numbered('i32', LANES);
  const group: Code = [
    lanes.map((lane) => set(rowOf[lane], lane === 0 ? row : add(rowOf[lane - 1], rowBytes))),
    nodes.map((node) => set(node, loadI32(root))),
    descend(nodes, (lane) => next(nodes[lane], rowOf[lane], walk), walk),
    storeNumbers(nodes, numbers, target),
    set(row, add(rowOf[LANES - 1], rowBytes)),
  ];
  const oneTree: Code = [
    set(row, rows),
    loopUntil([row, rowsEnd, Op.i32GeU], group),
    set(root, add(root, constant(4))),
  ];
  return f.withBody(loopUntil([root, rootsEnd, Op.i32GeU], oneTree));
}

function walkTrees(kind: CellKind): FunctionCode {
  const f = new FunctionWriter(exportName('trees', kind));
  const [root, rootsEnd, row] = f.params();
  const [target, numbers, sets] = f.params();
  const walk = declareWalk(f, kind, sets);
  const nodes = f.numbered('i32', LANES);
  const group: Code = [
    nodes.map((node, lane) => set(node, loadI32(root, lane * 4))),
    descend(nodes, (lane) => next(nodes[lane], row, walk), walk),
    storeNumbers(nodes, numbers, target),
    set(root, add(root, constant(4 * LANES))),
  ];
  return f.withBody(loopUntil([root, rootsEnd, Op.i32GeU], group));
}
