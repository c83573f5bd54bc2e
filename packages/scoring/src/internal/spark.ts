/** For the server, not public: what tells a pipeline that Spark saved, and the settings of it: light, without an engine. */
export { readAnsi } from '../spark/from-spark-save/read-ansi.ts';
export { savedPipelineFolder } from '../spark/from-spark-save/saved-pipeline-folder.ts';
export { readSemantics } from '../spark/semantics.ts';
export type { Semantics } from '../spark/semantics.ts';
