import type { ModelFiles } from '../../../src/model-files.ts';

export type HandNode = {
  readonly name?: string;
  readonly op: string;
  readonly attributes?: object;
  /** Port → column. */
  readonly inputs?: Readonly<Record<string, string>>;
  readonly outputs?: Readonly<Record<string, string>>;
  /** More files of the node's folder. */
  readonly files?: Readonly<Record<string, string>>;
};

const bytesOf = (value: unknown) => new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value));

/** A JSON bundle of the given nodes: one alone is the root, several are a pipeline. */
export function handBundle(nodes: readonly HandNode[], format = 'json', top = ''): ModelFiles {
  const files = new Map<string, Uint8Array>();
  files.set(
    `${top}bundle.json`,
    bytesOf({ uid: '6f1c2f0e-7a55-4b8e-9a0d-0d5a1c3b9e11', name: 'p', format, version: '0.25.2' }),
  );
  const [only] = nodes;
  if (nodes.length === 1 && only !== undefined) {
    writeNode(files, `${top}root`, only);
    return files;
  }
  const names = nodes.map((node, at) => node.name ?? `n${at}`);
  writeNode(files, `${top}root`, { op: 'pipeline', attributes: { nodes: { type: 'list', string: names } } });
  nodes.forEach((node, at) => writeNode(files, `${top}root/${names[at]}.node`, node));
  return files;
}

function writeNode(files: Map<string, Uint8Array>, path: string, node: HandNode): void {
  const sockets = (ports: Readonly<Record<string, string>> = {}) =>
    Object.entries(ports).map(([port, name]) => ({ port, name }));
  files.set(`${path}/model.json`, bytesOf({ op: node.op, attributes: node.attributes }));
  files.set(
    `${path}/node.json`,
    bytesOf({ name: path, shape: { inputs: sockets(node.inputs), outputs: sockets(node.outputs) } }),
  );
  for (const [name, text] of Object.entries(node.files ?? {})) files.set(`${path}/${name}`, bytesOf(text));
}

export const doubles = (values: readonly (number | null)[]) => ({ type: 'list', double: values });
export const strings = (values: readonly string[]) => ({ type: 'list', string: values });
export const longs = (values: readonly number[]) => ({ type: 'list', long: values });
