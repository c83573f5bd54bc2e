import { own } from '@catenary/scoring/internal/names';

/** Namespace of all S3 documents. */
const namespace = 'http://s3.amazonaws.com/doc/2006-03-01/';

const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n';

/** An element with text; nothing if the value is undefined. */
export function xmlTextElement(name: string, value: string | number | boolean | undefined): string {
  return value === undefined ? '' : `<${name}>${escapeText(String(value))}</${name}>`;
}

/** An element with text for each member. */
export function xmlTextElements(members: Readonly<Record<string, string>>): string[] {
  return Object.entries(members).map(([name, value]) => xmlTextElement(name, value));
}

/** An element with elements, already written. */
export function xmlElement(name: string, children: readonly string[]): string {
  return `<${name}>${children.join('')}</${name}>`;
}

export function xmlDocument(name: string, children: readonly string[]): Buffer {
  return Buffer.from(`${declaration}<${name} xmlns="${namespace}">${children.join('')}</${name}>`);
}

/** S3's errors are in no namespace. */
export function xmlErrorDocument(children: readonly string[]): Buffer {
  return Buffer.from(`${declaration}${xmlElement('Error', children)}`);
}

/** Control characters are written as references, as S3 does, though XML 1.0 has no way to name most of them. */
function escapeText(text: string): string {
  // oxlint-disable-next-line no-control-regex -- it is control characters that are looked for
  return text.replaceAll(/[&<>"\u0000-\u001f\u007f-\u009f\ufffe\uffff]/g, (mark) => {
    return own(namedReferences, mark) ?? `&#x${mark.charCodeAt(0).toString(16)};`;
  });
}

const namedReferences: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
