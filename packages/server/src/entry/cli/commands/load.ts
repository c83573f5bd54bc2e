import type { ApiClient } from '../api-client.ts';
import { CommandError } from '../command.ts';
import type { LoadFlags } from '../flags/client-flags.ts';
import { drawBars } from '../load/draw-bars.ts';
import { drawSvg } from '../load/draw-svg.ts';
import { readEndpointUnits } from '../load/endpoint-units.ts';
import { keepBusy } from '../load/keep-busy.ts';
import { kneeOf, nextRate, type RateStep } from '../load/knee.ts';
import { chartOfRates, chartOfRun, type LoadChart } from '../load/load-chart.ts';
import { type Pace, planLoad } from '../load/load-plan.ts';
import { type LoadRows, readLoadRows } from '../load/load-rows.ts';
import { LoadSender } from '../load/load-sender.ts';
import { type LoadFigures, LoadTally } from '../load/load-tally.ts';
import { maxOutstanding, offerLoad } from '../load/offer-load.ts';
import { recommend } from '../load/recommendation.ts';
import { showAdvice } from '../load/show-advice.ts';
import { showRates } from '../load/show-rates.ts';
import { showRun } from '../load/show-run.ts';
import { printResult } from '../print-result.ts';
import { requireWritable } from '../require-writable.ts';
import { connect } from '../server/connect.ts';
import { writeFileAtomically } from '../write-file-atomically.ts';

/** One endpoint under load, and the rows that are sent to it. */
interface Loaded {
  readonly client: ApiClient;
  readonly name: string;
  readonly rows: LoadRows;
}

/** `catenary load`: sends rows to an endpoint at a rate or a fixed number at a time, and reports what came of it. */
export async function load(flags: LoadFlags, name: string): Promise<void> {
  const { pace, wanted, seconds } = planLoad(flags);
  const rows = await readLoadRows(flags);
  if (flags.svg !== undefined) requireWritable(flags.svg);
  const client = await connect(flags);
  const units = await readEndpointUnits(client, name);
  const loaded = { client, name, rows };
  if (pace === undefined) {
    const steps = await tryRates(loaded, seconds);
    const advice = recommend(kneeOf(steps), { ...units, wanted });
    const chart = chartOfRates(name, steps);
    const facts = { endpoint: name, kneePerSecond: kneeOf(steps), steps, recommendation: advice };
    const show = () => [showRates(steps), drawBars(chart), showAdvice(steps, advice, wanted)].join('\n\n');
    await tell(flags, chart, { facts, show });
    return;
  }
  const figures = await run(loaded, pace, seconds);
  const chart = chartOfRun(name, figures);
  const isAnswered = figures.failed < figures.requests;
  const show = () => [showRun(figures), ...(isAnswered ? [drawBars(chart)] : [])].join('\n\n');
  await tell(flags, chart, { facts: { endpoint: name, ...figures }, show });
  if (!isAnswered) process.exitCode = 1;
}

async function tell(
  flags: LoadFlags,
  chart: LoadChart,
  { facts, show }: { readonly facts: object; readonly show: () => string },
): Promise<void> {
  printResult(flags, facts, show);
  if (flags.svg !== undefined) await writeFileAtomically(flags.svg, Buffer.from(drawSvg(chart)));
}

async function tryRates(loaded: Loaded, seconds: number): Promise<RateStep[]> {
  const steps: RateStep[] = [];
  for (let perSecond = nextRate(steps); perSecond !== undefined; perSecond = nextRate(steps)) {
    process.stderr.write(`${perSecond} requests a second ...\n`);
    const figures = await run(loaded, { kind: 'rate', perSecond }, seconds);
    if (figures.failed === figures.requests) throw new CommandError(`All requests failed. ${mostOften(figures)}`);
    steps.push({ perSecond, figures });
  }
  return steps;
}

function mostOften({ errors: [first] }: LoadFigures): string {
  if (first === undefined) return 'None was answered.';
  return `Most often: ${first.status === 0 ? 'no answer' : first.status}: ${first.example}`;
}

async function run({ client, name, rows }: Loaded, pace: Pace, seconds: number): Promise<LoadFigures> {
  const sender = new LoadSender(client, {
    name,
    rows,
    connections: pace.kind === 'rate' ? maxOutstanding : pace.count,
  });
  const send = sender.send.bind(sender);
  try {
    return await (pace.kind === 'rate'
      ? offerLoad(send, { perSecond: pace.perSecond, seconds }, new LoadTally())
      : keepBusy(send, { count: pace.count, seconds }, new LoadTally()));
  } finally {
    await sender.close();
  }
}
