/** How to compute: by the fastest engine that runs here, and by the one that runs everywhere. Both have to give the same hashes. */
export const ENGINES = ['auto', 'reference'] as const

export type Engine = (typeof ENGINES)[number]
