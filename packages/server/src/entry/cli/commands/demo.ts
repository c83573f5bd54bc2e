import { homedir } from 'node:os';
import { join } from 'node:path';
import { createLogger } from '../../../platform/observe/logger.ts';
import { readEnvironment } from '../../options/environment.ts';
import { readFlags } from '../../options/flags.ts';
import { startServer } from '../../start-server.ts';
import { ApiClient } from '../api-client.ts';
import { commandName } from '../command-name.ts';
import { closingLines } from '../demo/closing-lines.ts';
import { deployDiamonds } from '../demo/deploy-diamonds.ts';
import { offerToKeep } from '../demo/offer-to-keep.ts';
import { runBatch } from '../demo/run-batch.ts';
import { showPredictions } from '../demo/show-predictions.ts';
import { stopwatch, write } from '../demo/write.ts';
import type { DemoFlags } from '../flags/local-flags.ts';
import { quoteForShell } from '../quote-for-shell.ts';

/** `catenary demo`: the main job from an empty server to 53,940 scored rows, in front of the user's eyes. */
export async function demo(flags: DemoFlags): Promise<void> {
  const all = stopwatch();
  // Keys of its own, which other shells find in its folder, whatever account this shell is for.
  const { AWS_ACCESS_KEY_ID: _id, AWS_SECRET_ACCESS_KEY: _secret, ...variables } = process.env;
  const { s3: _stores, ...environment } = readEnvironment(variables);
  // Any free port: another server may have the usual one.
  const options = { data: join(homedir(), '.catenary', 'demo'), ...environment, port: 0, ...readFlags(flags) };
  const { data } = options;
  const started = stopwatch();
  const log = createLogger({ level: environment.logLevel ?? 'silent', pretty: true });
  const server = await startServer(options, { environment: variables, log });
  write(`server ready on ${server.url} after ${started()}`);
  try {
    const client = new ApiClient(server.url, server.credentials, server.region);
    const name = await deployDiamonds(client);
    await showPredictions(client, name);
    await runBatch(client, name);
    write(`\nall of it took ${all()}`);
    await end(flags, server.url, data);
  } finally {
    await server.close();
  }
}

/** Says how to go on; the server ends with this unless it is to stay. */
async function end({ keep }: { readonly keep?: boolean }, url: string, data: string): Promise<void> {
  const command = commandName(process.env);
  write(closingLines(command, data));
  if (keep === true || (await offerToKeep(process.stdin, process.stdout))) return keepServing(url);
  write(
    `\nThe server ends now. This runs it again and keeps it:\n\n    ${command} demo --keep --data ${quoteForShell(data)}`,
  );
}

async function keepServing(url: string): Promise<void> {
  write(`\nThe server stays on ${url} until you press Ctrl-C.`);
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => resolve());
  });
}
