/**
 * What a function behind the native pair of the diamonds chain costs, beside the pair: one that does what the example's
 * scikit-learn script does. The server, what it starts and the load share the cores. TURNS (8), each of BENCH_SECONDS (1);
 * BASELINE: another checkout.
 */
import { diamondsContainer, readExample } from '../../packages/server/test/support/diamonds.ts';
import { hasWrk } from '../harness.ts';
import { compareChains } from './parts/compare-chains.ts';
import { putFunction } from './parts/endpoints.ts';

if (!hasWrk()) {
  process.stdout.write('skipped: needs wrk (a Debian package)\n');
  process.exit(0);
}

const handler = { name: 'handler.ts', content: readExample('function/handler.ts') };
const pair = (['sparkml', 'xgboost'] as const).map(diamondsContainer);

await compareChains({
  title: 'The native pair, and a function behind it',
  parts: ['sparkml', 'xgboost'],
  async chainsOf(client) {
    const last = await putFunction(client, '/diamonds/function.tar.gz', handler);
    const behind = (count: number) => ({ ...last, Environment: { SAGEMAKER_MODEL_SERVER_WORKERS: String(count) } });
    return { pair, 'with a function': [...pair, behind(1)], 'with a function, 2 processes': [...pair, behind(2)] };
  },
  connections: [16],
  turns: Number(process.env.TURNS ?? 8),
  seconds: Number(process.env.BENCH_SECONDS ?? 1),
});
