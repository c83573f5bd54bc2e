/** For the server, not public: MLeap's bundles. */
export { loadBundle } from '../spark/from-mleap-bundle/load-bundle.ts';
export type { BundleScorer } from '../spark/from-mleap-bundle/load-bundle.ts';
export { surveyBundle } from '../spark/from-mleap-bundle/survey-bundle.ts';
export type { BundleSurvey } from '../spark/from-mleap-bundle/survey-bundle.ts';
