import type { ObjectPage } from '../../platform/storage/object-store.ts';
import type { StoredObject } from '../../platform/storage/stored-object.ts';
import { checksumTypeElement } from './checksum-elements.ts';
import { encodeKey } from './encode-key.ts';
import { S3Error } from './s3-error.ts';
import { xmlElement, xmlTextElement } from './xml-elements.ts';

/** What both versions of ListObjects ask. */
export interface ListingQuery {
  readonly prefix: string;
  readonly delimiter: string;
  /** At most 1000, whatever is asked. */
  readonly maxKeys: number;
  readonly encodingType: string | undefined;
  /** How keys are written: as they are, or percent-encoded if the client asks for it. */
  readonly encode: (key: string) => string;
}

export function readListingQuery(query: URLSearchParams): ListingQuery {
  const encodingType = query.get('encoding-type') ?? undefined;
  if (encodingType !== undefined && encodingType !== 'url')
    throw new S3Error('InvalidArgument', 'Invalid Encoding Method specified in Request: it must be url.');
  return {
    prefix: query.get('prefix') ?? '',
    delimiter: query.get('delimiter') ?? '',
    maxKeys: readCount(query, 'max-keys'),
    encodingType,
    encode: encodingType === undefined ? (key) => key : encodeKey,
  };
}

/** A count of the query from 0 to 1000; more is read as 1000, as S3 does. */
export function readCount(query: URLSearchParams, name: string): number {
  const text = query.get(name) ?? '1000';
  if (!/^\d+$/.test(text) || Number(text) > 2_147_483_647)
    throw new S3Error('InvalidArgument', `Provided ${name} not an integer or within integer range: ${text}`);
  return Math.min(1000, Number(text));
}

/** What a listing has found; with an owner, all objects are said to be theirs. */
export interface Listing {
  readonly bucket: string;
  readonly page: ObjectPage;
  readonly owner?: string | undefined;
  /** Whether each object is listed as a version of itself. */
  readonly areVersions?: boolean;
}

/** The elements that both versions answer with besides their own markers. */
export function listingElements(asked: ListingQuery, { bucket, page, owner, areVersions = false }: Listing): string[] {
  const { encode } = asked;
  return [
    xmlTextElement('Name', bucket),
    xmlTextElement('Prefix', encode(asked.prefix)),
    xmlTextElement('Delimiter', asked.delimiter === '' ? undefined : encode(asked.delimiter)),
    xmlTextElement('MaxKeys', asked.maxKeys),
    xmlTextElement('EncodingType', asked.encodingType),
    xmlTextElement('IsTruncated', page.isTruncated),
    ...page.objects.map((object) => contents(object, { encode, owner, isVersion: areVersions })),
    ...page.commonPrefixes.map((prefix) => xmlElement('CommonPrefixes', [xmlTextElement('Prefix', encode(prefix))])),
  ];
}

interface Form extends Pick<ListingQuery, 'encode'> {
  readonly owner: string | undefined;
  readonly isVersion: boolean;
}

function contents(object: StoredObject, { encode, owner, isVersion }: Form): string {
  return xmlElement(isVersion ? 'Version' : 'Contents', [
    xmlTextElement('Key', encode(object.key)),
    xmlTextElement('VersionId', isVersion ? 'null' : undefined),
    xmlTextElement('IsLatest', isVersion ? true : undefined),
    xmlTextElement('LastModified', new Date(object.modified).toISOString()),
    xmlTextElement('ETag', `"${object.etag}"`),
    ...Object.keys(object.checksums).map((algorithm) => xmlTextElement('ChecksumAlgorithm', algorithm.toUpperCase())),
    checksumTypeElement(object),
    xmlTextElement('Size', object.size),
    owner === undefined ? '' : xmlElement('Owner', [xmlTextElement('ID', owner), xmlTextElement('DisplayName', owner)]),
    xmlTextElement('StorageClass', object.headers?.['x-amz-storage-class'] ?? 'STANDARD'),
  ]);
}
