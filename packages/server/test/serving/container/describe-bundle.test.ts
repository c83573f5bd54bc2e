import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { handBundle } from '../../../../scoring/test/spark/from-mleap-bundle/hand-bundle.ts';
import { readArchive } from '../../../src/platform/artifact/read-archive.ts';
import { describeBundle } from '../../../src/serving/container/describe-bundle.ts';
import { InProcessStage } from '../../../src/serving/container/in-process/in-process-stage.ts';
import { loadSparkmlContainer } from '../../../src/serving/container/surfaces/sparkml/sparkml-container.ts';

const root = join(import.meta.dirname, '../../../../..');
const files = await readArchive(readFileSync(join(root, 'examples/diamonds/sparkml/model.tar.gz')));

interface Details {
  readonly problems: readonly string[];
  readonly request?: {
    readonly schema: { readonly input: readonly { readonly name: string }[] };
    readonly data: readonly unknown[];
  };
}

describe('describeBundle()', () => {
  it('shows stages with the types of their columns, and what a request must have', async () => {
    const { lines } = await describeBundle(files);
    expect(lines[0]).toContain('served natively');
    expect(lines).toContain('  carat: double');
    expect(lines).toContainEqual(expect.stringMatching(/^ {2}string_indexer: cut \(string\) -> cut_index \(double\)/));
    expect(lines).toContainEqual(expect.stringMatching(/standard_scaler: numbers \(vector\[6\]\) -> scaled/));
  });

  it('gives a request that the container answers once values are filled in', async () => {
    const { request } = (await describeBundle(files)).details as Details;
    const row: Record<string, unknown> = { carat: 1.52, cut: 'Fair', color: 'H', clarity: 'VS2' };
    Object.assign(row, { depth: 62.1, table: 66, x: 7.33, y: 7.13, z: 4.5 });
    const data = request?.schema.input.map(({ name }) => row[name]);
    const container = await loadSparkmlContainer({ files, environment: {}, imageTag: '3.3' });
    const answer = new InProcessStage({ hostname: 'sparkml', image: 'sparkml' }, container).invoke({
      body: Buffer.from(JSON.stringify({ ...request, data })),
      contentType: 'application/json',
      accept: 'text/csv',
    });
    const expected = readFileSync(join(root, 'test/golden/chains/sparkml.csv'), 'utf8').split('\n')[0];
    expect(answer.status).toBe(200);
    expect(answer.body.toString().trim()).toBe(expected);
    expect(request?.data).toHaveLength(9);
  });

  it('says what would fail instead of giving up', async () => {
    const { lines, details } = await describeBundle(handBundle([{ op: 'sql_transformer', outputs: { output: 'o' } }]));
    expect(lines[0]).toContain('not served natively');
    expect(lines).toContain('what would fail:');
    expect(lines.at(-1)).toContain('<- cannot be scored');
    expect((details as Details).problems[0]).toContain('sql_transformer');
  });
});
