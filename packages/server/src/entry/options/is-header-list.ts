/** `name=value,name=value`, as OTEL_EXPORTER_OTLP_HEADERS has it: names as HTTP has them, values percent-encoded. */
export function isHeaderList(text: string): boolean {
  return text.split(',').every((pair) => {
    const end = pair.indexOf('=');
    return /^\s*[\w!#$%&'*+.^`|~-]+$/.test(pair.slice(0, Math.max(0, end))) && isDecodable(pair.slice(end + 1));
  });
}

function isDecodable(value: string): boolean {
  try {
    return /^[\t\x20-\x7e]*$/.test(decodeURIComponent(value));
  } catch {
    return false;
  }
}
