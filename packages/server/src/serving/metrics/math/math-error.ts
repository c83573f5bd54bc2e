/** Why an expression cannot be computed: the end of a sentence that names it. */
export class MathError extends Error {}
