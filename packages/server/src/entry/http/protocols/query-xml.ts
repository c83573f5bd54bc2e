import { own } from '@catenary/scoring/internal/names';
import type { ServiceModel } from '../../../contract/shape.ts';

/** The members of an output as elements, by its shape (Smithy, "AWS Query protocol"). */
export function queryXml(model: ServiceModel, shapeName: string, output: unknown): string {
  const members = own(model.shapes, shapeName)?.members ?? {};
  return Object.entries(output as Readonly<Record<string, unknown>>)
    .flatMap(([name, value]) =>
      value === undefined ? [] : [element(name, valueXml(model, own(members, name)?.shape ?? '', value))],
    )
    .join('');
}

const element = (name: string, xml: string) => `<${name}>${xml}</${name}>`;

function valueXml(model: ServiceModel, shapeName: string, value: unknown): string {
  const shape = own(model.shapes, shapeName);
  if (Array.isArray(value))
    return value.map((item) => element('member', valueXml(model, shape?.member ?? '', item))).join('');
  if (shape?.type === 'map')
    return Object.entries(value as object)
      .map(([key, item]) =>
        element('entry', element('key', escapeText(key)) + element('value', valueXml(model, shape.value ?? '', item))),
      )
      .join('');
  if (typeof value === 'object' && value !== null) return queryXml(model, shapeName, value);
  if (shape?.type === 'timestamp' && typeof value === 'number') return new Date(value * 1000).toISOString();
  return escapeText(String(value));
}

export function escapeText(text: string): string {
  // Characters that XML 1.0 has no way to write are left out.
  return text
    .replace(/[^\t\n\r\x20-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}
