import { readFile } from 'node:fs/promises';
import { own } from '@catenary/scoring/internal/names';
import type { Document, LineCounter } from 'yaml';
import { describeSystemError } from '../../platform/system/describe-system-error.ts';
import { OptionError, type OptionPlace } from './option-error.ts';
import { checkOptions, optionTable, type RawServerOptions } from './server-options.ts';

/** Options that a file may set. */
const names = Object.entries(optionTable).flatMap(([name, { isForTests = false }]) => (isForTests ? [] : [name]));

/** Reads catenary.yaml. Throws `OptionError` with the line of what it cannot hold. */
export async function readConfigFile(path: string): Promise<RawServerOptions> {
  // Loaded here: most servers run without a file, and it is a quarter of a start's imports.
  const { LineCounter: Lines, parseDocument, isMap } = await import('yaml');
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw new OptionError(`cannot read ${path}: ${describeSystemError(error)}; --config names the file`);
  });
  const lines = new Lines();
  const document: Document = parseDocument(text, { lineCounter: lines });
  const [syntaxError] = document.errors;
  if (syntaxError !== undefined) throw new OptionError(`${path}: ${syntaxError.message}`, [path]);
  if (document.contents === null) return {};
  if (!isMap(document.contents)) throw new OptionError(`${path}: holds options by name, such as port: 4747`, [path]);
  try {
    return checkOptions(textsAsWritten(document), names);
  } catch (error) {
    if (!(error instanceof OptionError)) throw error;
    const line = lineOf(document, error.place, lines);
    throw new OptionError(`${path}:${line === undefined ? '' : ` line ${line}:`} ${error.message}`, error.place);
  }
}

/** The file's values, those of texts that look like numbers as they stand: `account: 000000000001` is no 1. */
function textsAsWritten(document: Document): object {
  const given = Object.entries(document.toJS() as object).map(([name, value]: [string, unknown]) => {
    const isText = typeof value === 'number' && own(optionTable, name)?.schema.kind === 'text';
    const node = document.get(name, true) as { readonly source?: string } | undefined;
    return [name, isText ? node?.source : value];
  });
  return Object.fromEntries(given) as object;
}

/** Of the value, or of the nearest thing around it that the file has. */
function lineOf(document: Document, place: OptionPlace, lines: LineCounter): number | undefined {
  for (let length = place.length; length > 0; length--) {
    const node = document.getIn(place.slice(0, length), true) as { readonly range?: readonly number[] } | undefined;
    const [start] = node?.range ?? [];
    if (start !== undefined) return lines.linePos(start).line;
  }
  return undefined;
}
