/** Every engine that `sgd` can be asked for: each has to give the hashes of data/hashes.json on every runtime. */
export const ENGINES = ['scalar'] as const

export type Engine = (typeof ENGINES)[number]
