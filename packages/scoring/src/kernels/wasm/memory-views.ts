import type { Region } from './layout.ts';

/** A memory as arrays of numbers. */
export class MemoryViews {
  readonly bytes: Uint8Array;
  readonly words: Int32Array;
  readonly floats: Float32Array;
  readonly doubles: Float64Array;

  constructor(buffer: ArrayBuffer) {
    this.bytes = new Uint8Array(buffer);
    this.words = new Int32Array(buffer);
    this.floats = new Float32Array(buffer);
    this.doubles = new Float64Array(buffer);
  }
}

/** A region of a memory, as that view of it has it. */
export function viewOf<View extends Uint8Array | Int32Array | Float32Array | Float64Array>(
  view: View,
  { start, end }: Region,
): View {
  return view.subarray(start / view.BYTES_PER_ELEMENT, end / view.BYTES_PER_ELEMENT) as View;
}
