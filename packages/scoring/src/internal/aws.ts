/** For the server, not public: models of AWS's own algorithms. */
export { loadFactorizationMachines } from '../aws/factorization-machines.ts';
export type { AnswerColumn, FirstPartyModel } from '../aws/first-party-model.ts';
export { loadKMeans } from '../aws/k-means.ts';
export { loadLinearLearner } from '../aws/linear-learner.ts';
export { loadPca } from '../aws/pca.ts';
