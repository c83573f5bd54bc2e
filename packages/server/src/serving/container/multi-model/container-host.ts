import { modelLoadTimeoutMs } from '../../../contract/timeouts.ts';
import type { LaunchOptions } from '../launch-stages.ts';
import type { Stage } from '../stage.ts';
import type { StageDefinition } from '../stage-definition.ts';
import type { FetchedTarget } from './fetch-target.ts';
import type { ModelHost, ModelLoad } from './model-host.ts';

/** Starts a container that has the fetched archive for its model. */
export type LaunchTarget = (
  definition: StageDefinition,
  target: FetchedTarget,
  options: LaunchOptions,
) => Promise<Stage>;

/** Runs each model as a container of its own, of the kind that the image is. */
export class ContainerHost implements ModelHost {
  readonly #definition: StageDefinition;
  readonly #options: LaunchOptions;
  readonly #launch: LaunchTarget;

  constructor({ multiModel: _all, ...definition }: StageDefinition, options: LaunchOptions, launch: LaunchTarget) {
    this.#definition = definition;
    this.#options = options;
    this.#launch = launch;
  }

  load({ name, target, signal }: ModelLoad): Promise<Stage> {
    // Its models are loaded once: see docs/multi-model.md.
    const { owner, startupTimeoutMs, replication: _one, ...options } = this.#options;
    const environment = {
      // AWS's model server starts one worker for each model, too.
      SAGEMAKER_MODEL_SERVER_WORKERS: '1',
      ...this.#definition.environment,
      SAGEMAKER_MULTI_MODEL: 'true',
    };
    const definition = { ...this.#definition, modelData: target.artifact, environment };
    return this.#launch(definition, target, {
      ...options,
      owner: `${owner}/${name}`,
      startupTimeoutMs: Math.min(startupTimeoutMs, modelLoadTimeoutMs),
      signal,
    });
  }

  ping(): Promise<boolean> {
    return Promise.resolve(true);
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}
