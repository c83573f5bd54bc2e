/** For the server, not public: LightGBM's own files. */
export { LightgbmModel } from '../boosters/lightgbm/lightgbm-model.ts';
export { readLightgbmText } from '../boosters/lightgbm/read-lightgbm-text.ts';
