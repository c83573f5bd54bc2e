import { XMLParser } from 'fast-xml-parser';
import { own } from '../../util/own.ts';
import { S3Error } from './s3-error.ts';

/** Namespace of all S3 documents. */
const namespace = 'http://s3.amazonaws.com/doc/2006-03-01/';
const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n';

/** An element with text; nothing if the value is undefined. */
export function textElement(name: string, value: string | number | boolean | undefined): string {
  return value === undefined ? '' : `<${name}>${escapeText(String(value))}</${name}>`;
}

/** An element with elements, already written. */
export function element(name: string, children: readonly string[]): string {
  return `<${name}>${children.join('')}</${name}>`;
}

export function document(name: string, children: readonly string[]): Buffer {
  return Buffer.from(`${declaration}<${name} xmlns="${namespace}">${children.join('')}</${name}>`);
}

/** S3's errors are in no namespace. */
export function errorDocument(children: readonly string[]): Buffer {
  return Buffer.from(`${declaration}${element('Error', children)}`);
}

/** Control characters are written as references, as S3 does, though XML 1.0 has no way to name most of them. */
function escapeText(text: string): string {
  // oxlint-disable-next-line no-control-regex -- it is control characters that are looked for
  return text.replaceAll(/[&<>"\u0000-\u001f\u007f-\u009f\ufffe\uffff]/g, (mark) => {
    return own(namedReferences, mark) ?? `&#x${mark.charCodeAt(0).toString(16)};`;
  });
}

const namedReferences: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const marks: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

export type XmlTree = { readonly [name: string]: XmlTree | readonly XmlTree[] | string | undefined };

/** Largest request document: a thousand keys of 1,024 bytes, each byte a reference. */
const maxDocumentBytes = 8 * 1024 * 1024;

const parser = new XMLParser({
  ignoreAttributes: true,
  removeNSPrefix: true,
  parseTagValue: false,
  processEntities: false,
  trimValues: false,
  alwaysCreateTextNode: false,
  isArray: (name) => name === 'Object' || name === 'Part',
});

/** Reads a request's document with that root element. Throws MalformedXML. Document types are refused unread. */
export async function readXml(body: AsyncIterable<Uint8Array>, root: string): Promise<XmlTree> {
  const text = await readText(body);
  if (/<!(DOCTYPE|ENTITY)/i.test(text)) throw malformed('A document type is not allowed.');
  let tree: unknown;
  try {
    tree = parser.parse(text, true);
  } catch (error) {
    throw malformed((error as Error).message);
  }
  const found = own(tree as Record<string, unknown>, root);
  if (found === undefined) throw malformed(`Its root is not ${root}.`);
  return typeof found === 'object' ? (found as XmlTree) : {};
}

async function readText(body: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > maxDocumentBytes) throw malformed(`It is larger than ${maxDocumentBytes} bytes.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** The members of a list element, none if it is not there. */
export function childrenOf(tree: XmlTree, name: string): readonly XmlTree[] {
  const found = own(tree, name);
  if (!Array.isArray(found)) return [];
  return (found as unknown[]).filter((child): child is XmlTree => typeof child === 'object' && child !== null);
}

/** Text of a child element with its references resolved; undefined if there is no such element. */
export function textOf(tree: XmlTree, name: string): string | undefined {
  const found = own(tree, name);
  if (found === undefined) return undefined;
  if (typeof found !== 'string') throw malformed(`${name} must be text.`);
  return found.replaceAll(/&(#x[0-9a-fA-F]+|#\d+|\w+);/g, (whole, reference: string) => {
    if (!reference.startsWith('#')) return own(marks, reference) ?? whole;
    const code = reference.startsWith('#x')
      ? Number.parseInt(reference.slice(2), 16)
      : Number.parseInt(reference.slice(1), 10);
    if (code > 0x10ffff) throw malformed(`${whole} is no character.`);
    return String.fromCodePoint(code);
  });
}

export const malformed = (reason: string) =>
  new S3Error(
    'MalformedXML',
    `The XML you provided was not well-formed or did not validate against our published schema. ${reason}`,
  );
