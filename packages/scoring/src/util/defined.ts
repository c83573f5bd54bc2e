/**
 * What is there, for an index that is in range, a key that is in the map, a queue that is not empty. Where it is not, that is a fault of
 * ours. The caller reads: engines know each place's own kind of list, and this is a comparison.
 * @throws RangeError if it is undefined or null
 */
export function defined<Value>(value: Value | null | undefined): Value {
  if (value === undefined || value === null) throw new RangeError('a value that must be there is not there');
  return value;
}
