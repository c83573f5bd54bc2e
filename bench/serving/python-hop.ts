/**
 * What the scikit-learn script of the diamonds chain costs behind the native pair, beside the pair: CPU of all processes, for each
 * request. The server, its workers and the load share the cores. TURNS (8), each of BENCH_SECONDS (2).
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { diamondsContainer, uploadDiamonds } from '../../packages/server/test/support/diamonds.ts';
import { testCache } from '../../packages/server/test/support/start-server.ts';
import { hasWrk, printTable } from '../harness.ts';
import { startCatenary } from './parts/child-server.ts';
import { compareChains } from './parts/compare-chains.ts';

const turns = Number(process.env.TURNS ?? 8);
const seconds = Number(process.env.BENCH_SECONDS ?? 2);

if (!hasWrk()) {
  process.stdout.write('skipped: needs wrk (a Debian package)\n');
  process.exit(0);
}

const data = mkdtempSync(join(tmpdir(), 'catenary-bench-'));
const env = { CATENARY_ENVIRONMENTS: testCache };
const args = ['--allow-unsigned'];
const server = await startCatenary(data, { args, env, cores: '0,1' });
await uploadDiamonds(server.client, ['sparkml', 'xgboost', 'sklearn']);
const pair = (['sparkml', 'xgboost'] as const).map(diamondsContainer);
const last = diamondsContainer('sklearn');
const behind = (workers: number) => ({
  ...last,
  Environment: { SAGEMAKER_MODEL_SERVER_WORKERS: String(workers) },
});
const chains = { pair, 'with a script': [...pair, behind(1)], 'with a script, 2 workers': [...pair, behind(2)] };
for (const connections of [1, 16]) {
  const rows = await compareChains(server, { chains, turns, seconds, connections });
  printTable(
    `The native pair, and a scikit-learn script behind it, ${connections} connections; medians of turns`,
    rows,
  );
}
await server.stop();
rmSync(data, { recursive: true, force: true });
