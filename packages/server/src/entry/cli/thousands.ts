/**
 * A number with a comma before each three digits of its whole part, at most three decimals: 1,234.5. `Intl` writes it
 * likewise, but its first use costs a command 30 ms.
 */
export function thousands(value: number): string {
  const [whole = '', decimals] = String(Math.round(Math.abs(value) * 1000) / 1000).split('.');
  const groups: string[] = [];
  for (let end = whole.length; end > 0; end -= 3) groups.unshift(whole.slice(Math.max(0, end - 3), end));
  return `${value < 0 ? '-' : ''}${groups.join(',')}${decimals === undefined ? '' : `.${decimals}`}`;
}
