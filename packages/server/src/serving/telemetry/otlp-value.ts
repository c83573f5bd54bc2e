/** Values in OTLP's JSON (OpenTelemetry protocol, "JSON Protobuf Encoding"). */
export const otlpValue = { attributes, time };

function attributes(members: Readonly<Record<string, string | number>>): object[] {
  return Object.entries(members).map(([key, value]) => ({ key, value: valueOf(value) }));
}

function valueOf(value: string | number): object {
  if (typeof value === 'string') return { stringValue: value };
  return Number.isSafeInteger(value) ? { intValue: String(value) } : { doubleValue: value };
}

/** Nanoseconds since 1970 as text: a double cannot hold them exactly. */
function time(milliseconds: number): string {
  return String(BigInt(Math.round(milliseconds * 1000)) * 1000n);
}
