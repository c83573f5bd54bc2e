/**
 * What a function behind the native pair of the diamonds chain costs, beside the pair: one that does what the example's
 * scikit-learn script does. The server, what it starts and the load share the cores. TURNS (8), each of BENCH_SECONDS (1).
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { diamondsContainer, readExample, uploadDiamonds } from '../../packages/server/test/support/diamonds.ts';
import { hasWrk, printTable } from '../harness.ts';
import { startCatenary } from './parts/child-server.ts';
import { compareChains } from './parts/compare-chains.ts';
import { putFunction } from './parts/endpoints.ts';

const turns = Number(process.env.TURNS ?? 8);
const seconds = Number(process.env.BENCH_SECONDS ?? 1);

if (!hasWrk()) {
  process.stdout.write('skipped: needs wrk (a Debian package)\n');
  process.exit(0);
}

const data = mkdtempSync(join(tmpdir(), 'catenary-bench-'));
const server = await startCatenary(data, { args: ['--allow-unsigned'], cores: '0,1' });
await uploadDiamonds(server.client, ['sparkml', 'xgboost']);
const handler = { name: 'handler.ts', content: readExample('function/handler.ts') };
const last = await putFunction(server.client, '/diamonds/function.tar.gz', handler);
const pair = (['sparkml', 'xgboost'] as const).map(diamondsContainer);
const behind = (workers: number) => ({
  ...last,
  Environment: { SAGEMAKER_MODEL_SERVER_WORKERS: String(workers) },
});
const chains = { pair, 'with a function': [...pair, behind(1)], 'with a function, 2 processes': [...pair, behind(2)] };
const rows = await compareChains(server, { chains, turns, seconds, connections: 16 });
await server.stop();
rmSync(data, { recursive: true, force: true });
printTable('The native pair, and a function behind it, 16 connections; medians of turns', rows);
