import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { writeRecordIo } from '@catenary/scoring/internal/formats';
import { afterAll, describe, expect, it } from 'vitest';
import { launchNativeStage } from '../../../../src/serving/container/in-process/launch-native-stage.ts';
import { objectStart } from '../../../../src/serving/transform-job/records/splitter.ts';
import { recordIoSplitter } from '../../../../src/serving/transform-job/records/splitters/recordio.ts';
import { root } from '../../../support/start-server.ts';
import { runFile } from '../chain/quarantine/run-file.ts';
import { inputOf, openSource } from './record-sources/source-blocks.ts';

const folder = mkdtempSync(join(tmpdir(), 'catenary-beginning-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
copyFileSync(join(root, 'test/golden/xgboost/binary-logistic-1.7/xgboost-model'), join(folder, 'xgboost-model'));

const rows = '1,2,3,4,5,6,7,8\n1,2,3,4,5,6,7,9\n';
const foreign: readonly (readonly [string, Buffer])[] = [
  [
    'UTF-16 (it begins with the byte order mark FF FE)',
    Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(rows, 'utf16le')]),
  ],
  ['UTF-16 without a byte order mark', Buffer.from(rows, 'utf16le')],
  ['RecordIO (it begins with 0A 23 D7 CE): use SplitType RecordIO', Buffer.from(writeRecordIo([Buffer.from('1,2')]))],
  ['gzip (it begins with 1F 8B): use CompressionType Gzip', gzipSync(rows)],
];

async function run(bytes: Buffer, isQuarantined: boolean) {
  const stage = await launchNativeStage({
    kind: 'xgboost',
    hostname: 'x',
    image: 'sagemaker-xgboost:1.7-1',
    archivePath: folder,
    environment: { SAGEMAKER_BATCH: 'true' },
  });
  return runFile(bytes, { stages: [stage], strategy: 'MULTI_RECORD', isQuarantined, blockBytes: 1000 });
}

describe('an object that is to be lines', () => {
  it.each(foreign)(
    'fails as a whole where it is something else, with and without quarantine: %s',
    async (found, bytes) => {
      for (const isQuarantined of [false, true])
        await expect(run(bytes, isQuarantined)).rejects.toThrow(`but is ${found}`);
    },
  );

  it.each(foreign)('fails when the header of its CSV is read: %s', async (found, bytes) => {
    const opened = openSource(bytes, inputOf({ CATENARY_BATCH_CSV_HEADER: 'on' })).then((source) => source.all());
    await expect(opened).rejects.toThrow(`but is ${found}`);
  });

  it('may have bad lines, which are set apart with what is odd about them', async () => {
    const bytes = Buffer.from(`${rows}"1,5",2,3,4,5,6,7,8\n1,5;2,3,4,5,6,7,8\n`);
    const result = await run(bytes, true);
    const reasons = 'rejected' in result ? result.rejected.map(({ record, reason }) => `${record}: ${reason}`) : [];
    expect(reasons.map((reason) => reason.slice(0, 2))).toEqual(['3:', '4:']);
    expect(reasons[1]).toContain("'5;2'. It seems that cells are separated by semicolons");
    expect(await run(bytes, false)).toHaveProperty('failure');
  });
});

describe('an object that is to be RecordIO', () => {
  it.each([
    ['no record begins here. It looks like lines of text: use SplitType Line for those.', Buffer.from(rows)],
    ['It is gzip (it begins with 1F 8B): use CompressionType Gzip', gzipSync(rows)],
    ['It is UTF-16', Buffer.from(rows, 'utf16le')],
  ])('fails with what it is: %s', async (found, bytes) => {
    async function* source() {
      yield await Promise.resolve(bytes);
    }
    const limits = { blockBytes: 1000, maxRecordBytes: 1000 };
    const blocks = recordIoSplitter.blocks(source(), limits, objectStart)[Symbol.asyncIterator]();
    await expect(blocks.next()).rejects.toThrow(found);
  });
});
