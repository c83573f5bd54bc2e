import type { PickleMachine } from './pickle-machine.ts';

/** One instruction: it reads its own arguments from the machine's cursor. */
export type Opcode = (machine: PickleMachine) => void;

export type OpcodeTable = Readonly<Record<number, Opcode>>;
