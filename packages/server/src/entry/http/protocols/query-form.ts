import { own } from '@catenary/scoring/internal/names';
import { ServiceError } from '../../../contract/service-error.ts';
import type { ServiceModel, Shape } from '../../../contract/shape.ts';

/** A form with names as paths: `MetricData.member.1.Dimensions.member.2.Name`. */
interface FormNode {
  readonly text?: string;
  readonly children: Map<string, FormNode>;
}

/** More parts than any request of an operation that is offered has. */
const maxDepth = 20;
/** Parts of all names together: those of as many values as a body of JSON may have, four deep. */
const maxParts = 100_000;

/** The input that a form of AWS Query has, by its shape (Smithy, "AWS Query protocol"). Members the model does not know are ignored. */
export function readQueryForm(
  form: URLSearchParams,
  model: ServiceModel,
  shape: string,
): Readonly<Record<string, unknown>> {
  const root = treeOf(form);
  return structure({ model, path: '' }, own(model.shapes, shape), root);
}

interface Place {
  readonly model: ServiceModel;
  readonly path: string;
}

function treeOf(form: URLSearchParams): FormNode {
  const root: FormNode = { children: new Map() };
  let count = 0;
  for (const [name, text] of form) {
    const parts = name.split('.', maxDepth);
    count += parts.length;
    if (count > maxParts) throw new ServiceError('SerializationException', `The form has more than ${maxParts} names.`);
    let node = root;
    for (const part of parts.slice(0, -1)) node = childOf(node, part);
    const last = parts.at(-1) ?? '';
    node.children.set(last, { text, children: node.children.get(last)?.children ?? new Map() });
  }
  return root;
}

function childOf(node: FormNode, name: string): FormNode {
  const child = node.children.get(name) ?? { children: new Map() };
  node.children.set(name, child);
  return child;
}

function structure(
  { model, path }: Place,
  shape: Shape | undefined,
  node: FormNode,
): Readonly<Record<string, unknown>> {
  const members = Object.entries(shape?.members ?? {}).flatMap(([name, member]): [string, unknown][] => {
    const child = node.children.get(name);
    return child === undefined ? [] : [[name, valueOf({ model, path: join(path, name) }, member.shape, child)]];
  });
  return Object.fromEntries(members);
}

function valueOf({ model, path }: Place, shapeName: string, node: FormNode): unknown {
  const shape = own(model.shapes, shapeName);
  switch (shape?.type) {
    case 'structure':
      return structure({ model, path }, shape, node);
    case 'list':
      return inOrder(node.children.get('member')).map(([at, item]) =>
        valueOf({ model, path: join(path, `member.${at}`) }, shape.member ?? '', item),
      );
    case 'map':
      return mapOf({ model, path }, shape, node);
    default:
      return scalar(shape?.type ?? 'string', node.text ?? '', path);
  }
}

function mapOf({ model, path }: Place, shape: Shape, node: FormNode): Readonly<Record<string, unknown>> {
  const entries = inOrder(node.children.get('entry')).map(([at, entry]): [string, unknown] => [
    entry.children.get('key')?.text ?? '',
    valueOf(
      { model, path: join(path, `entry.${at}`) },
      shape.value ?? '',
      entry.children.get('value') ?? { children: new Map() },
    ),
  ]);
  return Object.fromEntries(entries);
}

/** Numbered from 1, in order of the numbers; gaps are passed over. */
function inOrder(node: FormNode | undefined): [number, FormNode][] {
  return [...(node?.children ?? [])]
    .flatMap(([number, child]): [number, FormNode][] => (/^\d{1,9}$/.test(number) ? [[Number(number), child]] : []))
    .toSorted(([a], [b]) => a - b);
}

function scalar(type: Shape['type'], text: string, path: string): unknown {
  if (type === 'boolean' && (text === 'true' || text === 'false')) return text === 'true';
  if (type === 'integer' || type === 'long' || type === 'float' || type === 'double') {
    if (text !== '' && Number.isFinite(Number(text))) return Number(text);
    throw malformed(text, path, type);
  }
  if (type === 'timestamp') {
    const time = Date.parse(text);
    if (!Number.isNaN(time)) return time / 1000;
    throw malformed(text, path, type);
  }
  if (type === 'boolean') throw malformed(text, path, type);
  return text;
}

function malformed(text: string, path: string, type: string): ServiceError {
  return new ServiceError(
    'SerializationException',
    `The value ${text.slice(0, 100)} of ${path} must be of type ${type}.`,
  );
}

const join = (path: string, name: string) => (path === '' ? name : `${path}.${name}`);
