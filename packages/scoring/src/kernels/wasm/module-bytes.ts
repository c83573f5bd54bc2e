import { encodeFunction, typeBytes } from './encode-function.ts';
import type { FunctionCode } from './function-writer.ts';
import { unsignedLeb128 } from './leb128.ts';

/** The magic word and version 1 (core 2.0, section 5.5.16). */
const PREAMBLE = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00];

/** Numbers of sections, in the order in which they have to stand. */
const Section = { types: 1, imports: 2, functions: 3, exports: 7, code: 10 } as const;

/** A module that imports its memory as `kernel.memory` and exports the functions by name. */
export function moduleBytes(functions: readonly FunctionCode[]): Uint8Array {
  const types = functions.map(({ parameters }) => [
    0x60,
    ...vector(parameters.map(({ type }) => [typeBytes[type]])),
    ...vector([]),
  ]);
  // A memory of at least one page, without a limit.
  const memory = [...text('kernel'), ...text('memory'), 0x02, 0x00, 0x01];
  const exported = functions.map(({ name }, index) => [...text(name), 0x00, ...unsignedLeb128(index)]);
  return Uint8Array.from([
    ...PREAMBLE,
    ...section(Section.types, types),
    ...section(Section.imports, [memory]),
    ...section(
      Section.functions,
      functions.map((_function, index) => unsignedLeb128(index)),
    ),
    ...section(Section.exports, exported),
    ...section(
      Section.code,
      functions.map((code) => sized(encodeFunction(code))),
    ),
  ]);
}

function section(id: number, items: readonly (readonly number[])[]): number[] {
  return [id, ...sized(vector(items))];
}

function sized(bytes: readonly number[]): number[] {
  return [...unsignedLeb128(bytes.length), ...bytes];
}

function vector(items: readonly (readonly number[])[]): number[] {
  return [...unsignedLeb128(items.length), ...items.flat()];
}

function text(value: string): number[] {
  return [...unsignedLeb128(value.length), ...Array.from(value, (character) => character.charCodeAt(0))];
}
