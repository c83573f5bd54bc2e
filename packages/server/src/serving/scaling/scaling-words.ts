/** The sentences of activities, as Application Auto Scaling words them. */
export const scalingWords = {
  setCount: (count: number) => `Setting desired instance count to ${count}.`,
  waiting: (count: number) =>
    `Successfully set desired instance count to ${count}. Waiting for change to be fulfilled by sagemaker.`,
  fulfilled: (count: number) =>
    `Successfully set desired instance count to ${count}. Change successfully fulfilled by sagemaker.`,
  failed: (count: number, reason: string) => `Failed to set desired instance count to ${count}. Reason: ${reason}`,
  setBounds: (min: number, max: number) => `Setting min capacity to ${min} and max capacity to ${max}`,
  boundsSet: (min: number, max: number) => `Successfully set min capacity to ${min} and max capacity to ${max}`,
  noCapacity: 'a request came while there was no instance',
  scheduled: (name: string) => `scheduled action name ${name} was triggered`,
};
