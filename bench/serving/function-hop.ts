/**
 * CPU that the hop to a function takes, without HTTP and without a load generator: the native pair of the diamonds chain; a function
 * behind it; and one whose process has the pair loaded, too, as the server starts it. 16 requests at once, in blocks by turns; the
 * least, the lowest fifth and the median of blocks.
 * `sh scripts/with-node.sh bench/serving/function-hop.ts [blocks]`
 */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serialize } from 'node:v8';
import { launchFunctionStage } from '../../packages/server/src/serving/container/function/function-stage.ts';
import type { NativesBeside, SentNative } from '../../packages/server/src/serving/container/function/natives-beside.ts';
import { InProcessStage } from '../../packages/server/src/serving/container/in-process/in-process-stage.ts';
import {
  bytesOf,
  openNativeContainer,
  readNativeFiles,
} from '../../packages/server/src/serving/container/in-process/launch-native-stage.ts';
import { boxSource } from '../../packages/server/src/serving/container/process/box-source.ts';
import { SocketFolders } from '../../packages/server/src/serving/container/process/socket-folders.ts';
import { Chain } from '../../packages/server/src/serving/invocation/chain.ts';
import { measuredChain } from '../../packages/server/src/serving/invocation/handlers.ts';
import { chainCall } from '../../packages/server/src/serving/invocation/invocation.ts';
import { example, readExample, schema } from '../../packages/server/test/support/diamonds.ts';
import { printTable, type Row } from '../harness.ts';
import { processCpu } from './parts/process-cpu.ts';

const blocks = Number(process.argv[2] ?? 40);
const atOnce = 16;
const perBlock = 1_000;
const warmUp = 20_000;
const folder = mkdtempSync(join(realpathSync(tmpdir()), 'catenary-bench-'));

const native = async (kind: 'sparkml' | 'xgboost', image: string, environment: Record<string, string> = {}) => {
  const definition = { kind, hostname: kind, image, environment, archivePath: example(`${kind}/model.tar.gz`) };
  return { definition, files: await readNativeFiles(definition) };
};
const natives: readonly SentNative[] = [
  await native('sparkml', 'sagemaker-sparkml-serving:3.3', { SAGEMAKER_SPARKML_SCHEMA: schema() }),
  await native('xgboost', 'sagemaker-xgboost:3.2-0'),
];
const openPart = async ({ definition, files }: SentNative, id: number) => {
  const elsewhere = { model: { id, definition, bytes: bytesOf(files) }, forget: () => undefined };
  return new InProcessStage(definition, await openNativeContainer(definition, files), elsewhere);
};
const pair = await Promise.all(natives.map(openPart));
const modelDirectory = join(folder, 'model');
mkdirSync(modelDirectory);
writeFileSync(join(modelDirectory, 'handler.ts'), readExample('function/handler.ts'));
const box = await boxSource('auto', [])();
const launch = (beside?: NativesBeside) =>
  launchFunctionStage({
    natives: beside,
    hostname: 'function',
    image: 'catenary-function',
    environment: { SAGEMAKER_MODEL_SERVER_WORKERS: '1' },
    startupTimeoutMs: 60_000,
    signal: new AbortController().signal,
    onLog: (line) => process.stderr.write(`${line}\n`),
    readable: [],
    writable: [],
    isOnline: false,
    modelDirectory,
    enclosure: { box, isOffline: box.isClosed, sockets: new SocketFolders(join(folder, 'sockets')) },
  });
const definitions = natives.map(({ definition }) => definition);
const alone = await launch();
const beside = await launch({ definitions, message: serialize(natives) });
const chains = {
  pair: new Chain(pair),
  'with a function': new Chain([...pair, alone]),
  'with a function, in one process': new Chain([...pair, beside]),
};

const body = Buffer.from(readExample('requests.csv').toString().split('\n')[0] ?? '');
const ask = (chain: Chain) => measuredChain(chainCall(chain, { body, contentType: 'text/csv' }, {}));

async function askMany(chain: Chain, count: number): Promise<void> {
  let left = count;
  const lane = async () => {
    while (left-- > 0) await ask(chain);
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
}

let writes = 0;
const write = Reflect.get(Socket.prototype, 'write') as (
  this: Socket,
  ...words: Parameters<Socket['write']>
) => boolean;
Reflect.set(Socket.prototype, 'write', function counted(this: Socket, ...words: Parameters<Socket['write']>) {
  writes++;
  return write.apply(this, words);
});

interface Block {
  readonly server: number;
  readonly container: number;
  readonly messages: number;
}

async function takeBlock(chain: Chain): Promise<Block> {
  const before = processCpu(process.pid);
  writes = 0;
  await askMany(chain, perBlock);
  const after = processCpu(process.pid);
  const microsOf = (part: 'own' | 'children') => ((after[part] - before[part]) * 1e6) / perBlock;
  return { server: microsOf('own'), container: microsOf('children'), messages: writes === 0 ? 0 : perBlock / writes };
}

const taken = new Map<string, Block[]>();
for (const [name, chain] of Object.entries(chains)) {
  await askMany(chain, warmUp);
  taken.set(name, []);
}
for (let turn = 0; turn < blocks; turn++)
  for (const [name, chain] of Object.entries(chains)) taken.get(name)?.push(await takeBlock(chain));

function row(name: string, of: readonly Block[]): Row {
  const spread = (value: (block: Block) => number) => {
    const sorted = of.map(value).sort((a, b) => a - b);
    return [0, Math.floor(sorted.length / 5), sorted.length >> 1].map((at) => sorted[at]?.toFixed(1)).join(' ');
  };
  return {
    name,
    'CPU µs/req of the server: least, fifth, median': spread(({ server }) => server),
    'of the process': spread(({ container }) => container),
    both: spread(({ server, container }) => server + container),
    'messages as one': spread(({ messages }) => messages),
  };
}

printTable(
  `The chain alone, ${atOnce} requests at once`,
  [...taken].map(([name, of]) => row(name, of)),
);
await Promise.all([alone.close(), beside.close()]);
rmSync(folder, { recursive: true });
process.exit(0);
