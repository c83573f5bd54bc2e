import type { Method } from './model.ts';

/** Method → the column that it answers. Pipelines of MLeap and Spark have columns of their own. */
export const answerColumns: Readonly<Record<Method, string>> = {
  predict: 'prediction',
  predict_proba: 'probability',
  decision_function: 'decision',
  score_samples: 'score',
  transform: 'features',
  margin: 'margin',
  leaf: 'leaf',
  contributions: 'contributions',
};
