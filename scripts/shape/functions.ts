import type { Node, SourceFile } from './source-file.ts';

export interface MeasuredFunction {
  readonly file: string;
  readonly line: number;
  readonly name: string;
  /** Physical lines, from the parameters to the closing brace. */
  readonly lines: number;
  readonly parameters: number;
  /** Whether it does nothing but return one array or object that is written out, or one statement besides. */
  readonly isTable: boolean;
}

interface FunctionNode extends Node {
  readonly id?: { readonly name: string } | null;
  readonly params: readonly object[];
  readonly body: (Node & { readonly body?: readonly Node[] }) | null;
}

/** All functions with a body: declarations, methods, arrows and function expressions. */
export function functionsOf(source: SourceFile): MeasuredFunction[] {
  const found: MeasuredFunction[] = [];
  const names = new Map<number, string>();
  const note = (node: object) => {
    const { id, params, body, start, end } = node as FunctionNode;
    if (body === null) return;
    found.push({
      file: source.path,
      line: source.lineAt(start),
      name: id?.name ?? names.get(start) ?? '(anonymous)',
      lines: source.lineAt(end - 1) - source.lineAt(start) + 1,
      parameters: params.filter((parameter) => !('name' in parameter && parameter.name === 'this')).length,
      isTable: isLiteral(body),
    });
  };
  const named = (key: object, value: object | null) => {
    if (value !== null && 'name' in key) names.set((value as Node).start, String(key.name));
  };
  source.visit({
    VariableDeclarator: ({ id, init }) => named(id, init),
    MethodDefinition: ({ key, value }) => named(key, value),
    PropertyDefinition: ({ key, value }) => named(key, value),
    Property: ({ key, value }) => named(key, value),
    FunctionDeclaration: note,
    FunctionExpression: note,
    ArrowFunctionExpression: note,
  });
  return found;
}

function isLiteral(node: Node): boolean {
  switch (node.type) {
    case 'ArrayExpression':
    case 'ObjectExpression':
      return true;
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
    case 'ParenthesizedExpression':
      return isLiteral((node as Node & { expression: Node }).expression);
    case 'BlockStatement': {
      const { body } = node as Node & { body: readonly Node[] };
      const last = body.at(-1);
      return last !== undefined && body.length <= 2 && isLiteral(last);
    }
    case 'ReturnStatement': {
      const { argument } = node as Node & { argument: Node | null };
      return argument !== null && isLiteral(argument);
    }
    default:
      return false;
  }
}
