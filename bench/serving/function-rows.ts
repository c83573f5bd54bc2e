/**
 * CPU of blocks of 256 KiB of a transform job in one thread, as its processes take them: the native pair of the diamonds chain, and with
 * a function behind it that does what the example's scikit-learn script does. By turns; the least, and the median.
 * `sh scripts/with-node.sh bench/serving/function-rows.ts [blocks]`; ONLY: the name of one of them, for a profile.
 */
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { loadFunction } from '../../packages/server/src/serving/container/function/host/load-function.ts';
import { LoadedFunctionStage } from '../../packages/server/src/serving/container/function/host/loaded-function-stage.ts';
import { launchNativeStage } from '../../packages/server/src/serving/container/in-process/launch-native-stage.ts';
import type { NativeStageDefinition } from '../../packages/server/src/serving/container/in-process/native-stage-definition.ts';
import { localChain } from '../../packages/server/src/serving/transform-job/chain/block-executors/local-chain.ts';
import type { BlockPlan } from '../../packages/server/src/serving/transform-job/chain/block-plan.ts';
import type { BlockWork } from '../../packages/server/src/serving/transform-job/chain/block-work.ts';
import { transformBlock } from '../../packages/server/src/serving/transform-job/chain/transform-block.ts';
import { example, schema } from '../../packages/server/test/support/diamonds.ts';
import { median, printTable, type Row } from '../harness.ts';
import { readDiamondsRows } from './parts/diamonds-server.ts';

const blocks = Number(process.argv[2] ?? 40);
const warmUp = 20;
const blockBytes = 256 * 1024;

const native = (kind: 'sparkml' | 'xgboost', image: string, environment = {}): NativeStageDefinition => ({
  kind,
  hostname: kind,
  image,
  environment,
  archivePath: example(`${kind}/model.tar.gz`),
});
const pair = [
  native('sparkml', 'sagemaker-sparkml-serving:3.3', { SAGEMAKER_SPARKML_SCHEMA: schema() }),
  native('xgboost', 'sagemaker-xgboost:3.2-0'),
];
const plan: BlockPlan = {
  splitType: 'Line',
  strategy: 'MULTI_RECORD',
  assembleWith: 'Line',
  contentType: 'text/csv',
  badRecords: { isQuarantined: false, placeholder: '', maxRejectedShare: 1, checkRows: true },
  isUnlimited: false,
};
const launch = () => Promise.all(pair.map(launchNativeStage));
const modelDirectory = fileURLToPath(new URL('../../examples/diamonds/function', import.meta.url));
const handler = `${modelDirectory}/handler.ts`;
const textDoor = import.meta.resolve('@catenary/scoring/internal/text');
const loaded = await loadFunction({ socket: '', handler, modelDirectory, textDoor, isOnline: false });
const last = new LoadedFunctionStage({ hostname: 'function', image: 'catenary-function' }, loaded, true);
const works: Record<string, BlockWork> = {
  pair: localChain(await launch(), plan, true),
  'with a function': localChain([...(await launch()), last], plan, true),
};

const lines = readDiamondsRows();
const text = lines.join('');
const block = Buffer.from(text.slice(0, text.lastIndexOf('\n', blockBytes) + 1));
const { ONLY: only } = process.env;
const taken = new Map<string, number[]>();
for (let turn = -warmUp; turn < blocks; turn++) {
  for (const [name, work] of Object.entries(works)) {
    if (only !== undefined && only !== name) continue;
    const before = process.cpuUsage();
    const { recordCount } = await transformBlock(work, Buffer.from(block));
    const { user, system } = process.cpuUsage(before);
    if (turn >= 0) taken.set(name, [...(taken.get(name) ?? []), (user + system) / recordCount]);
  }
}
const rows = [...taken].map(
  ([name, micros]): Row => ({
    name,
    'least us/row': Math.min(...micros).toFixed(2),
    'median us/row': median(micros).toFixed(2),
  }),
);
printTable(`Blocks in one thread of ${cpus().length} cores`, rows);
