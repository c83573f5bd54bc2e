import type { Tag } from '../../serving/records/tag-record.ts';

/** Tags as this API writes them, as others do. */
export function tagsOf(tags: Readonly<Record<string, string>> = {}): Tag[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}
