import { present } from '../../util/present.ts';
import { Attributes } from '../model/attributes.ts';
import type { Attribute, AttributeShape, OpModel, Socket } from '../model/attribute.ts';
import type { PlanNode } from '../plan/plan-node.ts';
import type { ModelFolder } from '../model/model-folder.ts';
import type { Op } from '../op.ts';
import type { ClusterRecord } from '../model/cluster-record.ts';
import type { TreeRecord } from '../model/tree-record.ts';
import { PackedTexts } from '../../frame/packed-texts.ts';
import { badStage, describeStage } from '../save/bad-stage.ts';
import type { SavedMatrix } from '../save/cells.ts';
import type { SavedStage } from '../save/saved-stage.ts';
import { own } from '../../util/own.ts';

/** A model in memory: what a folder of a bundle would hold. */
export interface ModelParts {
  readonly op: string;
  readonly attributes: Readonly<Record<string, AttributeValue>>;
  readonly trees?: readonly TreeRecord[];
  readonly clusters?: readonly ClusterRecord[];
  readonly files?: ReadonlyMap<string, Uint8Array>;
  readonly folders?: Readonly<Record<string, ModelParts>>;
}

/** A parameter of an op, in plain form. Undefined ones are left out. */
export type AttributeValue =
  | undefined
  | boolean
  | number
  | string
  | readonly boolean[]
  | readonly number[]
  | readonly string[]
  | Float64Array
  | Int32Array
  | SavedMatrix
  | PackedTexts
  | readonly Float64Array[]
  | readonly AttributeShape[];

export const scalarShape: AttributeShape = { base: 'scalar', isNullable: true };
export const vectorShape: AttributeShape = { base: 'tensor', isNullable: true };

/** Ports of an op and the columns they are wired to. */
export type Ports = Readonly<Record<string, string>>;

/** The step of the plan that a stage becomes; `op` in `parts` names it in messages and picks the op unless one is given. */
export function makeNode(stage: SavedStage, parts: ModelParts, inputs: Ports, outputs: Ports, ownOp?: Op): PlanNode {
  const path = describeStage(stage.metadata);
  const folder = new MemoryFolder(stage, path, withRelease(stage, parts));
  return {
    path,
    name: stage.metadata.uid,
    op: parts.op,
    inputs: sockets(inputs),
    outputs: sockets(outputs),
    attributes: new Attributes(folder.model().attributes, path),
    folder,
    ...present({ ownOp }),
  };
}

/** Before Spark 4 vectors were compressed by another rule. */
function withRelease(stage: SavedStage, parts: ModelParts): ModelParts {
  return stage.isBefore(4) ? { ...parts, attributes: { ...parts.attributes, sparse_overhead: 1.5 } } : parts;
}

function sockets(ports: Ports): Socket[] {
  return Object.entries(ports).map(([port, name]) => ({ port, name }));
}

class MemoryFolder implements ModelFolder {
  readonly path: string;
  readonly #stage: SavedStage;
  readonly #parts: ModelParts | undefined;

  constructor(stage: SavedStage, path: string, parts: ModelParts | undefined) {
    this.path = path;
    this.#stage = stage;
    this.#parts = parts;
  }

  folder(name: string): ModelFolder {
    return new MemoryFolder(this.#stage, `${this.path}, ${name}`, own(this.#parts?.folders ?? {}, name));
  }

  file(name: string): Uint8Array {
    const bytes = this.#parts?.files?.get(name);
    if (bytes === undefined) throw badStage(this.#stage.metadata, `has no ${name}`);
    return bytes;
  }

  model(): OpModel {
    const parts = this.#parts;
    if (parts === undefined) throw badStage(this.#stage.metadata, `${this.path} is missing`);
    const attributes = new Map<string, Attribute>();
    for (const [name, value] of Object.entries(parts.attributes)) {
      if (value !== undefined) attributes.set(name, toAttribute(value));
    }
    return { op: parts.op, attributes };
  }

  treeRecords(): readonly TreeRecord[] {
    return this.#parts?.trees ?? [];
  }

  clusterRecords(): readonly ClusterRecord[] {
    return this.#parts?.clusters ?? [];
  }
}

function toAttribute(value: Exclude<AttributeValue, undefined>): Attribute {
  if (typeof value !== 'object') return { form: 'scalar', items: [value] };
  if (value instanceof Float64Array) return tensor(value);
  if (value instanceof Int32Array) return tensor(Float64Array.from(value));
  if (value instanceof PackedTexts) return { form: 'list', items: value };
  if ('values' in value && 'rowCount' in value) {
    return { form: 'tensor', items: value.values, dimensions: [value.rowCount, value.columnCount] };
  }
  const items = value as readonly unknown[];
  return { form: 'list', items: items.map((item) => (item instanceof Float64Array ? tensor(item) : item)) };
}

function tensor(values: Float64Array): Attribute {
  return { form: 'tensor', items: values, dimensions: [values.length] };
}
