/** Whether a value is an object as JSON has them: no list, and not null. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A value that is an object; one without members in the place of any other. */
export const asObject = (value: unknown): Record<string, unknown> => (isObject(value) ? value : {});
