import { ACTIVATIONS, OUTPUTS } from '../activation.ts'
import { COSTS } from '../cost.ts'
import type { Fields } from '../fields.ts'
import { INITIALISERS } from '../initialise.ts'
import { completeWays, readWays } from '../ways.ts'
import type { SpecChange } from './health.ts'

/** Reads the fields of a Spec that a remedy may change. */
export function readSpecChange(fields: Fields): SpecChange {
  const change = {
    sizes: fields.optional('sizes', fields.counts),
    activation: fields.optional('activation', name => fields.oneOf(name, ACTIVATIONS)),
    output: fields.optional('output', name => fields.oneOf(name, OUTPUTS)),
    cost: fields.optional('cost', name => fields.oneOf(name, COSTS)),
    initialiser: fields.optional('initialiser', name => fields.oneOf(name, INITIALISERS)),
    epochs: fields.optional('epochs', name => fields.count(name, 1)),
    miniBatchSize: fields.optional('miniBatchSize', name => fields.count(name, 1)),
    eta: fields.optional('eta', fields.eta),
    ...fields.attempt(() => completeWays(readWays(fields))),
  }
  fields.refuseOthers()
  return change
}
