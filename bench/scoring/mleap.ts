/**
 * The diamonds featurizer (7 stages, 9 columns in, 29 features out) against the MLeap JVM runtime 0.20.0: same bundle, same
 * rows, same run, one thread. Maven fetches the runtime into .tools/mleap-runtime; without Maven and a JDK only our own
 * figures are printed.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg } from 'node:os';
import { join, resolve } from 'node:path';
import { CsvRows } from '../../packages/scoring/src/formats/csv/csv-rows.ts';
import type { Column } from '../../packages/scoring/src/frame/column.ts';
import type { Frame } from '../../packages/scoring/src/frame/frame.ts';
import type { BundleScorer } from '../../packages/scoring/src/spark/from-mleap-bundle/compile-bundle.ts';
import { loadBundle } from '../../packages/scoring/src/spark/from-mleap-bundle/load-bundle.ts';
import { readArchive } from '../../packages/server/src/platform/artifact/read-archive.ts';
import { readSparkmlSchema } from '../../packages/server/src/serving/container/surfaces/sparkml/sparkml-schema.ts';
import { installPackages, packPackages } from '../../test/support/installed-packages.ts';
import { printTable, type Row, timeCalls } from '../harness.ts';

const root = resolve(import.meta.dirname, '../..');
const cache = join(root, '.tools/mleap-runtime');
const model = join(root, 'examples/diamonds/sparkml/model.tar.gz');
const requests = join(root, 'examples/diamonds/requests.csv');
const schema = readSparkmlSchema(
  JSON.parse(readFileSync(join(root, 'examples/diamonds/sparkml/schema.json'), 'utf8')) as unknown,
);
const fields = schema.input.fields;

type Figures = Readonly<Record<string, number>>;

/** Microseconds a row, best of rounds: every column, as the JVM runtime makes, or the last one, as the container answers. */
async function measureOurs(): Promise<Figures> {
  const files = await readArchive(readFileSync(model));
  const { columns, rowCount } = new CsvRows(schema.input).decode(readFileSync(requests));
  const framesOf = (scorer: BundleScorer): Frame[] =>
    Array.from({ length: rowCount }, (_, row) => ({
      schema: scorer.inputSchema,
      columns: columns.map((column) => cellOf(column, row)),
      rowCount: 1,
    }));
  const measure = (scorer: BundleScorer, frames: readonly Frame[]) => {
    const run = () => {
      for (const frame of frames) scorer.scoreShared(frame);
    };
    return timeCalls(run, { calls: 5, rounds: 60 }).min / rowCount;
  };
  const every = loadBundle(files, { input: schema.input });
  const last = loadBundle(files, { input: schema.input, outputs: [schema.output.name] });
  return {
    row: measure(every, framesOf(every)),
    'row, last': measure(last, framesOf(last)),
    bulk: measure(every, [{ schema: every.inputSchema, columns, rowCount }]),
    'bulk, last': measure(last, [{ schema: last.inputSchema, columns, rowCount }]),
  };
}

function cellOf(column: Column, row: number): Column {
  if (column.kind === 'number') return { kind: 'number', values: column.values.slice(row, row + 1) };
  if (column.kind === 'string') return { kind: 'string', values: [column.values[row] ?? null] };
  throw new Error('the example has numbers and texts only');
}

function figuresOf(output: string): Figures {
  const lines = [...output.matchAll(/^FIGURE (\S+) (\S+)/gm)];
  return Object.fromEntries(lines.map(([, name, value]) => [name as string, Number(value)]));
}

/** Milliseconds, best of five: the whole process from its start to its end, and in it from loading to the answer. */
function timeFirstAnswer(command: string, words: readonly string[], environment: NodeJS.ProcessEnv = {}): Figures {
  const runs = Array.from({ length: 6 }, () => {
    const since = performance.now();
    const { status, stdout, stderr } = spawnSync(command, words, {
      encoding: 'utf8',
      env: { ...process.env, ...environment },
    });
    if (status !== 0) throw new Error(`${command} failed: ${stderr}`);
    return { process: performance.now() - since, load: figuresOf(stdout).load ?? Number.NaN };
  });
  const warm = runs.slice(1); // the first one fills the disk cache
  return { process: Math.min(...warm.map((run) => run.process)), load: Math.min(...warm.map((run) => run.load)) };
}

/** Our first answer, from the code that is released: by the library, and by the command `catenary score`. */
function timeOurStart(): { readonly library: Figures; readonly command: Figures } {
  mkdirSync(cache, { recursive: true });
  installPackages(cache, packPackages(cache, ['@catenary/scoring', 'catenary']));
  const folder = join(cache, 'node_modules/@catenary/scoring/dist');
  const [first = ''] = readFileSync(requests, 'utf8').split('\n', 1);
  const cells = first.split(',');
  const row = fields.map(({ name, type }, at) => [name, type.base === 'string' ? cells[at] : Number(cells[at])]);
  const input = join(cache, 'row.jsonl');
  writeFileSync(input, `${JSON.stringify(Object.fromEntries(row))}\n`);
  const environment = { NODE_COMPILE_CACHE: join(cache, 'node') };
  const names = fields.map((field) => field.name).join(',');
  const library = [join(import.meta.dirname, 'first-answer.mjs'), folder, unpack(), requests, names];
  const files = ['--model', model, '--input', input, '--output', join(cache, 'answer.jsonl')];
  const command = [join(cache, 'node_modules/catenary/dist/main.js'), 'score', '--format', 'rows', ...files];
  return {
    library: timeFirstAnswer(process.execPath, library, environment),
    command: timeFirstAnswer(process.execPath, command, environment),
  };
}

const has = (command: string, flag: string) => spawnSync(command, [flag]).status === 0;

/** The JVM runtime's figures; undefined where there is no Maven or JDK. */
function measureRuntime(): { warm: Figures; first: Figures } | undefined {
  if (!has('mvn', '-v') || !has('javac', '-version')) return undefined;
  const source = join(import.meta.dirname, 'mleap-runtime');
  const jars = join(cache, 'jars');
  if (!existsSync(jars)) {
    const goal = ['dependency:copy-dependencies', '-DincludeScope=runtime', `-DoutputDirectory=${jars}`];
    execFileSync('mvn', ['-B', '-q', '-f', join(source, 'pom.xml'), ...goal], { stdio: 'inherit' });
  }
  const classes = join(cache, 'classes');
  execFileSync('javac', ['-d', classes, '-cp', `${jars}/*`, join(source, 'MleapRuntime.java')]);
  const columns = fields.map(({ name, type }) => `${name}:${type.base}`).join(',');
  const zip = join(cache, 'bundle.zip');
  const path = `${classes}:${jars}/*`;
  const words = (mode: string) => ['-cp', path, 'MleapRuntime', zip, requests, columns, mode];
  writeZip(zip);
  const first = timeFirstAnswer('java', words('first'));
  return { warm: figuresOf(execFileSync('java', words('warm'), { encoding: 'utf8' })), first };
}

/** The runtime reads zip files; `jar` of the JDK makes one of the unpacked bundle. */
function writeZip(path: string): void {
  execFileSync('jar', ['--create', '--no-manifest', '--file', path, '-C', unpack(), '.']);
}

/** The folder that the bundle's files are in. */
function unpack(): string {
  const folder = join(cache, 'bundle');
  mkdirSync(folder, { recursive: true });
  execFileSync('tar', ['-xzf', model, '-C', folder]);
  return folder;
}

function line(name: string, ours: number, theirs: number | undefined): Row {
  const round = (value: number) => Number(value.toPrecision(3));
  const reference = theirs === undefined ? {} : { 'MLeap 0.20': round(theirs), times: round(theirs / ours) };
  return { name, Catenary: round(ours), ...reference };
}

mkdirSync(cache, { recursive: true });
const ours = await measureOurs();
const start = timeOurStart();
const runtime = measureRuntime();
const rowTransformer = runtime?.warm['row-transformer'];
const { row = 0, bulk = 0, 'row, last': lastRow = 0, 'bulk, last': lastBulk = 0 } = ours;

process.stdout.write(
  `Node ${process.versions.node}, ${cpus()[0]?.model}, ${availableParallelism()} cores, load ${loadavg()[0]?.toFixed(1)}\n`,
);
printTable('microseconds a row, after warm-up, best of rounds', [
  line('one row, every column / row transformer', row, rowTransformer),
  line('one row, last column only / row transformer', lastRow, rowTransformer),
  line('one row, every column / leap frame of one row', row, runtime?.warm['leap-frame']),
  line('2,000 rows, every column / leap frame', bulk, runtime?.warm.bulk),
  line('2,000 rows, last column only / leap frame', lastBulk, runtime?.warm.bulk),
]);
printTable('milliseconds to the first answer', [
  line(
    'a process with the library, from its start to its end',
    start.library.process as number,
    runtime?.first.process,
  ),
  line('`catenary score`, from its start to its end', start.command.process as number, runtime?.first.process),
  line('in a running process, from loading the bundle', start.library.load as number, runtime?.first.load),
]);
