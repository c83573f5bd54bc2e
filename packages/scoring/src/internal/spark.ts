/** For the server, not public: the settings of pipelines: light, without an engine. */
export { readAnsi } from '../spark/from-spark-save/read-ansi.ts';
export { savedPipelineFolder } from '../spark/from-spark-save/saved-pipeline-folder.ts';
export type { PipelineModel } from '../spark/pipeline-model.ts';
export type { Semantics } from '../spark/semantics.ts';
export { readSemantics } from '../spark/semantics.ts';
