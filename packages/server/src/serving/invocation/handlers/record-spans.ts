import { present } from '@catenary/scoring/internal/values';
import { ServiceError } from '../../../contract/service-error.ts';
import { writeTraceparent } from '../../../contract/trace-context.ts';
import type { Span } from '../../telemetry/span.ts';
import type { BegunSpan, Tracer } from '../../telemetry/tracer.ts';
import type { Wrapper } from '../handler.ts';
import type { Invocation } from '../invocation.ts';

/** A span for each request, and one below it for each container. Containers get the request's span as `traceparent`. */
export const recordSpans =
  (tracer: Tracer): Wrapper<Invocation> =>
  (next) =>
  (invocation) => {
    const begun = tracer.begin(invocation.request.traceparent);
    invocation.request = { ...invocation.request, traceparent: writeTraceparent(begun.context) };
    if (!begun.context.isSampled) return next(invocation);
    const start = now();
    const end = (error?: unknown) => tracer.record(spansOf(invocation, { begun, tracer, start, error }));
    try {
      const answer = next(invocation);
      if (!(answer instanceof Promise)) {
        end();
        return answer;
      }
      return answer.then(
        (settled) => {
          end();
          return settled;
        },
        (error: unknown) => {
          end(error);
          throw error;
        },
      );
    } catch (error) {
      end(error);
      throw error;
    }
  };

/** Milliseconds since 1970, with fractions, by a clock that does not go back. */
const now = () => performance.timeOrigin + performance.now();

interface Ended {
  readonly begun: BegunSpan;
  readonly tracer: Tracer;
  readonly start: number;
  readonly error: unknown;
}

function spansOf(invocation: Invocation, ended: Ended): Span[] {
  const { target, route, id } = invocation;
  const { error } = ended;
  const status = error === undefined ? 200 : error instanceof ServiceError ? error.status : 500;
  const attributes = {
    'catenary.endpoint': target.endpointName,
    'catenary.request_id': id,
    'cloud.region': target.realm.region,
    'http.response.status_code': status,
    ...present({ 'catenary.variant': route?.variant.name, 'catenary.target_model': target.targetModel }),
  };
  const root: Span = {
    ...ended.begun,
    name: `invoke ${target.endpointName}`,
    kind: 'server',
    start: ended.start,
    end: now(),
    attributes,
    error: error instanceof Error ? error.message : undefined,
  };
  return [root, ...containerSpans(invocation, ended)];
}

/** Containers answer one after the other: each begins where the one before has ended. */
function containerSpans({ call }: Invocation, { begun, tracer, start }: Ended): Span[] {
  const spans: Span[] = [];
  let begin = start;
  for (const [at, { hostname, image }] of (call?.chain.stages ?? []).entries()) {
    const spent = call?.spentMs?.[at] ?? 0;
    if (spent === 0) continue; // it was not asked
    const attributes = { 'catenary.container': hostname, 'container.image.name': image };
    spans.push({
      ...tracer.child(begun),
      name: hostname,
      kind: 'client',
      start: begin,
      end: begin + spent,
      attributes,
      error: undefined,
    });
    begin += spent;
  }
  return spans;
}
