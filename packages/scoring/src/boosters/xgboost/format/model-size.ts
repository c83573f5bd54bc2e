/** How wide rows and answers of a model are. */
export interface ModelSize {
  readonly featureCount: number;
  readonly outputCount: number;
}
