/** The process of a function: loads its module, then answers requests from a socket. */

import { chainPath } from '../process/chain-path.ts';
import { requestFacts } from '../process/request-facts.ts';
import { answerRequest, type HostAnswer, type LoadedFunction } from './host/answer-request.ts';
import { type HostOptions, loadFunction } from './host/load-function.ts';
import type { NativeNeighbours } from './host/native-neighbours.ts';
import { type AnswerMessage } from './host/request-line.ts';
import { serveRequests } from './host/serve-requests.ts';
import { hostEnvironment } from './host-environment.ts';
import { nativesPath } from './natives-path.ts';

hostEnvironment.take();
const options: HostOptions = JSON.parse(process.argv[2] ?? '');
serveRequests(options, async () => answerPaths(await loadFunction(options)));

function answerPaths(loaded: LoadedFunction): AnswerMessage {
  let natives: NativeNeighbours | undefined;
  const load = async (message: Buffer): Promise<HostAnswer> => {
    // Most functions have no native containers beside them.
    const { NativeNeighbours } = await import('./host/native-neighbours.ts');
    natives = await NativeNeighbours.load(message, loaded);
    return { status: 200, body: Buffer.alloc(0) };
  };
  return ({ head, body }) => {
    if (head.path === '/invocations') return answerRequest(loaded, requestFacts(head), body);
    if (head.path === chainPath && natives !== undefined) return natives.answer(requestFacts(head), body);
    if (head.path === nativesPath) return load(body).catch(failure);
    return { status: 404, body: Buffer.alloc(0) };
  };
}

const failure = (error: unknown): HostAnswer => ({ status: 500, body: Buffer.from(String(error)) });
