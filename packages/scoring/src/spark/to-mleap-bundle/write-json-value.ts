import { defined } from '../../util/defined.ts';
import { present } from '../../util/present.ts';
import type { AttributeShape } from '../attributes/attribute.ts';
import type { BundleValue } from '../attributes/bundle-value.ts';

/** A value as bundles of the format `json` have it. Source: MLeap `JsonSupport.scala`. */
export function writeJsonValue({ form, kind, items, dimensions }: BundleValue): object {
  if (form === 'scalar') return writeScalar(kind, defined(items[0]));
  const all = items.length === 0 && form === 'list' ? {} : { [kind]: items.map(writeItem) };
  return form === 'list' ? { type: 'list', ...all } : { type: 'tensor', ...all, shape: writeDimensions(dimensions) };
}

const writeScalar = (kind: string, item: BundleValue['items'][number]): object =>
  isZero(item) ? {} : { [kind]: writeItem(item) };

/** What MLeap leaves out, and reads as the zero of what it asks for. */
const isZero = (item: BundleValue['items'][number]) => item === false || item === '' || Object.is(item, 0);

function writeItem(item: BundleValue['items'][number]): unknown {
  if (typeof item === 'number') return Number.isFinite(item) ? item : null;
  if (typeof item !== 'object') return item;
  if ('base' in item) return writeShape(item);
  return { [item.kind]: item.items.map(writeItem), shape: writeDimensions(item.dimensions) };
}

function writeShape({ base, isNullable, dimensions }: AttributeShape): object {
  return { base, isNullable, ...present({ tensorShape: dimensions && writeDimensions(dimensions) }) };
}

const writeDimensions = (dimensions: readonly number[] = []) => ({
  dimensions: dimensions.map((size) => ({ size, name: '' })),
});
