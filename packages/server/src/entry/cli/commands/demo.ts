import { homedir } from 'node:os';
import { join } from 'node:path';
import { createLogger } from '../../../platform/observe/logger.ts';
import { readEnvironment } from '../../options/environment.ts';
import { readFlags } from '../../options/flags.ts';
import { startServer } from '../../start-server.ts';
import { ApiClient } from '../api-client.ts';
import { deployDiamonds } from '../demo/deploy-diamonds.ts';
import { runBatch } from '../demo/run-batch.ts';
import { showPredictions } from '../demo/show-predictions.ts';
import { stopwatch, write } from '../demo/write.ts';

/** `catenary demo`: the main job from an empty server to 53,940 scored rows, in front of the user's eyes. */
export async function demo(flags: { readonly keep?: boolean }): Promise<void> {
  const all = stopwatch();
  const environment = readEnvironment(process.env);
  // Any free port: another server may have the usual one.
  const options = { data: join(homedir(), '.catenary', 'demo'), ...environment, port: 0, ...readFlags(flags) };
  const { data } = options;
  const started = stopwatch();
  const log = createLogger({ level: environment.logLevel ?? 'silent', pretty: true });
  const server = await startServer(options, { environment: process.env, log });
  write(`server ready on ${server.url} after ${started()}`);
  try {
    const client = new ApiClient(server.url, server.credentials, server.region);
    const name = await deployDiamonds(client);
    await showPredictions(client, name);
    await runBatch(client, name);
    showSame(server.url, data);
    write(`\nall of it took ${all()}`);
    if (flags.keep === true) await keepServing(server.url);
  } finally {
    await server.close();
  }
}

function showSame(url: string, data: string): void {
  write(`
The same from Python, with nothing changed but where boto3 looks:

    eval "$(catenary env --data ${data})"      # AWS_ENDPOINT_URL=${url} ...
    import boto3
    runtime = boto3.client("sagemaker-runtime")
    row = "0.54,Premium,G,VS2,62.0,58.0,5.21,5.18,3.22"
    answer = runtime.invoke_endpoint(EndpointName="diamonds", ContentType="text/csv", Accept="text/csv", Body=row)
    print(answer["Body"].read())               # b'1566.0,fair\\n'

The whole of it: examples/diamonds/boto3_chain.py and examples/diamonds/aws-cli.sh.`);
}

async function keepServing(url: string): Promise<void> {
  write(`\nThe server stays on ${url} until you press Ctrl-C.`);
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => resolve());
  });
}
