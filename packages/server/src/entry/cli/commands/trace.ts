import type { TraceFlags } from '../flags/client-flags.ts';
import { askAbout } from '../server/ask-about.ts';
import { connect } from '../server/connect.ts';
import { containerNames } from '../server/container-names.ts';
import { readRequest } from '../server/read-request.ts';
import { showTable } from '../server/show-table.ts';

interface Trace {
  readonly containers: readonly {
    readonly hostname: string;
    readonly status?: number;
    readonly body: string;
    readonly micros: number;
  }[];
}

/** `catenary trace`: what each container of an endpoint makes of a request. */
export async function trace(flags: TraceFlags, name: string): Promise<void> {
  const client = await connect(flags);
  const { body, headers } = await readRequest(flags);
  const path = `/_catenary/endpoints/${encodeURIComponent(name)}/trace`;
  const answer = await askAbout(client, name, () =>
    client.send({ method: 'POST', path, service: 'sagemaker', headers, body }),
  );
  if (flags.json === true) {
    process.stdout.write(`${answer.body.toString()}\n`);
    return;
  }
  const { containers } = JSON.parse(answer.body.toString()) as Trace;
  // A container that refused is the last that was asked.
  const isWhole = containers.every(({ status = 200 }) => status < 300);
  const count = isWhole ? containers.length : (await containerNames.ofEndpoint(client, name)).length;
  const lines = containers.map(({ hostname, status = 200, body: made, micros }, at) => [
    `${at + 1} of ${count}`,
    hostname,
    `${(micros / 1000).toFixed(3)} ms`,
    `${status < 300 ? '' : `${status}: `}${firstLines(made)}`,
  ]);
  process.stdout.write(`${showTable([['container', 'name', 'time', 'answer'], ...lines], 120)}\n`);
}

/** A table has one line for each container. */
function firstLines(text: string): string {
  const [first = '', ...others] = text.trimEnd().split('\n');
  return others.length === 0 ? first : `${first}  (and ${others.length} lines more)`;
}
