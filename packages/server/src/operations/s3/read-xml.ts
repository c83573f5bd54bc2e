import { StringDecoder } from 'node:string_decoder';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { SaxesParser } from 'saxes';
import { declaredLength } from './body-checks.ts';
import { malformedXml } from './malformed-xml.ts';
import type { S3Request } from './s3-request.ts';
import type { XmlTree } from './xml-tree.ts';
import { XmlTreeBuilder } from './xml-tree-builder.ts';

/** Largest request document: a thousand keys of 1,024 bytes, each byte a reference. */
const maxDocumentBytes = 8 * 1024 * 1024;
/** Characters that are parsed in one turn of the event loop: some milliseconds. */
const sliceLength = 32 * 1024;

/** A document as it comes, with the headers that say how long it is. */
export interface XmlDocument extends Pick<S3Request, 'headers'> {
  readonly body: AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
}

/**
 * Reads a request's document with that root element, as it arrives, a slice at a time, so that nothing else waits for a
 * large one. Throws MalformedXML at the first element beyond the operation's limit; nothing is read of a document whose
 * declared length is over the limit.
 */
export async function readXml(
  { headers, body }: XmlDocument,
  root: string,
  limits: { readonly maxElements: number },
): Promise<XmlTree> {
  if (Number(declaredLength(headers) ?? 0) > maxDocumentBytes) throw tooLarge();
  const builder = new XmlTreeBuilder(limits.maxElements);
  const parser = parserFor(builder);
  const decoder = new StringDecoder('utf8');
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > maxDocumentBytes) throw tooLarge();
    const text = decoder.write(chunk);
    for (let at = 0; at < text.length; at += sliceLength) {
      parser.write(withReferences(text.slice(at, at + sliceLength)));
      await nextTurn();
    }
  }
  parser.close();
  return builder.take(root);
}

const tooLarge = () => malformedXml(`It is larger than ${maxDocumentBytes} bytes.`);

/** XML 1.1 can express control characters, which keys may have. */
function parserFor(builder: XmlTreeBuilder): SaxesParser {
  const parser = new SaxesParser({ defaultXMLVersion: '1.1', forceXMLVersion: true });
  parser.on('error', (error) => {
    throw malformedXml(error.message);
  });
  parser.on('doctype', () => {
    throw malformedXml('A document type is not allowed.');
  });
  parser.on('attribute', () => builder.countAttribute());
  parser.on('opentag', ({ name }) => builder.open(name));
  parser.on('text', (text) => builder.addText(text));
  parser.on('cdata', (text) => builder.addText(text));
  parser.on('closetag', ({ name }) => builder.close(name));
  return parser;
}

/**
 * XML 1.1 takes control characters as references only, and two of them for ends of lines: some clients write them as
 * they are.
 */
function withReferences(text: string): string {
  // oxlint-disable-next-line no-control-regex -- the search is for control characters
  return text.replaceAll(/[\u0001-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u2028]/g, (mark) => {
    return `&#x${mark.charCodeAt(0).toString(16)};`;
  });
}
