import type { Family, Sample } from './family.ts';

/** The version of the text format below. */
export const expositionType = 'text/plain; version=0.0.4; charset=utf-8';

/**
 * Writes families in Prometheus' text format ("Exposition formats" of its documentation). Prometheus' own library for Node
 * (`@prometheus-io/client`) is not used: its counters and histograms count themselves, and would be a second source beside the counts that
 * CloudWatch and OpenTelemetry are told. Its parser for Python reads what is written here, in a test.
 */
export function exposition(families: readonly Family[]): string {
  return families.map(familyText).join('');
}

function familyText({ name, help, type, samples }: Family): string {
  if (samples.length === 0) return '';
  const head = `# HELP ${name} ${escaped(help)}\n# TYPE ${name} ${type}\n`;
  return head + samples.map((sample) => sampleLine(name, sample)).join('');
}

function sampleLine(name: string, { suffix = '', labels, value }: Sample): string {
  const pairs = Object.entries(labels).map(([label, text]) => `${label}="${escaped(text).replaceAll('"', '\\"')}"`);
  const shown = pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
  return `${name}${suffix}${shown} ${value === Infinity ? '+Inf' : value}\n`;
}

const escaped = (text: string) => text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n');
