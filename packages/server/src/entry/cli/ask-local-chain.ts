import { describePlace, StageFailure } from '../../serving/invocation/stage-failure.ts';
import type { ServerOptions } from '../options/server-options.ts';
import { CommandError } from './command.ts';
import type { ModelFlag } from './model-flags.ts';
import { openLocalChain } from './open-local-chain.ts';

/** A request to containers that are started for it. */
export interface LocalRequest {
  readonly body: Buffer;
  readonly contentType?: string;
  readonly accept?: string;
}

/** One request through a chain of models that lie here. Throws `CommandError` and `StartFailure`. */
export async function askLocalChain(models: readonly ModelFlag[], options: ServerOptions, request: LocalRequest) {
  const opened = await openLocalChain(models, options);
  try {
    return await opened.chain.invoke(request);
  } catch (error) {
    if (error instanceof StageFailure)
      throw new CommandError(`${describePlace(error)} answered ${error.status}: ${error.body}`);
    throw error;
  } finally {
    await opened.close();
  }
}
