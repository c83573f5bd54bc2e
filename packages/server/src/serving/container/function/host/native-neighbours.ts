import { deserialize } from 'node:v8';
import { maxIntermediateBytes } from '../../../../contract/max-bytes.ts';
import { invokeFused } from '../../in-process/invoke-fused.ts';
import { openNativeContainer } from '../../in-process/launch-native-stage.ts';
import type { LoadedEngine } from '../../in-process/native-engine.ts';
import { askApart, type ContainerAnswer, isSuccess } from '../../payload.ts';
import { writeChainBody } from '../../process/chain-answer.ts';
import type { RequestFacts } from '../../process/request-facts.ts';
import type { SentNative } from '../natives-beside.ts';
import { answerRequest, type HostAnswer, type LoadedFunction } from './answer-request.ts';
import { asContainerAnswer } from './function-container.ts';

/** Native containers before a function, loaded in its process. */
export class NativeNeighbours {
  readonly #engines: readonly LoadedEngine[];
  readonly #loaded: LoadedFunction;

  constructor(engines: readonly LoadedEngine[], loaded: LoadedFunction) {
    this.#engines = engines;
    this.#loaded = loaded;
  }

  /** Of what the server sent (`NativesBeside`). Rejects with what is wrong with it. */
  static async load(message: Uint8Array, loaded: LoadedFunction): Promise<NativeNeighbours> {
    const sent = deserialize(message) as readonly SentNative[];
    const containers = await Promise.all(sent.map(({ definition, files }) => openNativeContainer(definition, files)));
    return new NativeNeighbours(
      containers.map((container) => ({ container })),
      loaded,
    );
  }

  /** One request to all of them: `ChainAnswer` as bytes. */
  answer(facts: RequestFacts, body: Buffer): HostAnswer | Promise<HostAnswer> {
    const spentMs = new Float64Array(this.#engines.length);
    const { accept, ...rest } = facts;
    const { answer, answeredBy } = invokeFused(this.#engines, nativeRequest(rest, body), spentMs);
    const write = (given: ContainerAnswer, by: number): HostAnswer => {
      const written = writeChainBody({ answer: given, answeredBy: by, spentMs });
      const { status, contentType } = given;
      return contentType === undefined ? { status, body: written } : { status, contentType, body: written };
    };
    if (!isSuccess(answer)) return write(answer, answeredBy);
    // The server tells its caller.
    if (answer.body.length > maxIntermediateBytes) return write({ status: 200, body: Buffer.alloc(0) }, askApart);
    const handedOn = { ...rest, contentType: answer.contentType, accept };
    const given = answerRequest(this.#loaded, handedOn, answer.body);
    const byFunction = (its: HostAnswer) => write(asContainerAnswer(its), this.#engines.length);
    return given instanceof Promise ? given.then(byFunction) : byFunction(given);
  }
}

function nativeRequest({ contentType }: Pick<RequestFacts, 'contentType'>, body: Buffer) {
  return contentType === undefined ? { body } : { body, contentType };
}
