import { add } from '../../../src/kernels/wasm/add.ts';
import { set } from '../../../src/kernels/wasm/code.ts';
import { constant } from '../../../src/kernels/wasm/constants.ts';
import { FunctionWriter } from '../../../src/kernels/wasm/function-writer.ts';
import { loadI32 } from '../../../src/kernels/wasm/loads.ts';
import { moduleBytes } from '../../../src/kernels/wasm/module-bytes.ts';
import { storeI32 } from '../../../src/kernels/wasm/stores.ts';

export interface IncrementFunctions {
  readonly increment: (address: number) => void;
}

/** Adds 1 to the number at an address. */
export function increment(): Uint8Array {
  const f = new FunctionWriter('increment');
  const address = f.param();
  const value = f.local('i32');
  return moduleBytes([f.withBody([set(value, loadI32(address)), storeI32(address, add(value, constant(1)))])]);
}
