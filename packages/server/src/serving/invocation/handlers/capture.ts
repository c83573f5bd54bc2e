import type { CapturedData, CapturedEvent } from '../../capture/capture-line.ts';
import type { DataCapture } from '../../capture/data-capture.ts';
import type { ContainerAnswer } from '../../container/payload.ts';
import type { StageAnswer } from '../chain.ts';
import type { Wrapper } from '../handler.ts';
import type { Invocation } from '../invocation.ts';

/** Most bytes of an answer in parts that are kept for capture; of a longer one the output is not captured. */
const maxStreamedBytes = 6 * 1024 ** 2;

/**
 * Captures a sample of the requests that were answered, with their answers. With `hasSteps` what each container
 * answered as well: such a request goes through the chain container by container.
 */
export const capture =
  (data: DataCapture, hasSteps: boolean): Wrapper<Invocation> =>
  (next) =>
  (invocation) => {
    if (!data.isSampled()) return next(invocation);
    const steps = hasSteps ? observe(invocation) : undefined;
    const streamed = data.hasOutput && invocation.parts !== undefined ? collect(invocation) : undefined;
    const record = (answer: ContainerAnswer): ContainerAnswer => {
      const { name } = invocation.route?.variant ?? { name: '' };
      data.add(name, eventOf(invocation, data, { answer: withBody(answer, streamed), steps }));
      return answer;
    };
    const answer = next(invocation);
    return answer instanceof Promise ? answer.then(record) : record(answer);
  };

interface Seen {
  readonly answer: CapturedData | undefined;
  readonly steps: readonly StageAnswer[] | undefined;
}

function eventOf({ id, request }: Invocation, data: DataCapture, { answer, steps }: Seen): Omit<CapturedEvent, 'time'> {
  return {
    id,
    inferenceId: request.inferenceId,
    customAttributes: request.customAttributes,
    input: data.hasInput ? request : undefined,
    output: data.hasOutput ? answer : undefined,
    steps: steps?.map(({ stage, answer: { body, contentType } }) => ({ container: stage.hostname, body, contentType })),
  };
}

function observe(invocation: Invocation): StageAnswer[] {
  const steps: StageAnswer[] = [];
  invocation.observer = (seen) => steps.push(seen);
  return steps;
}

/** The parts of an answer as they go to the caller. */
function collect({ parts }: Invocation): { parts: Buffer[]; bytes: number } {
  const collected: { parts: Buffer[]; bytes: number } = { parts: [], bytes: 0 };
  parts?.tap((part) => {
    collected.bytes += part.length;
    if (collected.bytes <= maxStreamedBytes) collected.parts.push(Buffer.from(part));
  });
  return collected;
}

function withBody(
  answer: ContainerAnswer,
  streamed: { readonly parts: readonly Buffer[]; readonly bytes: number } | undefined,
): CapturedData | undefined {
  if (streamed === undefined || streamed.bytes === 0) return answer;
  if (streamed.bytes > maxStreamedBytes) return undefined;
  return { body: Buffer.concat(streamed.parts), contentType: answer.contentType };
}
