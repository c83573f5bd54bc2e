import type { Node, Place, SourceFile } from './source-file.ts';

/** Calls whose answer is undefined when nothing is there: a cast behind one says that something is. */
const mayMiss = new Set(['at', 'pop', 'shift', 'get']);

interface Member extends Node {
  readonly computed: boolean;
  readonly property: Node & { readonly name?: string };
}

/**
 * Casts that say "in range": `list[index] as T`, `list.at(-1) as T`, `queue.shift() as T`, `map.get(key) as T`. A member that is
 * named by a text (`json['x'] as string`) gives what was read its type, and does not count.
 */
export function rangeCasts(source: SourceFile): Place[] {
  const found: Place[] = [];
  source.visit({
    TSAsExpression({ expression, typeAnnotation, start, end }) {
      if (saysInRange(expression) && !leavesUndefined(typeAnnotation)) found.push(placeOf(source, { start, end }));
    },
  });
  return found;
}

function saysInRange(node: Node): boolean {
  if (node.type === 'ParenthesizedExpression') return saysInRange((node as Node & { expression: Node }).expression);
  if (node.type === 'MemberExpression')
    return (node as Member).computed && (node as Member).property.type !== 'Literal';
  if (node.type !== 'CallExpression') return false;
  const { callee } = node as Node & { callee: Node };
  return callee.type === 'MemberExpression' && mayMiss.has((callee as Member).property.name ?? '');
}

const leavesUndefined = (type: Node): boolean =>
  type.type === 'TSUnionType' &&
  (type as Node & { types: readonly Node[] }).types.some(({ type: name }) => name === 'TSUndefinedKeyword');

/** Spreads of an object that may be empty: `...(x === undefined ? {} : { x })`, `...(x && { x })`. */
export function conditionalSpreads(source: SourceFile): Place[] {
  const found: Place[] = [];
  source.visit({
    ObjectExpression({ properties }) {
      for (const property of properties)
        if (property.type === 'SpreadElement' && isConditional(property.argument))
          found.push(placeOf(source, property));
    },
  });
  return found;
}

function isConditional(node: Node): boolean {
  if (node.type === 'ParenthesizedExpression') return isConditional((node as Node & { expression: Node }).expression);
  if (node.type === 'LogicalExpression') return (node as Node & { right: Node }).right.type === 'ObjectExpression';
  if (node.type !== 'ConditionalExpression') return false;
  const { consequent, alternate } = node as Node & { consequent: Node; alternate: Node };
  return [consequent, alternate].some(
    (branch) =>
      branch.type === 'ObjectExpression' && (branch as Node & { properties: readonly Node[] }).properties.length === 0,
  );
}

const placeOf = (source: SourceFile, { start, end }: { start: number; end: number }): Place => ({
  file: source.path,
  line: source.lineAt(start),
  what: source.text.slice(start, end).replaceAll(/\s+/g, ' '),
});
