import { globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseSync, Visitor } from 'rolldown/utils';

export const root = resolve(import.meta.dirname, '../..');
/** What `scripts/check-expressions.ts` has found of each expression. */
export const verdictsFile = join(root, 'test/expressions.json');

export interface Verdicts {
  /** Proven to take time that is linear in the text, wherever in it the search begins. */
  readonly linear: readonly string[];
  /** Not proven, with the reason why it is linear all the same, or why its texts are short. */
  readonly reasoned: Readonly<Record<string, string>>;
}

export interface FoundExpression {
  readonly file: string;
  /** As a literal, with its flags. */
  readonly expression: string;
}

const filesOf = (folder: string) => globSync(`${folder}/**/*.ts`, { cwd: root }).sort();

function visit(file: string, handlers: ConstructorParameters<typeof Visitor>[0]): void {
  const { program } = parseSync(file, readFileSync(join(root, file), 'utf8'));
  new Visitor(handlers).visit(program);
}

/** All literals in the sources below a folder. */
export function expressionsIn(folder: string): FoundExpression[] {
  return filesOf(folder).flatMap((file) => {
    const found: FoundExpression[] = [];
    visit(file, {
      Literal(node) {
        if (!('regex' in node) || node.regex === undefined) return;
        found.push({ file, expression: `/${node.regex.pattern}/${node.regex.flags}` });
      },
    });
    return found;
  });
}

/** Files that make expressions from texts, once for each place. */
export function madeExpressionsIn(folder: string): string[] {
  return filesOf(folder).flatMap((file) => {
    const found: string[] = [];
    const note = ({ callee }: { callee: object }) => {
      if ('name' in callee && callee.name === 'RegExp') found.push(file);
    };
    visit(file, { NewExpression: note, CallExpression: note });
    return found;
  });
}
