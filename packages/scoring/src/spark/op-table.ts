import { ScoringError } from '../scoring-error.ts';
import { own } from '../util/own.ts';
import type { Operator } from './operator.ts';
import type { NodeName } from './plan/node-context.ts';

/** MLeap's operators by their names in bundles. */
export interface OpTable {
  /** Names of all operators, also of those that are not loaded. */
  readonly names: readonly string[];
  readonly find: (op: string) => Operator | undefined;
}

/** Ops that are known and not read, and why. */
const refused: Readonly<Record<string, string>> = {
  tensorflow: 'it runs a TensorFlow graph, which needs the TensorFlow library; run this container as an image',
  categorical_drilldown: 'MLeap itself cannot load a stored bundle of it',
};

/** Names of all ops that bundles may have, in alphabetical order. */
export function opNames({ names }: OpTable): string[] {
  return [...names, 'pipeline'].sort();
}

/** How the op of a node is read from a bundle; throws `unsupported_model` that names the node and what is read. */
export function findOp(table: OpTable, { op, path }: NodeName): NonNullable<Operator['openBundle']> {
  const open = table.find(op)?.openBundle;
  if (open !== undefined) return open;
  const reason = own(refused, op) ?? `the ops that are read are ${opNames(table).join(', ')}`;
  const message = `${path}: the op "${op}" is not supported: ${reason}.`;
  throw new ScoringError('unsupported_model', message, { node: path, op });
}
