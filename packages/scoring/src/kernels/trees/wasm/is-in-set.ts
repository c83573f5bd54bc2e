import { add } from '../../wasm/add.ts';
import { type Code, type Local, set } from '../../wasm/code.ts';
import { constant } from '../../wasm/constants.ts';
import type { FunctionWriter } from '../../wasm/function-writer.ts';
import { loadI32 } from '../../wasm/loads.ts';
import * as Op from '../../wasm/op.ts';

/** What looking a category up works in: the node's set, the place of a word in it, the code of the category. */
export interface SetScratch {
  readonly set: Local;
  readonly word: Local;
  readonly code: Local;
}

export function declareSetScratch(f: FunctionWriter): SetScratch {
  const [setAddress, word, code] = f.locals('i32');
  return { set: setAddress, word, code };
}

/** What belongs to a node in a table of four bytes each, where nodes lie sixteen apart. */
export function quarter(node: Local): Code {
  return [node, constant(2), Op.i32ShrU];
}

/** A cell as the set of a split by category takes it. */
export interface CategoryCell {
  /** Its whole number. */
  readonly code: Code;
  /** Whether it is not NaN. */
  readonly isNumber: Code;
}

/**
 * 1 where the cell is a code of the node's set, whose address stands in the table at `sets` (`setWriter` writes it). Codes
 * below 0 count as too large, as unsigned numbers do.
 */
export function isInSet(node: Local, sets: Local, scratch: SetScratch, cell: CategoryCell): Code {
  const { set: address, word, code } = scratch;
  const size = loadI32(address);
  return [
    set(address, loadI32(add(sets, quarter(node)))),
    set(code, cell.code),
    set(word, [code, constant(5), Op.i32ShrU]),
    // The word of zeros stands behind the last one.
    set(word, [word, size, [word, size, Op.i32LtU], Op.select]),
    loadI32(add(address, [word, constant(2), Op.i32Shl]), 4),
    [code, Op.i32ShrU, constant(1), Op.i32And],
    [cell.isNumber, Op.i32And],
  ];
}
