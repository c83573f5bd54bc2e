/** For the server, not public: MLeap's bundles. */
export { openBundleModel } from '../spark/from-mleap-bundle/open-bundle-model.ts';
export type { BundleSurvey } from '../spark/from-mleap-bundle/survey-bundle.ts';
export { surveyBundle } from '../spark/from-mleap-bundle/survey-bundle.ts';
