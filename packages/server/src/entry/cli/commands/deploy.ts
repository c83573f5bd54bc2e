import type { ApiClient } from '../api-client.ts';
import { type Deployment, deployChain } from '../deploy/deploy-chain.ts';
import { ShownStart } from '../deploy/shown-start.ts';
import { waitForEndpoint } from '../deploy/wait-for-endpoint.ts';
import type { DeployFlags } from '../flags/client-flags.ts';
import type { ModelFlag } from '../model-flags.ts';
import { connect } from '../server/connect.ts';
import { readStarting } from '../server/read-figures.ts';
import { UsageError } from '../usage-error.ts';

/** With the models of the chain. */
type DeployOptions = DeployFlags & { readonly models: readonly ModelFlag[] };

/** `catenary deploy`: model files, folders and archives as one endpoint, a chain in the order of the command line. */
export async function deploy({ models, wait, ...flags }: DeployOptions, name: string): Promise<void> {
  if (models.length === 0) throw new UsageError(`Name the model of ${name}: catenary deploy ${name} model.joblib`);
  const since = performance.now();
  const client = await connect(flags);
  const deployment = await deployChain(client, name, models);
  const isShown = flags.json !== true;
  if (isShown) describe(deployment, models);
  if (wait !== false) await waitAndTell(client, name, isShown);
  const seconds = (performance.now() - since) / 1000;
  if (!isShown) {
    process.stdout.write(`${JSON.stringify({ endpoint: name, seconds, ...deployment })}\n`);
    return;
  }
  const state = wait === false ? 'asked for' : 'in service';
  process.stdout.write(
    `endpoint ${name}: ${deployment.change}, ${state} after ${seconds.toFixed(1)} s\nask it:  catenary invoke ${name} --input rows.csv\n`,
  );
}

/** What a start that takes long is doing is shown while it is waited for. */
async function waitAndTell(client: ApiClient, name: string, isShown: boolean): Promise<void> {
  const progress = new ShownStart(process.stdout);
  try {
    await waitForEndpoint(client, name, async () => {
      if (isShown && progress.isDue()) progress.show(await readStarting(client, name));
    });
  } finally {
    progress.clear();
  }
}

function describe({ containers }: Deployment, models: readonly ModelFlag[]): void {
  for (const [at, { Image, reason }] of containers.entries()) {
    const why = reason === undefined ? '' : ` (${reason})`;
    process.stdout.write(`container ${at + 1} of ${containers.length}: ${models[at]?.path ?? ''} -> ${Image}${why}\n`);
  }
}
