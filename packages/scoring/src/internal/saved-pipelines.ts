/** For the server, not public: pipelines as Spark saved them; needs `hyparquet`. */
export type { SavedPipeline } from '../spark/from-spark-save/load-saved-pipeline.ts';
export { openSavedPipeline } from '../spark/from-spark-save/load-saved-pipeline.ts';
export { readParquetTables } from '../spark/from-spark-save/read-parquet.ts';
export { savedPipelineModel } from '../spark/from-spark-save/saved-pipeline-model.ts';
export type { SavedBoosters } from '../spark/saved-boosters.ts';
export { exportBundle } from '../spark/to-mleap-bundle/export-bundle.ts';
