import { own } from '@catenary/scoring/internal/names';

interface OtherRequest {
  readonly method: string;
  readonly on: 'service' | 'bucket' | 'object';
  /** The parameter that makes it another operation. */
  readonly subresource: string;
  /** Whether it names one of several configurations (`id`): without a name, GET lists them. */
  readonly hasId?: boolean;
}

const verbs: Readonly<Record<string, string>> = {
  GET: 'Get',
  PUT: 'Put',
  POST: 'Post',
  DELETE: 'Delete',
  HEAD: 'Head',
};

/** What the service calls a subresource, where that is not its own name with a capital. */
const nouns: Readonly<Record<string, string>> = {
  accelerate: 'AccelerateConfiguration',
  analytics: 'AnalyticsConfiguration',
  'intelligent-tiering': 'IntelligentTieringConfiguration',
  inventory: 'InventoryConfiguration',
  'legal-hold': 'LegalHold',
  lifecycle: 'LifecycleConfiguration',
  metadataConfiguration: 'MetadataConfiguration',
  metadataTable: 'MetadataTableConfiguration',
  metrics: 'MetricsConfiguration',
  notification: 'NotificationConfiguration',
};

/** Subresources of which a bucket has several. */
const several: ReadonlySet<string> = new Set(['analytics', 'intelligent-tiering', 'inventory', 'metrics']);

const names: Readonly<Record<string, string>> = {
  'POST restore': 'RestoreObject',
  'POST select': 'SelectObjectContent',
  'GET session': 'CreateSession',
  'PUT renameObject': 'RenameObject',
  'GET publicAccessBlock': 'GetPublicAccessBlock',
  'PUT publicAccessBlock': 'PutPublicAccessBlock',
  'DELETE publicAccessBlock': 'DeletePublicAccessBlock',
  'GET object-lock': 'GetObjectLockConfiguration',
  'PUT object-lock': 'PutObjectLockConfiguration',
  'DELETE lifecycle': 'DeleteBucketLifecycle',
  'POST metadataConfiguration': 'CreateBucketMetadataConfiguration',
  'POST metadataTable': 'CreateBucketMetadataTableConfiguration',
  'PUT metadataInventoryTable': 'UpdateBucketMetadataInventoryTableConfiguration',
  'PUT metadataJournalTable': 'UpdateBucketMetadataJournalTableConfiguration',
};

/** The name of an operation of S3 that is not in the table (S3 API reference, "Actions"). */
export function nameOfOther({ method, on, subresource, hasId = false }: OtherRequest): string {
  const known = own(names, `${method} ${subresource}`);
  if (known !== undefined) return known;
  if (on === 'object' && method === 'PUT' && subresource === 'encryption') return 'UpdateObjectEncryption';
  const noun = own(nouns, subresource) ?? `${subresource.charAt(0).toUpperCase()}${subresource.slice(1)}`;
  if (method === 'GET' && several.has(subresource) && !hasId) return `ListBucket${noun}s`;
  return `${own(verbs, method) ?? method}${on === 'object' ? 'Object' : 'Bucket'}${noun}`;
}
