import type { ObjectTags } from '../../platform/storage/stored-object.ts';
import { checkTags } from './check-tags.ts';
import { malformedXml } from './malformed-xml.ts';
import { readXml, type XmlDocument } from './read-xml.ts';
import { xmlChildren, xmlText } from './xml-children.ts';

/** Key and value of each tag, and what stands around them, for many more tags than are taken. */
const maxElements = 1000;

/** The tags of a `Tagging` document. Throws MalformedXML, InvalidTag or BadRequest. */
export async function readTags(document: XmlDocument): Promise<ObjectTags> {
  const tree = await readXml(document, 'Tagging', { maxElements });
  const [set] = xmlChildren(tree, 'TagSet');
  const pairs = (set === undefined ? [] : xmlChildren(set, 'Tag')).map((tag): [string, string] => {
    const [name, value] = [xmlText(tag, 'Key'), xmlText(tag, 'Value')];
    if (name === undefined || value === undefined) throw malformedXml('Each Tag has a Key and a Value.');
    return [name, value];
  });
  return checkTags(pairs);
}
