import { type Frame, ScoringError } from '@catenary/scoring/internal/frame';
import { parsePythonJson } from '@catenary/scoring/internal/text';

/** A text, and how many labels are wanted of it. */
interface Instance {
  readonly text: string;
  readonly k: number;
}

/** Media type → the texts of a body, as columns `text` and `k`. Each throws `bad_input` with the row. */
export const textDecoders: Readonly<Record<string, (body: Buffer) => Frame>> = {
  'application/json': (body) => toFrame(readInstances(body), 'json'),
  'application/jsonlines': (body) => toFrame(readLines(body), 'jsonlines'),
};

/** `{"instances": ["text", ...], "configuration": {"k": 2}}`. */
function readInstances(body: Buffer): Instance[] {
  const { instances, configuration } = membersOf(parseJson(body.toString('utf8'), 'The body'));
  if (!Array.isArray(instances)) throw new ScoringError('bad_input', 'The body has no list "instances".');
  const { k } = membersOf(configuration);
  const most = countOf(k, 'configuration');
  return instances.map((text: unknown, row) => ({ text: textOf(text, `Instance ${row + 1}`, row), k: most }));
}

/** `{"source": "text", "k": 2}`, one a line. */
function readLines(body: Buffer): Instance[] {
  const lines = body.toString('utf8').split('\n');
  if (lines.at(-1)?.trim() === '') lines.pop();
  return lines.map((line, row) => {
    const { source, k } = membersOf(parseJson(line, `Line ${row + 1}`, row));
    return { text: textOf(source, `Line ${row + 1}, member "source"`, row), k: countOf(k, `line ${row + 1}`, row) };
  });
}

function parseJson(text: string, what: string, row?: number): unknown {
  try {
    return parsePythonJson(text, (json): unknown => JSON.parse(json));
  } catch {
    throw new ScoringError('bad_input', `${what} is no JSON.`, row === undefined ? {} : { row });
  }
}

function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : {};
}

function textOf(value: unknown, what: string, row: number): string {
  if (typeof value === 'string') return value;
  throw new ScoringError('bad_input', `${what} is no text.`, { row });
}

function countOf(k: unknown, where: string, row?: number): number {
  if (k === undefined || k === null) return 1;
  if (Number.isSafeInteger(k) && (k as number) > 0) return k as number;
  const place = row === undefined ? {} : { row };
  throw new ScoringError('bad_input', `The number of labels "k" in ${where} is no whole number from 1 on.`, place);
}

function toFrame(instances: readonly Instance[], origin: 'json' | 'jsonlines'): Frame {
  if (instances.length === 0) throw new ScoringError('bad_input', 'The body has no text.');
  return {
    schema: {
      fields: [
        { name: 'text', type: { base: 'string', shape: 'scalar', nullable: false } },
        { name: 'k', type: { base: 'long', shape: 'scalar', nullable: false } },
      ],
    },
    columns: [
      { kind: 'string', values: instances.map(({ text }) => text) },
      { kind: 'number', values: Float64Array.from(instances, ({ k }) => k) },
    ],
    rowCount: instances.length,
    origin,
  };
}
