/**
 * What data capture, ledgers and a shadow cost a native chain at 16 connections: CPU of the server for a request, and requests per second.
 * Metrics are counted in all forms. The forms in turn, several rounds; the ratios are medians of those to the plain form of the same round.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDiamondsModel, untilSettled } from '../../packages/server/test/support/diamonds.ts';
import { hasWrk, load, median, printTable } from '../harness.ts';
import { startCatenary } from './parts/child-server.ts';
import { row } from './parts/diamonds-bodies.ts';

/** Each of its requests asks for its ledger. */
const withLedger = 'capture-10-ledger';
const seconds = Number(process.env.BENCH_SECONDS ?? 3);
const rounds = 7;

if (!hasWrk()) {
  process.stdout.write('skipped: needs wrk (a Debian package)\n');
  process.exit(0);
}

const capture = (InitialSamplingPercentage: number) => ({
  DataCaptureConfig: {
    InitialSamplingPercentage,
    DestinationS3Uri: 's3://diamonds/captured',
    CaptureOptions: [{ CaptureMode: 'InputAndOutput' }],
    CaptureContentTypeHeader: { CsvContentTypes: ['text/csv'] },
  },
});
const shadow = (InitialVariantWeight: number) => ({
  ShadowProductionVariants: [{ VariantName: 'shadow', ModelName: 'pair', InitialVariantWeight }],
});
const forms: Readonly<Record<string, object>> = {
  plain: {},
  'capture-10': capture(10),
  [withLedger]: capture(10),
  'capture-100': capture(100),
  'shadow-10': shadow(0.1),
  'shadow-100': shadow(1),
};

const data = mkdtempSync(join(tmpdir(), 'catenary-bench-'));
const server = await startCatenary(data, { args: ['--allow-unsigned'], cores: '0' });
await createDiamondsModel(server.client, 'pair', ['sparkml', 'xgboost']);
for (const [name, rest] of Object.entries(forms)) {
  await server.client.operation('CreateEndpointConfig', {
    EndpointConfigName: name,
    ProductionVariants: [{ VariantName: 'v', ModelName: 'pair' }],
    ...rest,
  });
  await server.client.operation('CreateEndpoint', { EndpointName: name, EndpointConfigName: name });
  if ((await untilSettled(server.client, name)) !== 'InService') throw new Error(`${name} does not start`);
}

const seen = new Map(
  Object.keys(forms).map((name) => [
    name,
    { micros: [] as number[], rates: [] as number[], p99: [] as number[], errors: 0 },
  ]),
);
for (let round = 0; round <= rounds; round++)
  for (const [name, of] of seen) {
    const before = await server.cpuSeconds();
    const result = await load({
      url: `${server.url}/endpoints/${name}/invocations`,
      body: row,
      headers: { 'content-type': 'text/csv', ...(name === withLedger ? { 'x-catenary-ledger': '1' } : {}) },
      connections: 16,
      seconds,
      core: 1,
    });
    if (round === 0) continue;
    const requests = result.requestsPerSecond * seconds;
    of.micros.push((((await server.cpuSeconds()) - before) / requests) * 1e6);
    of.rates.push(result.requestsPerSecond);
    of.p99.push(result.p99Micros);
    of.errors += result.errors;
  }
await server.stop();
rmSync(data, { recursive: true, force: true });

const plain = seen.get('plain');
const toPlain = (values: readonly number[], plainly: readonly number[] = []) =>
  median(values.map((value, round) => value / (plainly[round] ?? Number.NaN))).toFixed(3);
printTable(
  `Capture and shadows of a native chain, medians of ${rounds} rounds`,
  [...seen].map(([name, { micros, rates, p99, errors }]) => ({
    name,
    'CPU µs/req': median(micros).toFixed(1),
    'CPU to plain': toPlain(micros, plain?.micros),
    'req/s': median(rates),
    'req/s to plain': toPlain(rates, plain?.rates),
    'p99 µs': median(p99),
    errors,
  })),
);
