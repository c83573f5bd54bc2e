import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readArchive } from '../../../../src/platform/artifact/read-archive.ts';
import { InProcessStage } from '../../../../src/serving/container/in-process/in-process-stage.ts';
import { launchNativeStage } from '../../../../src/serving/container/in-process/launch-native-stage.ts';
import { loadSparkmlContainer } from '../../../../src/serving/container/in-process/sparkml/sparkml-container.ts';
import { root } from '../../../support/start-server.ts';
import { type FileResult, runFile } from '../../transform-job/quarantine/run-file.ts';

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
    'words',
    'sparkml',
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
});
