/** An image reference taken apart: `account.dkr.ecr.region.amazonaws.com/sagemaker-xgboost:1.7-1`. */
export interface ImageName {
  /** Last part of the path, without tag or digest: `sagemaker-xgboost`. */
  readonly repository: string;
  /** `1.7-1`; empty if the reference has none. */
  readonly tag: string;
}

export function parseImageName(image: string): ImageName {
  const lastPart = image.slice(image.lastIndexOf('/') + 1);
  const [name] = lastPart.split('@') as [string];
  const colon = name.indexOf(':');
  return colon < 0 ? { repository: name, tag: '' } : { repository: name.slice(0, colon), tag: name.slice(colon + 1) };
}
