import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { InProcessStage } from '../../../../../src/serving/container/in-process/in-process-stage.ts';
import { loadRulesContainer } from '../../../../../src/serving/container/surfaces/rules/rules-container.ts';

const root = resolve(import.meta.dirname, '../../../../../../..');
const golden = (file: string) => readFileSync(join(root, 'test/golden/script/diamonds', file), 'utf8');

async function open(rules: string, others: Readonly<Record<string, string | Buffer>> = {}) {
  const files = new Map(
    Object.entries({ 'rules.yaml': rules, ...others }).map(([name, text]) => [name, Buffer.from(text)]),
  );
  const container = await loadRulesContainer({ files, environment: {}, imageTag: '1' });
  const stage = new InProcessStage({ hostname: 'c', image: 'catenary-rules' }, container);
  return (body: string, contentType = 'text/csv', accept?: string) => {
    const request = { body: Buffer.from(body), contentType, ...(accept === undefined ? {} : { accept }) };
    const { status, contentType: type, body: answer, place } = stage.invoke(request);
    return { status, type, text: answer.toString(), place };
  };
}

describe('rules', () => {
  it('answer as the script of the diamonds chain does, to the byte', async () => {
    const ask = await open(readFileSync(join(root, 'examples/diamonds/rules/rules.yaml'), 'utf8'));
    expect(ask(golden('xgboost.csv')).text).toBe(golden('final.csv'));
  });

  it('compute, map, clamp, rename, keep, in each of their types', async () => {
    const ask = await open(
      `
columns: { code: text, count: integer, weight: number?, isNew: boolean }
tables: { regions: { file: tables/regions.csv, key: code } }
steps:
  - compute:
      half: count / 2.0
      double: count * 2
      known: 'weight == null ? -1.0 : double(weight)'
      text: 'isNew && code.startsWith("a") ? code.upperAscii() + "!" : code'
  - map:
      rate: { of: code, table: regions, value: rate }
      name: { of: code, table: regions, value: name, otherwise: unknown }
  - clamp: { known: { from: 0, to: 10 } }
  - rename: { text: label }
  - keep: [label, half, double, known, rate, name]
`,
      { 'tables/regions.csv': 'code,name,rate\na1,"North, East",1.5\nb2,South,2\n' },
    );
    const csv = ask('a1,3,99,true\nb2,4,,false\n');
    // 3 / 2 = 1.5; 3 * 2 = 6; 99 clamped to 10; a missing weight is -1, clamped to 0.
    expect(csv).toMatchObject({
      status: 200,
      type: 'text/csv',
      text: 'A1!,1.5,6,10.0,1.5,"North, East"\nb2,2.0,8,0.0,2.0,South\n',
    });
    const json = ask('[{"isNew":false,"weight":2.5,"count":1,"code":"b2"}]', 'application/json');
    expect(JSON.parse(json.text)).toEqual([{ label: 'b2', half: 0.5, double: 2, known: 2.5, rate: 2, name: 'South' }]);
    expect(ask('["b2", 1, 2, true]', 'application/json', 'application/jsonlines').text).toBe(
      '{"label":"b2","half":0.5,"double":2,"known":2,"rate":2,"name":"South"}\n',
    );
  });

  it('map by a table of Parquet', async () => {
    const { parquetWriteBuffer } = await import('hyparquet-writer');
    const columnData = [
      { name: 'code', data: ['a1', 'b2'] },
      { name: 'rate', data: [1.5, 2] },
    ];
    const rules =
      'columns: { code: text }\ntables: { r: { file: r.parquet, key: code } }\nsteps:\n' +
      '  - map: { rate: { of: code, table: r, value: rate } }\n';
    const bytes = Buffer.from(parquetWriteBuffer({ columnData }));
    const ask = await open(rules, { 'r.parquet': bytes });
    expect(ask('b2\na1\n').text).toBe('b2,2.0\na1,1.5\n');
    await expect(open(rules, { 'r.parquet': 'no Parquet' })).rejects.toThrow(
      /tables.r: its file cannot be read as Parquet/,
    );
  });

  it('take columns by the names of a header, others passed over', async () => {
    const ask = await open('columns: { a: number, b: number }\nsteps:\n  - compute: { c: a - b }\n  - keep: [c]\n');
    expect(ask('b,x,a\n1,?,3\n', 'text/csv; header=present').text).toBe('2.0\n');
    expect(ask('b,x\n1,?\n', 'text/csv; header=present')).toMatchObject({ status: 400 });
  });

  it('round halves to the even neighbour, as numpy does', async () => {
    const ask = await open('columns: { a: number }\nsteps:\n  - round: { a: 0 }\n');
    // numpy.round([0.5, 1.5, 2.5, -0.5, 2.51, -1.5]) is [0, 2, 2, -0, 3, -2]
    expect(ask('0.5\n1.5\n2.5\n2.51\n-1.5\n').text).toBe('0.0\n2.0\n2.0\n3.0\n-2.0\n');
  });

  it('refuse a row with its place', async () => {
    const ask = await open(
      `
columns: { a: number, t: text }
tables: { known: { file: k.csv, key: k } }
steps:
  - reject: { when: a > 100, message: a is more than a hundred }
  - compute: { d: 'int(a) / (int(a) - 1)' }
  - map: { v: { of: t, table: known, value: v } }
`,
      { 'k.csv': 'k,v\nx,1\n' },
    );
    expect(ask('2,x\n').text).toBe('2.0,x,2,1.0\n');
    expect(ask('2,x\n200,x\n')).toMatchObject({ status: 400, text: 'a is more than a hundred', place: { row: 1 } });
    expect(ask('1,x\n')).toMatchObject({ status: 400, text: 'Row 1, column "d": division by zero.' });
    expect(ask('2,y\n')).toMatchObject({
      text: 'Row 1, column "t": "y" is not in the table known.',
      place: { value: 'y' },
    });
    expect(ask('q,x\n')).toMatchObject({
      text: 'Row 1, column "a": "q" is no number.',
      place: { row: 0, column: 'a' },
    });
    expect(ask(',x\n')).toMatchObject({ text: 'Row 1, column "a": null is missing.' });
    expect(ask('1\n')).toMatchObject({ status: 400, text: 'Row 1 has 1 cells; the rules take 2 columns.' });
    expect(ask('{', 'application/json')).toMatchObject({ status: 400, text: 'The body is no JSON.' });
    expect(ask('x', 'image/png').status).toBe(415);
    expect(ask('2,x\n', 'text/csv', 'image/png').status).toBe(406);
  });

  it('keep texts from growing at each step', async () => {
    const steps = Array.from({ length: 30 }, () => '  - compute: { t: t + t }').join('\n');
    const ask = await open(`columns: { t: text }\nsteps:\n${steps}\n`);
    expect(ask('abcdefgh\n')).toMatchObject({
      status: 400,
      text: 'Row 1, column "t": the text has more than 16384 characters.',
    });
  });

  const columns = 'columns: { a: number, t: text }\nsteps:\n';
  it.each([
    ['no rules', 'x: 1', /columns/],
    ['no YAML', 'a: [', /rules.yaml, the file: /],
    ['a type that is none', 'columns: { a: float }\nsteps: []', /columns.a: "float" is no type/],
    ['a step that is none', `${columns}  - sort: [a]`, /steps.0: Unrecognized key: "sort"/],
    ['two steps in one', `${columns}  - drop: [a]\n    keep: [t]`, /steps.0: a step is one of compute, round/],
    ['an unknown column', `${columns}  - drop: [b]`, /steps.0.drop: there is no column "b"; there are a, t/],
    [
      'a column that was dropped',
      `${columns}  - drop: [a]\n  - compute: { b: a }`,
      /steps.1.compute.b: a: Unknown variable: a/,
    ],
    ['no number', `${columns}  - round: { t: 2 }`, /steps.0.round: the column "t" holds no numbers/],
    ['types that do not fit', `${columns}  - compute: { b: a + t }`, /'double \+ string'|double.*string/],
    ['no condition', `${columns}  - reject: { when: a, message: m }`, /when is no condition/],
    ['a search of unbounded time', `${columns}  - compute: { b: 't.matches("(a+)+$")' }`, /matches\(\) is not offered/],
    ['a loop', `${columns}  - compute: { b: '[1, 2].all(x, x > 0)' }`, /all\(\) is not offered/],
    [
      'a file that is not there',
      `tables: { r: { file: r.csv, key: k } }\n${columns}  - drop: [a]`,
      /tables.r: the archive has no file r.csv/,
    ],
    [
      'labels too few',
      `${columns}  - label: { l: { of: a, at: [1, 2], as: [x, y] } }`,
      /2 thresholds need 3 labels; there are 2/,
    ],
    ['thresholds in no order', `${columns}  - label: { l: { of: a, at: [2, 1], as: [x, y, z] } }`, /do not ascend/],
    ['bounds in no order', `${columns}  - clamp: { a: { from: 2, to: 1 } }`, /from 2 is above to 1/],
    [
      'a fraction as a bound of integers',
      'columns: { n: integer }\nsteps:\n  - clamp: { n: { from: 0.5 } }',
      /steps.0.clamp.n: 0.5 is no whole number, and the column holds integers/,
    ],
    ['names that meet', `${columns}  - rename: { a: t }`, /two columns would have one name/],
  ])('are refused at their load: %s', async (_name, rules, reason) => {
    await expect(open(rules)).rejects.toThrow(reason);
  });
});
