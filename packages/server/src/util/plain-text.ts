/**
 * A value of JSON as text: of a text, a number or a flag. Undefined for anything else: `String` throws for an object
 * with a member `toString`, and for lists that nest deep.
 */
export function plainText(value: unknown): string | undefined {
  const isPlain = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
  return isPlain ? String(value) : undefined;
}
