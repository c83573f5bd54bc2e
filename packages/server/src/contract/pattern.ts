const compiled = new Map<string, RegExp>();

/**
 * Whether a whole string matches a pattern of AWS's models (Java syntax). What they use of Java's that JavaScript lacks
 * is rewritten: `\A`, `\z`, `\p{ASCII}`, `\p{Print}`, pairs of surrogates for what is beyond
 * U+FFFF, and an end of the text that is to be repeated, `${1,128}`.
 */
export function matchesPattern(pattern: string, text: string): boolean {
  let expression = compiled.get(pattern);
  if (expression === undefined) {
    const body = pattern
      .replaceAll('\\p{ASCII}', '[\\x00-\\x7f]')
      .replaceAll(/\[\\p\{Print\}\]|\\p\{Print\}/g, '[\\x20-\\x7e]')
      .replaceAll('\\uD800\\uDC00-\\uDBFF\\uDFFF', '\\u{10000}-\\u{10FFFF}')
      .replaceAll(/\\[Az]|\$\{\d+,\d+\}/g, '');
    // Not the flag s: in Java a point does not match the end of a line either.
    expression = new RegExp(`^(?:${body})$`, /\\[pu]\{/.test(body) ? 'u' : '');
    compiled.set(pattern, expression);
  }
  return expression.test(text);
}
