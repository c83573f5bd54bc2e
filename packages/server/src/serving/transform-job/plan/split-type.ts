/** What a job may name as its SplitType. */
export const splitTypes = ['None', 'Line', 'RecordIO', 'TFRecord'] as const;

export type SplitType = (typeof splitTypes)[number];

/** A row of `splitters`; QuotedLine is what Line becomes where a job's CSV has line breaks in quotes. */
export type SplitterName = SplitType | 'QuotedLine';

export const isSplitType = (name: string): name is SplitType => splitTypes.some((type) => type === name);
