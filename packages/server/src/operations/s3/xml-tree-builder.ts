import { own } from '@catenary/scoring/internal/names';
import { defined } from '@catenary/scoring/internal/values';
import { malformedXml } from './malformed-xml.ts';
import type { XmlTree } from './xml-tree.ts';

/** Deepest nesting that any document of S3 has is 3. */
const maxDepth = 8;
/** Namespaces, and what XML Schema adds to them. */
const maxAttributes = 64;
/** A key has 1,024 bytes. */
const maxTextLength = 8 * 1024;
/** Elements that are lists, also where there is one of them. */
const listNames = new Set(['CORSRule', 'Object', 'Part', 'Tag', 'TagSet']);

type Children = { [name: string]: XmlTree | XmlTree[] | string | undefined };

interface OpenElement {
  text: string;
  /** Undefined while it has none. */
  children: Children | undefined;
}

/** Builds a document's tree, within the limits of depth and size of any valid request. */
export class XmlTreeBuilder {
  readonly #maxElements: number;
  readonly #open: OpenElement[] = [{ text: '', children: undefined }];
  #elements = 0;
  #attributes = 0;

  constructor(maxElements: number) {
    this.#maxElements = maxElements;
  }

  open(_name: string): void {
    if (++this.#elements > this.#maxElements) throw malformedXml(`It has more than ${this.#maxElements} elements.`);
    if (this.#open.length > maxDepth) throw malformedXml(`It nests deeper than ${maxDepth} levels.`);
    // Blanks between elements are not text of an element.
    defined(this.#open.at(-1)).text = '';
    this.#open.push({ text: '', children: undefined });
  }

  countAttribute(): void {
    if (++this.#attributes > maxAttributes) throw malformedXml(`It has more than ${maxAttributes} attributes.`);
  }

  addText(text: string): void {
    const element = defined(this.#open.at(-1));
    if (element.text.length + text.length > maxTextLength)
      throw malformedXml(`It has an element of more than ${maxTextLength} characters.`);
    element.text += text;
  }

  close(prefixed: string): void {
    const { text, children } = defined(this.#open.pop());
    const parent = defined(this.#open.at(-1));
    parent.children ??= Object.create(null) as Children;
    const name = prefixed.slice(prefixed.indexOf(':') + 1);
    const value = children ?? text;
    const before = own(parent.children, name);
    if (before === undefined && !listNames.has(name)) parent.children[name] = value;
    else {
      const list = Array.isArray(before) ? before : before === undefined ? [] : [before as XmlTree];
      list.push(value as XmlTree);
      parent.children[name] = list;
    }
  }

  /** The root element's children, once the document is complete. */
  take(root: string): XmlTree {
    const found = own(this.#open[0]?.children ?? {}, root);
    if (found === undefined) throw malformedXml(`Its root is not ${root}.`);
    return typeof found === 'object' && !Array.isArray(found) ? found : {};
  }
}
