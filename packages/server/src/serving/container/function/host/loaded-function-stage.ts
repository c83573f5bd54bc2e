import type { LoadedEngine } from '../../in-process/native-engine.ts';
import type { ContainerAnswer, ContainerRequest } from '../../payload.ts';
import type { Stage } from '../../stage.ts';
import { answerRequest, type LoadedFunction } from './answer-request.ts';
import { asContainerAnswer, FunctionContainer } from './function-container.ts';

/** What the container of a function is called, and its image. */
export interface FunctionName {
  readonly hostname: string;
  readonly image: string;
}

/** A function that is loaded in this process, as a link of the chain that is loaded beside it. */
export class LoadedFunctionStage implements Stage {
  readonly hostname: string;
  readonly image: string;
  readonly isLocal = true;
  readonly native?: LoadedEngine;
  readonly #loaded: LoadedFunction;
  readonly #container: FunctionContainer | undefined;

  /** `isFused`: whether it may be given columns of the native container before it. */
  constructor({ hostname, image }: FunctionName, loaded: LoadedFunction, isFused = false) {
    this.hostname = hostname;
    this.image = image;
    this.#loaded = loaded;
    if (!isFused) return;
    this.#container = new FunctionContainer(loaded);
    this.native = { container: this.#container };
  }

  /** Whether it was given columns and answered later: then it has to be asked in the usual way. */
  get isLate(): boolean {
    return this.#container?.isLate === true;
  }

  invoke(request: ContainerRequest): ContainerAnswer | Promise<ContainerAnswer> {
    const { contentType, accept, customAttributes, inferenceId, body } = request;
    const answer = answerRequest(this.#loaded, { contentType, accept, customAttributes, inferenceId }, body);
    return answer instanceof Promise ? answer.then(asContainerAnswer) : asContainerAnswer(answer);
  }

  ping(): Promise<boolean> {
    return Promise.resolve(true);
  }

  executionParameters(): Promise<undefined> {
    return Promise.resolve(undefined);
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}
