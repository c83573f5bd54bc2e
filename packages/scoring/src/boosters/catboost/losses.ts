/** Loss functions of one label among several; CatBoost's own names. */
const labelLosses = ['Logloss', 'CrossEntropy', 'Focal', 'MultiClass', 'MultiClassOneVsAll'];

/** Loss functions of several labels at once. */
export const multilabelLosses: ReadonlySet<string> = new Set(['MultiLogloss', 'MultiCrossEntropy']);

/** Loss functions whose outputs are independent probabilities. */
export const separateLosses: ReadonlySet<string> = new Set([...multilabelLosses, 'MultiClassOneVsAll']);

/** Loss functions whose models have probabilities. */
export const classLosses: ReadonlySet<string> = new Set([...labelLosses, ...multilabelLosses]);

export const isLabelLoss = (lossFunction: string): boolean => labelLosses.includes(lossFunction);
