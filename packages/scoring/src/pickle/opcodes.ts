import { containerOpcodes } from './opcodes/container-opcodes.ts';
import { numberOpcodes } from './opcodes/number-opcodes.ts';
import { objectOpcodes } from './opcodes/object-opcodes.ts';
import { stackOpcodes } from './opcodes/stack-opcodes.ts';
import { textOpcodes } from './opcodes/text-opcodes.ts';
import type { OpcodeTable } from './pickle-machine.ts';

/** Every opcode of protocols 0 to 5, by its byte. Bytes without an entry are no opcodes. */
export const opcodes: OpcodeTable = {
  ...stackOpcodes,
  ...numberOpcodes,
  ...textOpcodes,
  ...containerOpcodes,
  ...objectOpcodes,
};
