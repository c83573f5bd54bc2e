import { rm } from 'node:fs/promises';
import { createLogger } from '../../platform/observe/logger.ts';
import { launchChain } from '../../serving/container/launch-chain.ts';
import { stageLauncher } from '../../serving/container/launchers.ts';
import { EngineSource } from '../../serving/container/oci/engine-source.ts';
import { boxSource } from '../../serving/container/process/box-source.ts';
import { SocketFolders } from '../../serving/container/process/socket-folders.ts';
import { Chain } from '../../serving/invocation/chain.ts';
import type { ServerOptions } from '../options/server-options.ts';
import { containersFromFlags } from './containers-from-flags.ts';
import type { ModelFlag } from './model-flags.ts';
import { makeScratch } from './remove-when-stopped.ts';

/** Containers of models that lie here, started as a server starts them, in this process. */
export interface LocalChain {
  readonly chain: Chain;
  /** Stops the containers, and removes what they had. */
  close(): Promise<void>;
}

/** Starts a chain of models that lie here. Throws `CommandError` and `StartFailure`. */
export async function openLocalChain(models: readonly ModelFlag[], options: ServerOptions): Promise<LocalChain> {
  const scratch = await makeScratch('score');
  const log = createLogger({ level: 'warn', pretty: true });
  const engine = new EngineSource(options.containers, scratch, log);
  const clean = async () => {
    await engine.close();
    await rm(scratch, { recursive: true, force: true });
  };
  const context = {
    engine,
    images: options.images,
    // Archives are files already: what a server would fetch from a bucket is taken from where it lies.
    artifacts: { fetch: ({ uri }: { uri: string }) => Promise.resolve(uri) },
    dataDirectory: scratch,
    environments: options.environments,
    log,
    python: options.python,
    box: boxSource(options.sandbox, [options.data]),
    processMemoryMB: options.processMemoryMB,
    sockets: new SocketFolders(),
  };
  try {
    const definitions = await containersFromFlags(models, scratch, options.images);
    const launchOptions = { owner: 'score', startupTimeoutMs: 600_000, signal: new AbortController().signal };
    const stages = await launchChain(stageLauncher(context), definitions, launchOptions);
    const chain = new Chain(stages, { fuse: options.fuse, maxIntermediateBytes: Infinity });
    return { chain, close: () => chain.close().then(clean) };
  } catch (error) {
    await clean();
    throw error;
  }
}
