import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readArchive } from '../../../../src/platform/artifact/read-archive.ts';
import { InProcessStage } from '../../../../src/serving/container/in-process/in-process-stage.ts';
import { launchNativeStage } from '../../../../src/serving/container/in-process/launch-native-stage.ts';
import type { NativeContainer } from '../../../../src/serving/container/surfaces/native-container.ts';
import { loadSparkmlContainer } from '../../../../src/serving/container/surfaces/sparkml/sparkml-container.ts';
import { Chain } from '../../../../src/serving/invocation/chain.ts';
import { root } from '../../../support/start-server.ts';
import { type FileResult, runFile } from '../../transform-job/chain/quarantine/run-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'catenary-behind-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function golden(path: string, name: string): string {
  const target = mkdtempSync(join(folder, 'model-'));
  copyFileSync(join(root, 'test/golden', path), join(target, name));
  return target;
}

/** Words of a text, as many as it has, and behind them XGBoost over eight columns, which guesses the width from a first row. */
async function chain() {
  const input = [{ name: 'text', type: 'string' }];
  const schema = { input, output: { name: 'o', type: 'string', struct: 'array' } };
  const files = await readArchive(readFileSync(join(root, 'test/golden/mleap/regex-tokenizer-words/bundle.zip')));
  const environment = { SAGEMAKER_BATCH: 'true', SAGEMAKER_SPARKML_SCHEMA: JSON.stringify(schema) };
  const words = new InProcessStage(
    { hostname: 'words', image: 'sparkml' },
    await loadSparkmlContainer({ files, environment, imageTag: '3.3' }),
  );
  const xgboost = await launchNativeStage({
    kind: 'xgboost',
    hostname: 'x',
    image: 'sagemaker-xgboost:1.7-1',
    archivePath: golden('xgboost/binary-logistic-1.7/xgboost-model', 'xgboost-model'),
    environment: { SAGEMAKER_BATCH: 'true' },
  });
  return [words, xgboost];
}

const good = '1 2 3 4 5 6 7 8';
const short = '1 2 3 4 5 6 7';
const file = Buffer.from([good, good, short, short, good, short, good].map((line) => `${line}\n`).join(''));

async function run(isQuarantined: boolean, blockBytes: number, fuse = true) {
  return runFile(file, { stages: await chain(), strategy: 'MULTI_RECORD', isQuarantined, blockBytes, fuse });
}

const rejectedIn = (result: FileResult) => ('rejected' in result ? result.rejected.map(({ record }) => record) : []);

describe('a container behind another native one', () => {
  it.each([2000, 100, 40, 20])('takes its width from the first record of the file too: blocks of %i', async (bytes) => {
    for (const fuse of [true, false]) {
      const result = await run(true, bytes, fuse);
      expect(rejectedIn(result)).toEqual([3, 4, 6]);
      expect(await run(false, bytes, fuse)).toHaveProperty('failure');
    }
  });

  it.each([true, false])('is given the answer to that record, which no container answers twice: fused %s', (fuse) => {
    const asked = new Map<string, string[]>();
    const stages = ['a', 'b', 'c', 'd'].map(
      (name) => new InProcessStage({ hostname: name, image: name }, appending(name, asked)),
    );
    const facts = { firstRecord: Buffer.from('1'), isStart: false };
    const { body } = new Chain(stages, { fuse }).invoke({ body: Buffer.from('2'), file: facts }) as { body: Buffer };
    expect(body.toString()).toBe('2abcd');
    // For what is behind it, each but the last answers the first record too.
    expect([...asked]).toEqual([
      ['a', ['2 after 1', '1 after 1']],
      ['b', ['2a after 1a', '1a after 1a']],
      ['c', ['2ab after 1ab', '1ab after 1ab']],
      ['d', ['2abc after 1abc']],
    ]);
  });
});

/** A container that adds its name to a text, and writes down what it reads after which first record. */
function appending(name: string, asked: Map<string, string[]>): NativeContainer {
  return {
    decode({ body, file }) {
      const text = body.toString();
      const first = Buffer.from(file?.firstRecord ?? []).toString();
      asked.set(name, [...(asked.get(name) ?? []), `${text} after ${first}`]);
      return { schema: { fields: [] }, columns: [{ kind: 'string', values: [text] }], rowCount: 1 };
    },
    adopt: () => undefined,
    score: (frame) => frame,
    mediaTypeFor: () => undefined,
    encode: ({ columns }) => ({ status: 200, body: Buffer.from(`${String(columns[0]?.values[0])}${name}`) }),
    executionParameters: () => ({}),
  };
}
