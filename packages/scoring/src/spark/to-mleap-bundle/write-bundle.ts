import { getTextEncoding } from '@bufbuild/protobuf/wire';
import type { ModelFiles } from '../../model-files.ts';
import { own } from '../../util/own.ts';
import type { BundleModel } from '../attributes/bundle-model.ts';
import { type BundleValue, bundleValue } from '../attributes/bundle-value.ts';
import type { NodeName } from '../plan/node-context.ts';
import type { Socket } from '../plan/socket.ts';
import { refuseExport } from '../save/refuse-export.ts';
import type { BundleNode } from './bundle-nodes.ts';
import { writeJsonValue } from './write-json-value.ts';

/** What `bundle.json` says. */
export interface BundleHead {
  readonly name: string;
  /** A UUID. */
  readonly uid: string;
  /** ISO 8601, local time. */
  readonly timestamp: string;
}

/** The version of MLeap whose layout is written: that of AWS's container, which later ones read too. */
const version = '0.20.0';

/**
 * The files of a bundle in the format `json`, `bundle.json` and `root/` at the top: a pipeline of nodes. Throws `unsupported_model`
 * that names the stage for what MLeap does not have.
 */
export function writeBundle(nodes: readonly BundleNode[], { name, uid, timestamp }: BundleHead): ModelFiles {
  const files = new Map<string, Uint8Array>();
  const named = nodeNames(nodes);
  putJson(files, 'bundle.json', { uid, name, format: 'json', version, timestamp });
  putJson(files, 'root/node.json', { name, shape: { inputs: [], outputs: [] } });
  for (const [name, node] of named) putNode({ files, node }, name);
  const attributes = { nodes: bundleValue.strings([...named.keys()]) };
  putModel({ files, node: { path: 'the pipeline', op: 'pipeline' } }, 'root', { op: 'pipeline', attributes });
  return files;
}

function putNode({ files, node }: Target & { readonly node: BundleNode }, name: string): void {
  const { op, model } = node;
  const folder = `root/${name}.node`;
  const sockets = (list: readonly Socket[]) =>
    list.map(({ port, name: column }) => ({ name: column, port: own(model.ports ?? {}, port) ?? port }));
  putJson(files, `${folder}/node.json`, {
    name,
    shape: { inputs: sockets(node.inputs), outputs: sockets(node.outputs) },
  });
  putModel({ files, node }, folder, { op, ...model });
}

/** The nodes by their names: the uids of stages; a stage may be several nodes, and a uid anything. */
function nodeNames(nodes: readonly BundleNode[]): ReadonlyMap<string, BundleNode> {
  const named = new Map<string, BundleNode>();
  for (const node of nodes) {
    const { uid, op } = node;
    const plain = (uid === '' ? op : uid).replaceAll(/[^A-Za-z0-9_-]/g, '_').slice(0, 100);
    let name = plain;
    for (let count = 2; named.has(name); count++) name = `${plain}_${count}`;
    named.set(name, node);
  }
  return named;
}

interface Target {
  readonly files: Map<string, Uint8Array>;
  readonly node: NodeName;
}

function putModel(target: Target, folder: string, model: BundleModel & { readonly op: string }): void {
  const { files, node } = target;
  const { op, attributes, files: texts = {}, members = {} } = model;
  for (const [name, value] of Object.entries(attributes)) {
    if (value.takesNull !== true && !isFinite(value))
      throw refuseExport(node, `cannot keep a NaN or an infinity in JSON, and "${name}" has one`);
  }
  const written = Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name, writeJsonValue(value)]));
  putJson(files, `${folder}/model.json`, { op, attributes: written });
  for (const [name, text] of Object.entries(texts)) files.set(`${folder}/${name}`, encode(text));
  for (const [name, member] of Object.entries(members)) putModel(target, `${folder}/${name}`, member);
}

const isFinite = ({ items }: BundleValue): boolean =>
  items.every((item) => (typeof item === 'number' ? Number.isFinite(item) : true));

const putJson = (files: Map<string, Uint8Array>, path: string, value: object) =>
  files.set(path, encode(JSON.stringify(value)));

const encode = (text: string): Uint8Array => getTextEncoding().encodeUtf8(text);
