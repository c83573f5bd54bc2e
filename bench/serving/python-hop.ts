/**
 * What the scikit-learn script of the diamonds chain costs behind the native pair, beside the pair: CPU of all processes, for each
 * request. The server, its workers and the load share the cores. TURNS (8), each of BENCH_SECONDS (2); BASELINE: another
 * checkout.
 */
import { diamondsContainer } from '../../packages/server/test/support/diamonds.ts';
import { testCache } from '../../packages/server/test/support/start-server.ts';
import { hasWrk } from '../harness.ts';
import { compareChains } from './parts/compare-chains.ts';

if (!hasWrk()) {
  process.stdout.write('skipped: needs wrk (a Debian package)\n');
  process.exit(0);
}

const pair = (['sparkml', 'xgboost'] as const).map(diamondsContainer);
const last = diamondsContainer('sklearn');
const behind = (count: number) => ({ ...last, Environment: { SAGEMAKER_MODEL_SERVER_WORKERS: String(count) } });

await compareChains({
  title: 'The native pair, and a scikit-learn script behind it',
  parts: ['sparkml', 'xgboost', 'sklearn'],
  chainsOf: () =>
    Promise.resolve({ pair, 'with a script': [...pair, behind(1)], 'with a script, 2 workers': [...pair, behind(2)] }),
  env: { CATENARY_ENVIRONMENTS: testCache },
  connections: [1, 16],
  turns: Number(process.env.TURNS ?? 8),
  seconds: Number(process.env.BENCH_SECONDS ?? 2),
});
