import { getTextEncoding } from '@bufbuild/protobuf/wire';
import { basicTypes } from '../../../frame/data-type.ts';
import { own } from '../../../util/own.ts';
import { present } from '../../../util/present.ts';
import type { Attribute, AttributeShape } from '../../attributes/attribute.ts';
import { badModel } from '../../bad-model.ts';
import type { Socket } from '../../plan/socket.ts';
import type { BundleModelFile } from './model-file.ts';
import type { BundleNodeFile } from './node-file.ts';

/** Keys that hold the items of a value, whatever its form. */
const itemKeys: readonly string[] = [...basicTypes, 'tensor', 'basic_type', 'data_shape', 'model'];

type JsonObject = Readonly<Record<string, unknown>>;

export function parseJsonFile(bytes: Uint8Array, path: string): unknown {
  try {
    return JSON.parse(getTextEncoding().decodeUtf8(bytes));
  } catch (error) {
    throw badModel(path, `is not JSON: ${error instanceof Error ? error.message : 'unreadable'}`);
  }
}

/** Reads a `model.json`. A missing attributes map is an empty one; unknown keys are ignored. */
export function readJsonModel(bytes: Uint8Array, path: string): BundleModelFile {
  const root = objectAt(parseJsonFile(bytes, path), path);
  if (typeof root['op'] !== 'string') throw badModel(path, 'names no op');
  const attributes = new Map<string, Attribute>();
  for (const [name, value] of Object.entries(objectAt(root['attributes'] ?? {}, path))) {
    attributes.set(name, readValue(objectAt(value, `${path}, attribute "${name}"`), `${path}, attribute "${name}"`));
  }
  return { op: root['op'], attributes };
}

/** Reads a `node.json`. A missing list of sockets is an empty one. */
export function readJsonNode(bytes: Uint8Array, path: string): BundleNodeFile {
  const root = objectAt(parseJsonFile(bytes, path), path);
  const shape = objectAt(root['shape'] ?? {}, path);
  const name = typeof root['name'] === 'string' ? root['name'] : '';
  return { name, inputs: readSockets(shape['inputs'], path), outputs: readSockets(shape['outputs'], path) };
}

function readSockets(list: unknown, path: string): Socket[] {
  if (list === undefined || list === null) return [];
  return listAt(list, path).map((item) => {
    const { port, name } = objectAt(item, path);
    if (typeof port !== 'string' || typeof name !== 'string') throw badModel(path, 'has a socket without port or name');
    return { port, name };
  });
}

function readValue(value: JsonObject, where: string): Attribute {
  const type = value['type'];
  const key = itemKeys.find((candidate) => own(value, candidate) !== undefined);
  const held = key === undefined ? undefined : own(value, key);
  if (type === 'tensor') return readTensor(value, where);
  if (type === 'list') {
    return { form: 'list', items: key === undefined ? [] : readItems(key, listAt(held, where), where) };
  }
  if (type !== undefined) throw badModel(where, `has the unknown type ${JSON.stringify(type)}`);
  return { form: 'scalar', items: key === undefined ? [] : readItems(key, [held], where) };
}

function readItems(key: string, items: readonly unknown[], where: string): readonly unknown[] | Float64Array {
  if (key === 'tensor') return items.map((item) => readTensor(objectAt(item, where), where));
  if (key === 'data_shape') return items.map((item) => readShape(objectAt(item, where), where));
  if (key === 'float' || key === 'double') return readNumbers(items, where);
  return items;
}

/** NaN and the infinities are written as null, which is read as NaN. */
function readNumbers(items: readonly unknown[], where: string): Float64Array {
  const numbers = new Float64Array(items.length);
  for (let at = 0; at < items.length; at++) {
    const item = items[at];
    if (item !== null && typeof item !== 'number') throw badModel(where, `item ${at} is no number`);
    numbers[at] = item ?? Number.NaN;
  }
  return numbers;
}

function readTensor(value: JsonObject, where: string): Attribute {
  const key = itemKeys.find((candidate) => own(value, candidate) !== undefined);
  const items = key === undefined ? [] : readItems(key, listAt(own(value, key), where), where);
  return { form: 'tensor', items, dimensions: readDimensions(value['shape'], where) ?? [items.length] };
}

function readShape(value: JsonObject, where: string): AttributeShape {
  const base = value['base'];
  if (base !== 'scalar' && base !== 'list' && base !== 'tensor') {
    throw badModel(where, `has the unknown shape ${JSON.stringify(base)}`);
  }
  const dimensions = readDimensions(value['tensorShape'], where);
  return { base, isNullable: value['isNullable'] === true, ...present({ dimensions }) };
}

function readDimensions(shape: unknown, where: string): number[] | undefined {
  if (shape === undefined || shape === null) return undefined;
  const dimensions = objectAt(shape, where)['dimensions'];
  if (dimensions === undefined || dimensions === null) return [];
  return listAt(dimensions, where).map((item) => {
    const size = objectAt(item, where)['size'] ?? 0;
    if (!Number.isInteger(size)) throw badModel(where, 'has a dimension that is no integer');
    return size as number;
  });
}

function objectAt(value: unknown, where: string): JsonObject {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as JsonObject;
  throw badModel(where, 'is no JSON object');
}

function listAt(value: unknown, where: string): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw badModel(where, 'is no JSON array');
}
