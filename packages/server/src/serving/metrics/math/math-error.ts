/** Why an expression cannot be computed. The message ends a sentence that begins with the expression. */
export class MathError extends Error {}
