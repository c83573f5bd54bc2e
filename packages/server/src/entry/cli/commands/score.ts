import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { own } from '@catenary/scoring/internal/names';
import { present } from '@catenary/scoring/internal/values';
import { createLogger } from '../../../platform/observe/logger.ts';
import { launchStages } from '../../../serving/container/launch-stages.ts';
import { stageLauncher } from '../../../serving/container/launchers.ts';
import { boxSource } from '../../../serving/container/process/open-box.ts';
import { SocketFolders } from '../../../serving/container/process/socket-folders.ts';
import { Chain } from '../../../serving/invocation/chain.ts';
import { describePlace, StageFailure } from '../../../serving/invocation/stage-failure.ts';
import { readEnvironment } from '../../options/environment.ts';
import { compileOptions } from '../../options/server-options.ts';
import { CommandError } from '../command.ts';
import { containerFromFlag } from '../container-from-flag.ts';
import { contentTypes } from '../content-types.ts';
import type { ModelFlag } from '../model-flags.ts';
import { readInput } from '../read-input.ts';
import { writeFileAtomically } from '../write-file-atomically.ts';

interface ScoreFlags {
  readonly models: readonly ModelFlag[];
  readonly input: string;
  readonly output: string;
  readonly contentType?: string;
  readonly accept?: string;
}

/** `catenary score`: one request through a chain, with the server's own engine and no server. */
export async function score(flags: ScoreFlags): Promise<void> {
  const body = await readInput(flags.input);
  const contentType = flags.contentType ?? own(contentTypes, extname(flags.input));
  const request = {
    body,
    ...present({ contentType, accept: flags.accept }),
  };
  const opened = await openChain(flags.models);
  try {
    const answer = await opened.chain.invoke(request);
    await writeFileAtomically(flags.output, answer.body);
  } catch (error) {
    if (error instanceof StageFailure)
      throw new CommandError(`${describePlace(error)} answered ${error.status}: ${error.body}`);
    throw error;
  } finally {
    await opened.close();
  }
}

async function openChain(models: readonly ModelFlag[]) {
  const options = compileOptions(readEnvironment(process.env), process.env);
  const scratch = await mkdtemp(join(tmpdir(), 'catenary-score-'));
  const clean = () => rm(scratch, { recursive: true, force: true });
  // Archives are files already: what a server would fetch from a bucket is taken from where it lies.
  const artifacts = { fetch: ({ uri }: { uri: string }) => Promise.resolve(uri) };
  const context = {
    images: options.images,
    artifacts,
    dataDirectory: scratch,
    environments: options.environments,
    log: createLogger({ level: 'warn', pretty: true }),
    python: options.python,
    box: boxSource(options.sandbox, [options.data]),
    processMemoryMB: options.processMemoryMB,
    sockets: new SocketFolders(),
  };
  try {
    const definitions = await Promise.all(models.map((model, index) => containerFromFlag(model, index)));
    const launchOptions = { owner: 'score', startupTimeoutMs: 600_000, signal: new AbortController().signal };
    const stages = await launchStages(stageLauncher(context), definitions, launchOptions);
    const chain = new Chain(stages, { fuse: options.fuse, maxIntermediateBytes: Infinity });
    return {
      chain,
      async close() {
        await chain.close();
        await clean();
      },
    };
  } catch (error) {
    await clean();
    throw error;
  }
}
