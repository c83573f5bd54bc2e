import type { NodeContext } from './node-context.ts';

/** The registers of a node's ports, as they are asked for while it is compiled. */
export type Ports = Pick<
  NodeContext,
  | 'hasInput'
  | 'hasOutput'
  | 'countInputs'
  | 'numbers'
  | 'strings'
  | 'vectors'
  | 'values'
  | 'input'
  | 'rawInput'
  | 'outputNumbers'
  | 'outputStrings'
  | 'outputVectors'
  | 'outputValues'
  | 'output'
>;
