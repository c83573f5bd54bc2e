/** What numpy's type of labels is, where it decides on their text. */
export type LabelType = 'boolean' | 'integer' | 'float32' | 'float64' | 'bytes';
