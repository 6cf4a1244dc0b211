/** The name of a cost function, as options and model files give it. */
export type CostName = 'quadratic'

/** All cost functions. */
export const COSTS: readonly CostName[] = ['quadratic']
