/**
 * Whose rules a bundle is scored by where the two differ. `mleap` (default): MLeap's runtime, as AWS's container
 * answers, and Spark's answer where MLeap merely crashes. `spark`: the transformer that was saved.
 */
export type Semantics = 'mleap' | 'spark';
