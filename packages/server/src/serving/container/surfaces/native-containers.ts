import type { Algorithm } from '@catenary/scoring/internal/aws';
import type { LoadNativeContainer } from './native-container.ts';

/**
 * Which engine of ours serves a kind of container. Engines are loaded when a model first needs them: a server that
 * has none of a kind starts without its code.
 */
export const nativeContainers: Readonly<Record<string, () => Promise<LoadNativeContainer>>> = {
  sparkml: async () => (await import('./sparkml/sparkml-container.ts')).loadSparkmlContainer,
  xgboost: async () => (await import('./xgboost/xgboost-container.ts')).loadXgboostContainer,
  'scikit-learn': async () => (await import('./sklearn/sklearn-container.ts')).loadSklearnContainer,
  lightgbm: async () => (await import('./jumpstart/jumpstart-container.ts')).loadJumpstartLightgbmContainer,
  'linear-learner': () => firstParty('linear-learner'),
  kmeans: () => firstParty('kmeans'),
  pca: () => firstParty('pca'),
  'factorization-machines': () => firstParty('factorization-machines'),
  knn: () => firstParty('knn'),
  blazingtext: async () => (await import('./blazingtext/blazingtext-container.ts')).loadBlazingtextContainer,
  ensemble: async () => (await import('./ensemble/ensemble-container.ts')).loadEnsembleContainer,
  rules: async () => (await import('./rules/rules-container.ts')).loadRulesContainer,
  catboost: async () => (await import('./jumpstart/jumpstart-container.ts')).loadJumpstartCatboostContainer,
};

async function firstParty(algorithm: Algorithm): Promise<LoadNativeContainer> {
  return (await import('./first-party/first-party-loader.ts')).firstPartyLoader(algorithm);
}
