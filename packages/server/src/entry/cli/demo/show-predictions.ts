import type { ApiClient } from '../api-client.ts';
import { readExample } from './example.ts';
import { table, write } from './write.ts';

interface Trace {
  readonly containers: readonly { readonly hostname: string; readonly body: string; readonly micros: number }[];
}

interface Times {
  readonly variants: readonly [
    {
      readonly containers: readonly ({ readonly hostname: string } & Summary)[];
      readonly chain: Summary;
      readonly total: Summary;
    },
  ];
}

interface Summary {
  readonly count: number;
  readonly p50Micros: number;
}

/** Requests sent before the times are read: enough for the compilers to have done their work. */
const requestCount = 500;

/** A table of rows with what each container made of them, then where the time goes. */
export async function showPredictions(client: ApiClient, name: string): Promise<void> {
  const rows = readExample('requests.csv').toString().trim().split('\n');
  const headers = { 'content-type': 'text/csv', accept: 'text/csv' };
  const lines = [
    [
      'row',
      'container-1 (SparkML): features',
      'container-2 (XGBoost): log price',
      'container-3 (scikit-learn): price, band',
    ],
  ];
  for (const row of rows.slice(0, 5)) {
    const { body } = await client.send({
      method: 'POST',
      path: `/_catenary/endpoints/${name}/trace`,
      service: 'sagemaker',
      headers,
      body: row,
    });
    const trace = JSON.parse(body.toString()) as Trace;
    lines.push([row, ...trace.containers.map((container) => shorten(container.body.trim()))]);
  }
  write(`\nwhat each container made of a row:\n${table(lines)}`);

  for (const row of rows.slice(0, requestCount)) {
    await client.send({
      method: 'POST',
      path: `/endpoints/${name}/invocations`,
      service: 'sagemaker',
      headers,
      body: row,
    });
  }
  const { body } = await client.send({ method: 'GET', path: `/_catenary/endpoints/${name}`, service: 'sagemaker' });
  const [{ containers, chain, total }] = (JSON.parse(body.toString()) as Times).variants;
  const micros = ({ p50Micros }: Summary) => `${p50Micros.toFixed(1)} µs`;
  const parts = [
    ...containers.map((container) => `${container.hostname} ${micros(container)}`),
    `the chain itself ${micros(chain)}`,
  ];
  write(`\ntime of a request (median of ${total.count}): ${parts.join(', ')}; together ${micros(total)}`);
}

const shorten = (text: string) =>
  text.length <= 42 ? text : `${text.slice(0, 30)}... (${text.split(',').length} numbers)`;
