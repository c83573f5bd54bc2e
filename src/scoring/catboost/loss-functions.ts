/** Loss functions of one label among several; CatBoost's own names. */
const labelLosses = ['Logloss', 'CrossEntropy', 'Focal', 'MultiClass', 'MultiClassOneVsAll'];

/** Of several labels at once. */
export const multilabelLosses: ReadonlySet<string> = new Set(['MultiLogloss', 'MultiCrossEntropy']);

/** Those whose outputs are probabilities, each for itself. */
export const separateLosses: ReadonlySet<string> = new Set([...multilabelLosses, 'MultiClassOneVsAll']);

/** Those whose models have probabilities. */
export const classLosses: ReadonlySet<string> = new Set([...labelLosses, ...multilabelLosses]);

export const isLabelLoss = (lossFunction: string): boolean => labelLosses.includes(lossFunction);
