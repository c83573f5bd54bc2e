import { present } from '@catenary/scoring/internal/values';
import { isHeaderText } from '../../../contract/header-text.ts';
import type { CorsRule } from '../../../platform/storage/bucket-settings.ts';
import { malformedXml } from '../malformed-xml.ts';
import { readXml, type XmlDocument } from '../read-xml.ts';
import { S3Error } from '../s3-error.ts';
import { xmlChildren, xmlText, xmlTexts } from '../xml-children.ts';
import type { XmlTree } from '../xml-tree.ts';

/** Most rules of a bucket (S3 API reference, PutBucketCors). */
const maxRules = 100;
/** Characters of all rules together (S3 User Guide, "CORS configuration": 64 KB): they are looked at for every request. */
const maxCharacters = 64 * 1024;
/** Of each rule, some dozens. */
const maxElements = 10_000;

const methods = ['GET', 'PUT', 'HEAD', 'POST', 'DELETE'];

/** The rules of a `CORSConfiguration` document. Throws MalformedXML or InvalidRequest. */
export async function readCorsRules(document: XmlDocument): Promise<readonly CorsRule[]> {
  const tree = await readXml(document, 'CORSConfiguration', { maxElements });
  const rules = xmlChildren(tree, 'CORSRule');
  if (rules.length === 0 || rules.length > maxRules) throw malformedXml(`It must have 1 to ${maxRules} rules.`);
  const read = rules.map(readRule);
  if (JSON.stringify(read).length > maxCharacters) throw malformedXml(`It has more than ${maxCharacters} characters.`);
  return read;
}

function readRule(tree: XmlTree): CorsRule {
  const rule = {
    origins: xmlTexts(tree, 'AllowedOrigin'),
    methods: xmlTexts(tree, 'AllowedMethod'),
    headers: xmlTexts(tree, 'AllowedHeader').map((name) => name.toLowerCase()),
    exposed: xmlTexts(tree, 'ExposeHeader'),
  };
  if (rule.origins.length === 0 || rule.methods.length === 0)
    throw malformedXml('Each CORSRule has an AllowedOrigin and an AllowedMethod.');
  const unknown = rule.methods.find((method) => !methods.includes(method));
  if (unknown !== undefined)
    throw new S3Error(
      'InvalidRequest',
      `Found unsupported HTTP method in CORS config. Unsupported method is ${unknown.slice(0, 100)}`,
    );
  for (const [name, globs] of [
    ['AllowedOrigin', rule.origins],
    ['AllowedHeader', rule.headers],
  ] as const)
    for (const glob of globs) checkGlob(name, glob);
  if (!rule.exposed.every(isHeaderName))
    throw new S3Error('InvalidRequest', 'ExposeHeader must be the name of a header.');
  const seconds = xmlText(tree, 'MaxAgeSeconds');
  if (seconds !== undefined && !/^\d{1,9}$/.test(seconds)) throw malformedXml('MaxAgeSeconds must be a number.');
  return { ...rule, ...present({ id: readId(tree), maxAge: seconds === undefined ? undefined : Number(seconds) }) };
}

const isHeaderName = (name: string) => /^[\w!#$%&'*+.^`|~-]+$/.test(name);

function checkGlob(element: string, glob: string): void {
  if (glob.split('*').length > 2)
    throw new S3Error('InvalidRequest', `${element} "${glob.slice(0, 200)}" can not have more than one wildcard.`);
  if (!isHeaderText(glob)) throw malformedXml(`${element} must be text that a header may have.`);
}

function readId(tree: XmlTree): string | undefined {
  const id = xmlText(tree, 'ID');
  if ((id?.length ?? 0) > 255) throw malformedXml('ID has at most 255 characters.');
  return id;
}
