import type { Column } from '../../frame/column.ts';
import type { DataType } from '../../frame/data-type.ts';
import type { Frame } from '../../frame/frame.ts';
import type { Field, Schema } from '../../frame/schema.ts';
import { ScoringError } from '../../scoring-error.ts';
import { defined } from '../../util/defined.ts';
import { nearestName } from '../../util/nearest-name.ts';
import type { LoadBooster } from '../op-booster.ts';
import type { Semantics } from '../semantics.ts';
import { createRegister } from './create-register.ts';
import { fillRegister, readRegister } from './fill-register.ts';
import type { Kernel } from './kernel.ts';
import { NodeContext } from './node-context.ts';
import type { PlanNode } from './plan-node.ts';
import { Ports } from './ports.ts';
import { pruneNodes } from './prune-nodes.ts';
import type { Register } from './register.ts';
import { RowFailures } from './row-failures.ts';
import type { Wiring } from './wiring.ts';

export interface PlanOptions {
  /** Default `mleap`. */
  readonly semantics?: Semantics;
  /** The columns that frames will bring. Default: those the nodes need, of the types their ops ask for. */
  readonly input?: Schema;
  /** The columns wanted; steps that do not serve them are left out. Default: every column that is made. */
  readonly outputs?: readonly string[];
  /** The reader for the ops `xgboost.*`; without one such a pipeline is refused. */
  readonly loadBooster?: LoadBooster;
}

export interface Plan {
  readonly inputSchema: Schema;
  readonly outputSchema: Schema;
  readonly pruned: ReadonlySet<PlanNode>;
  /** As `Scorer` has it. */
  readonly scoreShared: (frame: Frame) => Frame;
}

/**
 * Turns nodes into a list of kernels over registers: columns are looked up here, once, and never while rows are scored.
 */
export function compilePlan(nodes: readonly PlanNode[], options: PlanOptions): Plan {
  const pruned = pruneNodes(nodes, options.outputs);
  const columns = new Map<string, Register>();
  const inputs: Field[] = [];
  const failures = new RowFailures();
  const kernels: Kernel[] = [];
  // A request may bring a schema of very many columns.
  const given = new Map(options.input?.fields.map(({ name, type }) => [name, type]));
  const openInput = (name: string, wanted: DataType): Register | undefined => {
    if (options.input !== undefined && !given.has(name)) return undefined;
    const type = given.get(name) ?? wanted;
    const register = createRegister(type, name);
    columns.set(name, register);
    inputs.push({ name, type });
    return register;
  };
  const wiring: Wiring = {
    columns,
    semantics: options.semantics ?? 'mleap',
    loadBooster: options.loadBooster,
    failures,
    kernels,
    openInput,
  };
  for (const field of options.input?.fields ?? []) openInput(field.name, field.type);
  const made = compileNodes(nodes, pruned, wiring);
  const inputSchema: Schema = options.input ?? { fields: inputs };
  const outputs = outputRegisters(options.outputs ?? made, columns, nodes);
  const outputSchema: Schema = { fields: outputs.map(({ name, type }) => ({ name, type })) };
  const inputRegisters = inputSchema.fields.map((field) => defined(columns.get(field.name)));
  const run = { kernels, failures, inputRegisters, outputs, inputSchema, outputSchema };
  return { inputSchema, outputSchema, pruned, scoreShared: (frame) => scoreFrame(frame, run) };
}

/** Compiles the nodes that are left and returns the names of the columns they make, in order. */
function compileNodes(nodes: readonly PlanNode[], pruned: ReadonlySet<PlanNode>, wiring: Wiring): string[] {
  const made: string[] = [];
  for (const node of nodes) {
    if (pruned.has(node)) continue;
    const before = new Set(wiring.columns.keys());
    const context = new NodeContext(node, wiring);
    wiring.kernels.push(node.compile(new Ports(node, wiring, context), context));
    const own = new Set(node.outputs.map((socket) => socket.name));
    for (const name of wiring.columns.keys()) if (!before.has(name) && own.has(name)) made.push(name);
  }
  return made;
}

/** A function of its own: a closure inside `compilePlan` would keep the nodes, with all that their model says, in memory as long as the plan. */
function outputRegisters(
  names: readonly string[],
  columns: ReadonlyMap<string, Register>,
  nodes: readonly PlanNode[],
): Register[] {
  return names.map((name) => columns.get(name) ?? noColumn(name, columns, nodes));
}

/** Unused columns are not compiled: all names are those of the nodes. */
function noColumn(name: string, columns: ReadonlyMap<string, Register>, nodes: readonly PlanNode[]): never {
  const names = new Set([...columns.keys(), ...nodes.flatMap((node) => node.outputs.map((socket) => socket.name))]);
  throw new ScoringError('missing_column', `The bundle makes no column "${name}"${nearestName(name, [...names])}`, {
    column: name,
  });
}

interface Run {
  readonly kernels: readonly Kernel[];
  readonly failures: RowFailures;
  readonly inputRegisters: readonly Register[];
  readonly outputs: readonly Register[];
  readonly inputSchema: Schema;
  readonly outputSchema: Schema;
}

function scoreFrame(frame: Frame, run: Run): Frame {
  const { rowCount } = frame;
  run.failures.reset();
  run.failures.adopt(frame.rejections);
  bindInputs(frame, run);
  for (const kernel of run.kernels) kernel(rowCount);
  const columns: Column[] = [];
  for (const register of run.outputs) columns.push(readRegister(register, rowCount));
  const { rejections } = run.failures;
  const scored = { schema: run.outputSchema, columns, rowCount };
  return rejections === undefined ? scored : { ...scored, rejections };
}

/** Lays the frame's columns into the registers: by position if the schema is the plan's own, else by name. */
function bindInputs(frame: Frame, run: Run): void {
  const isOwn = frame.schema === run.inputSchema;
  const { inputRegisters } = run;
  for (let position = 0; position < inputRegisters.length; position++) {
    const register = inputRegisters[position];
    const at = isOwn ? position : frame.schema.fields.findIndex((field) => field.name === register.name);
    const column = frame.columns[at];
    if (column === undefined) {
      throw new ScoringError('missing_column', `The frame has no column "${register.name}".`, {
        column: register.name,
      });
    }
    fillRegister(register, column, frame.rowCount);
  }
}
