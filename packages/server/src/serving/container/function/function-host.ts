/** The process of a function: loads its module, then answers requests from a socket. */

import { requestFacts } from '../process/request-facts.ts';
import { answerRequest } from './host/answer-request.ts';
import { type HostOptions, loadFunction } from './host/load-function.ts';
import { serveRequests } from './host/serve-requests.ts';
import { hostEnvironment } from './host-environment.ts';

hostEnvironment.take();
const options: HostOptions = JSON.parse(process.argv[2] ?? '');
serveRequests(options, async () => {
  const loaded = await loadFunction(options);
  return ({ head, body }) =>
    head.path === '/invocations'
      ? answerRequest(loaded, requestFacts(head), body)
      : { status: 404, body: Buffer.alloc(0) };
});
