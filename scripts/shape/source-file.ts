import { globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseSync, Visitor } from 'rolldown/utils';

export const root = resolve(import.meta.dirname, '../..');

/** A node of oxc's syntax tree (ESTree with TypeScript's additions), as far as measures look at it. */
export interface Node {
  readonly type: string;
  /** Index of the first UTF-16 unit, and of the one behind the last. */
  readonly start: number;
  readonly end: number;
}

/** A piece of a source as it is printed: the file from the root of the repository, a line from 1, and what is there. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly what: string;
}

/** One source with its syntax tree. */
export interface SourceFile {
  readonly path: string;
  /** Physical lines. */
  readonly lineCount: number;
  readonly text: string;
  lineAt(index: number): number;
  visit(handlers: ConstructorParameters<typeof Visitor>[0]): void;
}

/** Parses a text as the source at `path`. @throws Error of the parser's message for what is no TypeScript */
export function parseSource(path: string, text: string): SourceFile {
  const { program, errors } = parseSync(path, text);
  if (errors[0] !== undefined) throw new Error(`${path}: ${errors[0].message}`);
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return {
    path,
    lineCount: starts.length - 1,
    text,
    lineAt: (index) => starts.findLastIndex((start) => start <= index) + 1,
    visit: (handlers) => new Visitor(handlers).visit(program),
  };
}

/** The sources of both packages, in the order of their paths. */
export function readSources(): SourceFile[] {
  const paths = globSync('packages/*/src/**/*.ts', { cwd: root }).sort();
  return paths.map((path) => parseSource(path, readFileSync(join(root, path), 'utf8')));
}
