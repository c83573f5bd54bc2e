import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ApiClient } from '../../../packages/server/src/entry/cli/api-client.ts';
import { makeTar } from '../../../packages/server/test/platform/artifact/make-tar.ts';
import { diamondsContainer, uploadDiamonds } from '../../../packages/server/test/support/diamonds.ts';
import { inLanes } from '../../harness.ts';
import { features, fill, row, sixMegabytes } from '../parts/diamonds-bodies.ts';
import { deploy, invoke, put } from '../parts/endpoints.ts';

const root = new URL('../../../', import.meta.url);
const read = (path: string) => readFileSync(new URL(path, root));
const sparkml = diamondsContainer('sparkml');
const xgboost = diamondsContainer('xgboost');

/** One kind of long and valid work. */
export interface Scenario {
  readonly name: string;
  readonly run: (client: ApiClient) => Promise<unknown>;
}

/** What the scenarios need: archives in a bucket, and endpoints. */
export async function prepare(client: ApiClient): Promise<void> {
  await uploadDiamonds(client, ['sparkml', 'xgboost']);
  await deploy(client, 'sparkml', [sparkml]);
  await deploy(client, 'xgboost', [xgboost]);
  await deploy(client, 'pair', [sparkml, xgboost]);
}

export const invokeRow = (client: ApiClient, endpoint: string) => invoke(client, endpoint, row);

const record = JSON.stringify({
  data: row.split(',').map((cell) => (Number.isNaN(Number(cell)) ? cell : Number(cell))),
});

export const scenarios: readonly Scenario[] = [
  { name: 'nothing', run: () => sleep(1000) },
  {
    name: '500 single rows to the pair',
    run: (client) => inLanes(500, 8, () => invokeRow(client, 'pair')),
  },
  { name: '6 MB of CSV to the pair', run: (client) => invoke(client, 'pair', fill(`${row}\n`)) },
  { name: '6 MB of CSV to SparkML', run: (client) => invoke(client, 'sparkml', fill(`${row}\n`)) },
  {
    name: '6 MB of JSON Lines to SparkML',
    run: (client) => invoke(client, 'sparkml', fill(`${record}\n`), 'application/jsonlines'),
  },
  {
    name: 'a JSON list of 3 million numbers to SparkML, refused',
    run: (client) =>
      invoke(client, 'sparkml', `{"data":[${'1,'.repeat(sixMegabytes / 2)}1]}`, 'application/json').catch(
        () => undefined,
      ),
  },
  {
    name: '6 MB of CSV to XGBoost',
    run: (client) => invoke(client, 'xgboost', fill(`${features}\n`)).catch(() => undefined),
  },
  {
    name: '6 MB of libsvm to XGBoost',
    run: (client) => invoke(client, 'xgboost', fill('0:1 1:2 2:3\n'), 'text/libsvm').catch(() => undefined),
  },
  {
    name: '8 requests of 1 MB side by side',
    run: (client) => inLanes(8, 8, () => invoke(client, 'pair', fill(`${row}\n`, 1_000_000))),
  },
  {
    name: '200 requests of 15 KB, 16 at once',
    run: (client) => inLanes(200, 16, () => invoke(client, 'pair', fill(`${row}\n`, 15_000))),
  },
  {
    name: 'an endpoint of a model of 20 MB',
    run: async (client) => {
      await put(client, '/diamonds/large.tar', largeModel());
      await deploy(client, 'large', [{ ...xgboost, ModelDataUrl: 's3://diamonds/large.tar' }]);
    },
  },
  {
    name: '100 endpoints',
    run: (client) => inLanes(100, 8, (at) => deploy(client, `many-${at}`, [sparkml, xgboost])),
  },
  {
    name: 'trace of 6 MB',
    run: (client) =>
      client.send({
        method: 'POST',
        path: '/_catenary/endpoints/pair/trace',
        service: 'sagemaker',
        headers: { 'content-type': 'text/csv' },
        body: fill(`${row}\n`),
      }),
  },
];

/** An XGBoost model of some 20 MB: a small one, with its trees many times. */
function largeModel(): Buffer {
  const folder = 'test/golden/xgboost/';
  const name = readdirSync(new URL(folder, root)).find((found) =>
    existsSync(new URL(`${folder}${found}/model.json`, root)),
  );
  const model = JSON.parse(read(`${folder}${name}/model.json`).toString()) as XgboostJson;
  const { model: trees } = model.learner.gradient_booster;
  const times = Math.ceil(20e6 / JSON.stringify(trees.trees).length);
  const again = <T>(list: readonly T[]) => Array.from({ length: times }, () => list).flat();
  trees.trees = again(trees.trees).map((tree, id) => ({ ...tree, id }));
  trees.tree_info = again(trees.tree_info);
  trees.gbtree_model_param.num_trees = String(trees.trees.length);
  return makeTar([{ name: 'xgboost-model', content: Buffer.from(JSON.stringify(model)) }]);
}

interface XgboostJson {
  readonly learner: {
    readonly gradient_booster: {
      readonly model: { trees: object[]; tree_info: number[]; readonly gbtree_model_param: { num_trees: string } };
    };
  };
}
