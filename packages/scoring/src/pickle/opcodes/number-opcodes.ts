import { defined } from '../../util/defined.ts';
import { own } from '../../util/own.ts';
import { malformed } from '../malformed.ts';
import type { OpcodeTable, PickleMachine } from '../pickle-machine.ts';

/** Longest int in digits (and bytes) that is read: turning digits into a number takes time that grows with their square. */
const MAX_DIGITS = 1000;

/** Opcodes that push None, booleans, ints and floats. */
export const numberOpcodes: OpcodeTable = {
  0x4e: (machine) => machine.push(null), // NONE
  0x88: (machine) => machine.push(true), // NEWTRUE
  0x89: (machine) => machine.push(false), // NEWFALSE
  0x49: intLine, // INT
  0x4c: (machine) => machine.push(parseInteger(machine.cursor.line().replace(/L$/, ''))), // LONG
  0x4a: (machine) => machine.push(machine.cursor.int32()), // BININT
  0x4b: (machine) => machine.push(machine.cursor.uint8()), // BININT1
  0x4d: (machine) => machine.push(machine.cursor.uint16()), // BININT2
  0x8a: (machine) => pushLong(machine, machine.cursor.uint8()), // LONG1
  0x8b: (machine) => pushLong(machine, machine.cursor.uint32()), // LONG4
  0x46: (machine) => machine.push(parseFloatLine(machine.cursor.line())), // FLOAT
  0x47: (machine) => machine.push(machine.cursor.float64()), // BINFLOAT
};

/** INT: decimal text, where `00` and `01` are the booleans. */
function intLine(machine: PickleMachine): void {
  const text = machine.cursor.line();
  machine.push(text === '00' ? false : text === '01' ? true : parseInteger(text));
}

function parseInteger(text: string): number | bigint {
  if (text.length > MAX_DIGITS || !/^[+-]?\d+$/.test(text)) throw malformed('an int is not written in decimal digits');
  return narrow(BigInt(text.replace('+', '')));
}

function parseFloatLine(text: string): number {
  const named: Record<string, number> = { inf: Infinity, '-inf': -Infinity, nan: Number.NaN, '-nan': Number.NaN };
  const value = own(named, text);
  if (value !== undefined) return value;
  if (!/^[+-]?(\d+(?:\.\d*)?|\.\d+)(e[+-]?\d+)?$/i.test(text))
    throw malformed('a float is not written in decimal digits');
  return Number(text);
}

/** Little-endian two's complement; no bytes at all are 0. */
function pushLong(machine: PickleMachine, count: number): void {
  if (count > MAX_DIGITS) throw malformed(`an int of ${count} bytes`);
  const bytes = machine.cursor.take(count);
  let value = 0n;
  for (let at = count - 1; at >= 0; at--) value = (value << 8n) | BigInt(defined(bytes[at]));
  machine.push(narrow(BigInt.asIntN(count * 8, value)));
}

function narrow(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}
