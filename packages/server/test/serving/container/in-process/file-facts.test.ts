import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { csvFrame } from '@catenary/scoring/internal/model-inputs';
import { readCsvCells } from '@catenary/scoring/internal/text';
import { afterAll, describe, expect, it } from 'vitest';
import type { FileFacts } from '../../../../src/serving/container/file-facts.ts';
import { launchNativeStage } from '../../../../src/serving/container/in-process/launch-native-stage.ts';
import { example, schema } from '../../../support/diamonds.ts';
import { root } from '../../../support/start-server.ts';
import { runFile } from '../../transform-job/chain/quarantine/run-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'catenary-facts-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
copyFileSync(join(root, 'test/golden/xgboost/binary-logistic-1.7/xgboost-model'), join(folder, 'xgboost-model'));

const xgboost = () =>
  launchNativeStage({
    kind: 'xgboost',
    hostname: 'x',
    image: 'sagemaker-xgboost:1.7-1',
    archivePath: folder,
    environment: {},
  });

/** One request that is a part of a file: its answer, and the status. */
async function ask(body: string, file: FileFacts, contentType = 'text/csv') {
  const { status, body: answer } = (await xgboost()).invoke({ body: Buffer.from(body), contentType, file });
  return { status, text: answer.toString() };
}

const part = (first: string): FileFacts => ({ firstRecord: Buffer.from(first), isStart: false });
const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];

describe('XGBoost in the middle of a file', () => {
  it('takes delimiter and width from the first record', async () => {
    const row = '1;2;3;4;5;6;7;8';
    expect((await ask(row, part('0;0;0;0;0;0;0;0'))).status).toBe(200);
    const other = await ask(row, part('0,0,0,0,0,0,0,0'));
    expect(other.status).toBe(415);
    expect(other.text).toContain('row 1 has 1 cells, the first row has 8');
    expect((await ask('1,2,3', part('0,0,0,0,0,0,0,0'))).text).toContain('row 1 has 3 cells, the first row has 8');
  });

  it('loses no blank cell at the ends of a request', async () => {
    // Cut at its ends, the row would have seven cells.
    const row = '\t2\t3\t4\t5\t6\t7\t8';
    expect((await ask(row, part('1\t2\t3\t4\t5\t6\t7\t8'))).status).toBe(200);
  });

  it('answers a libsvm line without features, also behind all others', async () => {
    const { status, text } = await ask('1 0:1\n0', part('1 0:1'), 'text/libsvm');
    expect([status, text.trimEnd().split('\n').length]).toEqual([200, 2]);
  });

  it('reads booleans of Parquet as 1 and 0, and no other words', async () => {
    const columns = names.map((name, at) => (at < 2 ? { name, isBoolean: true } : { name }));
    const booleans = await ask('true,false,3,4,5,6,7,8', { isStart: true, columns });
    const digits = await ask('1,0,3,4,5,6,7,8', { isStart: true, columns });
    expect(booleans).toEqual(digits);
    expect(booleans.status).toBe(200);
    expect((await ask('1,0,true,4,5,6,7,8', { isStart: true, columns })).status).toBe(415);
  });
});

describe('a model that looks at cells', () => {
  it('gets booleans of Parquet as such: a category is another one than its text', () => {
    const model = { takesTexts: false, readsCells: true };
    const frame = csvFrame(readCsvCells('true,true\n,false\n'), { areBooleans: (column) => column === 0 }, model);
    expect(frame.columns.map(({ values }) => values)).toEqual([
      [true, null],
      ['true', 'false'],
    ]);
  });
});

describe('SparkML and JSON Lines', () => {
  const data = '"data":[0.23,"Ideal","E","SI2",61.5,55.0,3.95,3.98,2.43]';
  const good = `{${data}}`;

  it.each([2000, 1000, 60])(
    'has the schema of the first line in all requests of a file: blocks of %i',
    async (blockBytes) => {
      const stage = await launchNativeStage({
        kind: 'sparkml',
        hostname: 's',
        image: 'sagemaker-sparkml-serving:3.3',
        archivePath: example('sparkml/model.tar.gz'),
        environment: {},
      });
      const lines = [
        `{"schema":${schema()},${data}}`,
        ...Array.from({ length: 9 }, (_, at) => (at === 4 ? '{"data":7}' : good)),
      ];
      const file = Buffer.from(`${lines.join('\n')}\n`);
      const job = {
        stages: [stage],
        strategy: 'MULTI_RECORD',
        isQuarantined: true,
        contentType: 'application/jsonlines',
      } as const;
      const result = await runFile(file, { ...job, blockBytes });
      expect(result).toMatchObject({ rejected: [{ record: 6, reason: 'Line 1 has no list "data".' }] });
      const answers = 'output' in result ? result.output.trimEnd().split('\n') : [];
      expect([answers.length, new Set(answers).size]).toEqual([9, 1]);
    },
  );
});
