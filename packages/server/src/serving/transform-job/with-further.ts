/** The reason of the first object that failed, with how many failed beside it. */
export function withFurther(reason: string, further = 0): string {
  if (further === 0) return reason;
  return `${reason} (and ${further} more ${further === 1 ? 'object' : 'objects'})`;
}
