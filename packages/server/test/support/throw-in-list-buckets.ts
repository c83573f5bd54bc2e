/**
 * Loaded into a server under test before anything else: its ListBuckets goes wrong, in another way each time. What is
 * patched is a method that the operation calls for every bucket.
 */

const ways: readonly (() => void)[] = [
  () => {
    throw new Error('thrown at once');
  },
  () => void Promise.reject(new Error('rejected, and not awaited')),
  () => void setTimeout(() => throwLater('thrown by a timer'), 1),
  () => queueMicrotask(() => throwLater('thrown by a microtask')),
  () => process.nextTick(() => throwLater('thrown on the next tick')),
];

function throwLater(message: string): never {
  throw new Error(message);
}

const original = Reflect.get<Date, 'toISOString'>(Date.prototype, 'toISOString');
let times = 0;
function toISOString(this: Date): string {
  if (new Error('where').stack?.includes('operations/list-buckets') === true) ways[times++ % ways.length]?.();
  return original.call(this);
}
Reflect.set(Date.prototype, 'toISOString', toISOString);
