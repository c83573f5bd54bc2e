import { present } from '@catenary/scoring/internal/values';
import { otlpValue } from './otlp-value.ts';
import type { Span } from './span.ts';

/** SpanKind and StatusCode of the protocol. */
const kinds = { server: 2, client: 3 } as const;
const failed = 2;

/** ExportTraceServiceRequest of OTLP, as JSON has it. */
export function otlpTraces(resource: Readonly<Record<string, string>>, spans: readonly Span[]): object {
  const scopeSpans = [{ scope: { name: 'catenary' }, spans: spans.map(spanOf) }];
  return { resourceSpans: [{ resource: { attributes: otlpValue.attributes(resource) }, scopeSpans }] };
}

function spanOf({ context, parentSpanId, name, kind, start, end, attributes, error }: Span): object {
  return {
    traceId: context.traceId,
    spanId: context.spanId,
    ...present({ parentSpanId }),
    name,
    kind: kinds[kind],
    startTimeUnixNano: otlpValue.time(start),
    endTimeUnixNano: otlpValue.time(end),
    attributes: otlpValue.attributes(attributes),
    ...present({ status: error === undefined ? undefined : { code: failed, message: error } }),
  };
}
