import { parseImageName } from '../container/image-name.ts';

const analyzer = 'sagemaker-model-monitor-analyzer';
const merger = 'sagemaker-model-monitor-groundtruth-merger';

/** The image of Model Monitor that analyses, whatever account and region it is named with. */
export const isAnalyzerImage = (image: string): boolean => parseImageName(image).repository === analyzer;

/** The one that joins captured answers with ground truth. */
export const isMergerImage = (image: string): boolean => parseImageName(image).repository === merger;

export const isMonitorImage = (image: string): boolean => isAnalyzerImage(image) || isMergerImage(image);

/** The image that merges, of the account and region of one that analyses. */
export const mergerOf = (image: string): string => image.replace(analyzer, merger);
