/** Names of the parts of data, in their order. */
export const PARTS = ['train', 'validation', 'test'] as const

/** A part of data. */
export type PartName = (typeof PARTS)[number]

/** The file, line or entry that an example of a part comes from, by its index there, from 0. */
export type OriginOf = (part: PartName, index: number) => string
