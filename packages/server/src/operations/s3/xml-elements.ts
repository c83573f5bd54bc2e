import { own } from '@catenary/scoring/internal/names';

/** Namespace of all S3 documents. */
const namespace = 'http://s3.amazonaws.com/doc/2006-03-01/';

const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n';

/** An element with text; nothing if the value is undefined. */
export function xmlTextElement(name: string, value: string | number | boolean | undefined): string {
  return value === undefined ? '' : `<${name}>${escapeText(String(value))}</${name}>`;
}

/**
 * The key that a request named, said once more. Nothing where it has a character that XML 1.0 cannot hold: clients would read
 * none of the answer, and they know the key.
 */
export function xmlKeyElement(key: string): string {
  return key === sayable(key) ? xmlTextElement('Key', key) : '';
}

/** What an error says to people: characters that XML 1.0 cannot hold are replaced. */
export const xmlErrorElement = (name: string, text: string): string => xmlTextElement(name, sayable(text));

function sayable(text: string): string {
  // oxlint-disable-next-line no-control-regex -- it is control characters that are looked for
  return text.replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd');
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
