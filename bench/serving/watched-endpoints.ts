/**
 * What looking on costs a native chain at 16 connections: metrics, ledgers, data capture, shadows, the watch for drift.
 * `sh scripts/with-node.sh --conditions=source bench/serving/watched-endpoints.ts [turns] [forms]`. CPU of the server's process for a request, by
 * the scheduler's nanoseconds. The forms take turns of a second, forwards and backwards, so that a machine's moods meet all of them; the ratios
 * are medians of those to the first form in the same turn. `plain again` is the same as `plain`: what it differs by is chance.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createDiamondsModel, diamondsContainer, untilSettled } from '../../packages/server/test/support/diamonds.ts';
import { hasWrk, type Load, load, median, printTable } from '../harness.ts';
import { type CatenaryServer, startCatenary } from './parts/child-server.ts';
import { row } from './parts/diamonds-bodies.ts';
import { processCpu } from './parts/process-cpu.ts';

if (!hasWrk()) {
  process.stdout.write('skipped: needs wrk (a Debian package)\n');
  process.exit(0);
}

interface Form {
  /** Members of its CreateEndpointConfig. */
  readonly config?: object;
  readonly model?: 'pair' | 'watched';
  /** Of the server that counts no times. */
  readonly isUncounted?: boolean;
  /** Each request of so many asks for its ledger. */
  readonly ledgerEvery?: number;
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
const all: Readonly<Record<string, Form>> = {
  'no metrics': { isUncounted: true },
  plain: {},
  'plain again': {},
  'capture-10': { config: capture(10) },
  'capture-10, ledger-10': { config: capture(10), ledgerEvery: 10 },
  'ledger-100': { ledgerEvery: 1 },
  'capture-100': { config: capture(100) },
  'shadow-10': { config: shadow(0.1) },
  'shadow-100': { config: shadow(1) },
  drift: { model: 'watched' },
};

const turns = Number(process.argv[2] ?? 20);
const asked = process.argv.slice(3);
const forms = Object.entries(all).filter(([name]) => asked.length === 0 || asked.includes(name));

async function startServer(data: string, node: readonly string[]): Promise<CatenaryServer> {
  const server = await startCatenary(data, { args: ['--allow-unsigned'], cores: '0', node });
  await createDiamondsModel(server.client, 'pair', ['sparkml', 'xgboost']);
  const sparkml = diamondsContainer('sparkml');
  const Environment = { ...sparkml.Environment, CATENARY_DRIFT_BASELINE: 'first' };
  await server.client.operation('CreateModel', {
    ModelName: 'watched',
    Containers: [{ ...sparkml, Environment }, diamondsContainer('xgboost')],
  });
  return server;
}

const endpointOf = (name: string) => name.replaceAll(/[^a-z0-9]+/g, '-');

async function deploy({ client }: CatenaryServer, name: string, { config, model = 'pair' }: Form): Promise<void> {
  const endpoint = endpointOf(name);
  await client.operation('CreateEndpointConfig', {
    EndpointConfigName: endpoint,
    ProductionVariants: [{ VariantName: 'v', ModelName: model }],
    ...config,
  });
  await client.operation('CreateEndpoint', { EndpointName: endpoint, EndpointConfigName: endpoint });
  if ((await untilSettled(client, endpoint)) !== 'InService') throw new Error(`${name} does not start`);
}

const folder = mkdtempSync(join(tmpdir(), 'catenary-bench-'));
const counting = await startServer(join(folder, 'counting'), []);
const preload = fileURLToPath(new URL('parts/without-metrics.ts', import.meta.url));
const isCompared = forms.some(([, { isUncounted }]) => isUncounted);
const uncounting = isCompared ? await startServer(join(folder, 'uncounting'), ['--import', preload]) : counting;
const serverOf = ({ isUncounted }: Form) => (isUncounted === true ? uncounting : counting);
for (const [name, form] of forms) await deploy(serverOf(form), name, form);

interface Seen {
  readonly micros: number[];
  readonly rates: number[];
  readonly p99: number[];
  errors: number;
}

async function ask(name: string, form: Form, seen: Seen): Promise<void> {
  const server = serverOf(form);
  const ledger = { 'x-catenary-ledger': '1' };
  const load1: Load = {
    url: `${server.url}/endpoints/${endpointOf(name)}/invocations`,
    body: row,
    headers: { 'content-type': 'text/csv', ...(form.ledgerEvery === 1 && ledger) },
    connections: 16,
    seconds: 1,
    core: 1,
  };
  const isSometimes = form.ledgerEvery !== undefined && form.ledgerEvery > 1;
  const before = processCpu(server.pid).own;
  const result = await load(
    isSometimes ? { ...load1, sometimes: { every: form.ledgerEvery, headers: ledger } } : load1,
  );
  seen.micros.push(((processCpu(server.pid).own - before) / result.requests) * 1e6);
  seen.rates.push(result.requestsPerSecond);
  seen.p99.push(result.p99Micros);
  seen.errors += result.errors;
}

const none = (): Seen => ({ micros: [], rates: [], p99: [], errors: 0 });
for (const [name, form] of forms) for (let at = 0; at < 3; at++) await ask(name, form, none());
const seen = new Map(forms.map(([name]) => [name, none()]));
for (let turn = 0; turn < turns; turn++)
  for (const [name, form] of turn % 2 === 0 ? forms : forms.toReversed()) await ask(name, form, seen.get(name) as Seen);
for (const server of new Set([counting, uncounting])) await server.stop();
rmSync(folder, { recursive: true, force: true });

const [first] = seen.values();
const ratios = (values: readonly number[], firsts: readonly number[] = []) =>
  values.map((value, turn) => value / (firsts[turn] ?? Number.NaN)).toSorted((one, other) => one - other);
const quartiles = (sorted: readonly number[]) =>
  [0.25, 0.75].map((share) => sorted[Math.floor(share * (sorted.length - 1))]?.toFixed(3)).join(' to ');
printTable(
  `What looking on costs a native chain, medians of ${turns} turns of a second`,
  [...seen].map(([name, { micros, rates, p99, errors }]) => ({
    name,
    'CPU µs/req': median(micros).toFixed(1),
    'CPU to the first': median(ratios(micros, first?.micros)).toFixed(3),
    quartiles: quartiles(ratios(micros, first?.micros)),
    'req/s': median(rates),
    'req/s to the first': median(ratios(rates, first?.rates)).toFixed(3),
    'p99 µs': median(p99),
    errors,
  })),
);
