/** `Array.prototype.findLastIndex`, which the language has from ES2023 on: the library is compiled for ES2022. -1 if there is none. */
export function findLastIndex<T>(list: ArrayLike<T>, fits: (item: T, at: number) => boolean): number {
  for (let at = list.length - 1; at >= 0; at--) if (fits(list[at], at)) return at;
  return -1;
}
