import { list } from '../../../frame/data-type.ts';
import type { Kernel } from '../../plan/kernel.ts';
import { mapTokens } from '../../plan/map-tokens.ts';
import type { NodeContext } from '../../plan/node-context.ts';
import type { Ports } from '../../plan/ports.ts';

type Tokens = readonly (string | null)[];

/** What becomes of a list of strings; `port` is the end of its ports' names, '' if there is one list only. */
export interface ListMap {
  readonly port?: string;
  readonly compute: (tokens: Tokens) => Tokens;
}

/** A loop from lists of strings to others. */
export function mapLists({ port = '', compute }: ListMap, ports: Ports, context: NodeContext): Kernel {
  const input = ports.values(`input${port}`, list('string'));
  const output = ports.outputValues(`output${port}`, list('string'));
  return mapTokens(context, { input, output }, compute);
}
