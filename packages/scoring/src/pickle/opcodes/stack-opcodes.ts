import { ScoringError } from '../../scoring-error.ts';
import { malformed } from '../malformed.ts';
import type { OpcodeTable, PickleMachine } from '../pickle-machine.ts';

/** Opcodes that steer the machine: marks, memo, frames. */
export const stackOpcodes: OpcodeTable = {
  0x2e: (machine) => machine.stop(), // STOP
  0x28: (machine) => machine.mark(), // MARK
  0x30: (machine) => machine.discard(), // POP
  0x31: (machine) => void machine.popToMark(), // POP_MARK
  0x32: (machine) => machine.push(machine.top()), // DUP
  0x80: protocol, // PROTO
  0x95: frame, // FRAME
  0x70: (machine) => put(machine, indexLine(machine)), // PUT
  0x71: (machine) => put(machine, machine.cursor.uint8()), // BINPUT
  0x72: (machine) => put(machine, machine.cursor.uint32()), // LONG_BINPUT
  0x94: (machine) => put(machine, machine.memo.size), // MEMOIZE
  0x67: (machine) => get(machine, indexLine(machine)), // GET
  0x68: (machine) => get(machine, machine.cursor.uint8()), // BINGET
  0x6a: (machine) => get(machine, machine.cursor.uint32()), // LONG_BINGET
  0x50: (machine) => refuse(machine.cursor.line(), 'a persistent id'), // PERSID
  0x51: () => refuse('', 'a persistent id'), // BINPERSID
  0x82: () => refuse('', 'an extension code'), // EXT1
  0x83: () => refuse('', 'an extension code'), // EXT2
  0x84: () => refuse('', 'an extension code'), // EXT4
  0x97: () => refuse('', 'an out-of-band buffer'), // NEXT_BUFFER
  0x98: (machine) => void machine.top(), // READONLY_BUFFER: bytes are never written to here
};

function protocol(machine: PickleMachine): void {
  const version = machine.cursor.uint8();
  if (version > 5) {
    throw new ScoringError('unsupported_model', `The pickle is of protocol ${version}; protocols 0 to 5 are read.`);
  }
}

/** Frames only help readers of slow files; all that can be wrong is one that is longer than the file. */
function frame(machine: PickleMachine): void {
  const length = machine.cursor.uint64();
  if (length > machine.cursor.remaining) throw malformed('a frame is longer than the file');
}

function indexLine(machine: PickleMachine): number {
  const text = machine.cursor.line();
  if (!/^\d{1,15}$/.test(text)) throw malformed('a memo index is no number');
  return Number(text);
}

function put(machine: PickleMachine, index: number): void {
  machine.memo.set(index, machine.top());
}

function get(machine: PickleMachine, index: number): void {
  const value = machine.memo.get(index);
  if (value === undefined) throw malformed(`nothing is stored under memo index ${index}`);
  machine.push(value);
}

function refuse(_argument: string, what: string): never {
  throw new ScoringError('unsupported_model', `The pickle refers to ${what}, something outside of the file.`);
}
