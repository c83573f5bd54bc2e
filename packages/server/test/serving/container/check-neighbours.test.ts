import { describe, expect, it } from 'vitest';
import { checkNeighbours } from '../../../src/serving/container/check-neighbours.ts';
import { launchChain } from '../../../src/serving/container/launch-chain.ts';
import { StartFailure } from '../../../src/serving/container/launch-stages.ts';
import { stageLauncher } from '../../../src/serving/container/launchers.ts';
import { openBox } from '../../../src/serving/container/process/open-box.ts';
import { SocketFolders } from '../../../src/serving/container/process/socket-folders.ts';
import type { Stage } from '../../../src/serving/container/stage.ts';
import type { StageDefinition } from '../../../src/serving/container/stage-definition.ts';
import { example, type Part, schema } from '../../support/diamonds.ts';

const images: Readonly<Record<Part, string>> = {
  sparkml: 'sagemaker-sparkml-serving:3.3',
  xgboost: 'sagemaker-xgboost:3.2-0',
  sklearn: 'sagemaker-scikit-learn:1.9-1-cpu-py3',
};

const containerOf = (part: Part, environment: Record<string, string> = {}): StageDefinition => ({
  hostname: part,
  image: images[part],
  modelData: { uri: example(`${part}/model.tar.gz`), etag: '' },
  environment,
});

const sparkml = containerOf('sparkml', { SAGEMAKER_SPARKML_SCHEMA: schema() });
const xgboost = containerOf('xgboost');

/** Starts a chain as an endpoint does, and ends it again. */
async function start(...definitions: StageDefinition[]): Promise<void> {
  const launch = stageLauncher({
    images: [],
    artifacts: { fetch: ({ uri }) => Promise.resolve(uri) },
    dataDirectory: '/nonexistent',
    environments: '/nonexistent',
    log: { debug() {}, info() {}, warn() {}, error() {} },
    python: 'python3',
    box: () => openBox('none', []),
    processMemoryMB: 0,
    sockets: new SocketFolders(),
  });
  const signal = new AbortController().signal;
  const stages = await launchChain(launch, definitions, { owner: 'test', startupTimeoutMs: 60_000, signal });
  await Promise.all(stages.map((stage) => stage.close()));
}

/** A container that says how wide its rows are, and counts what it is asked. */
function counting(width: number) {
  const asked: number[] = [];
  const stage: Stage = {
    hostname: `c${width}`,
    image: 'i',
    isLocal: true,
    rowWidth: { least: width, most: width },
    invoke: ({ body }) => {
      asked.push(body.toString().split(',').length);
      return { status: 200, contentType: 'text/csv', body: Buffer.from('0') };
    },
    ping: () => Promise.resolve(true),
    executionParameters: () => Promise.resolve(undefined),
    close: () => Promise.resolve(),
  };
  return { stage, asked };
}

describe('a chain in an order that cannot work', () => {
  it('is not looked for with rows as long as a model file may claim', async () => {
    const { signal } = new AbortController();
    const [claims, most, after] = [counting(2 ** 31), counting(10_000), counting(2)];
    await checkNeighbours([claims.stage, after.stage], signal);
    expect(claims.asked).toEqual([]);
    await expect(checkNeighbours([most.stage, after.stage], signal)).rejects.toThrow(StartFailure);
    expect(most.asked).toEqual([10_000]);
  });

  it('is refused with both containers and what they take and answer', async () => {
    await expect(start(xgboost, sparkml)).rejects.toThrow(
      new StartFailure([
        {
          hostname: 'sparkml',
          reason:
            'It takes rows of 9 columns, and xgboost (sagemaker-xgboost:3.2-0), which stands before it, answers 1: the order of the containers may be wrong.',
        },
      ]),
    );
  });

  it('is no order whose rows fit, or of which nothing is known', async () => {
    await start(sparkml, xgboost);
    await start(xgboost, containerOf('xgboost')); // shorter rows lack columns, which XGBoost takes for missing
    await start(containerOf('sparkml'), xgboost); // without a schema, requests say it
  });
});
