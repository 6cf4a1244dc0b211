import { diffSpecs, type Spec } from '@gradus/core'
import { formatAugment, formatEtaChanges } from '../arguments.ts'
import { formatCount, listOf } from '../terminal/format.ts'
import { brief, printable } from '../terminal/printable.ts'

/** A field in which Specs differ, in the words of the flags. */
export interface Difference {
  readonly field: string
  readonly name: string
  /** One for each Spec. */
  readonly values: readonly string[]
}

/** Names of fields that their flags call otherwise. */
const NAMES: Readonly<Record<string, string>> = {
  sizes: 'network',
  miniBatchSize: 'mini-batch',
  etaChanges: 'eta changes',
  'data.hash': 'data',
  'data.train': 'training',
  'data.validation': 'validation',
  'data.test': 'test',
}

/** Values of fields that are left out, where that is not off. */
const DEFAULTS: Readonly<Record<string, string>> = {
  initialiser: 'textbook',
  optimiser: 'sgd',
  schedule: 'constant',
  keep: 'last',
  'data.hash': '-',
  'data.train': '-',
  'data.validation': '-',
  'data.test': '-',
}

/** All that differs between Specs, in the order of their fields. */
export function differencesOf(specs: readonly Spec[]): Difference[] {
  return diffSpecs(specs).map(({ field }) => ({
    field,
    name: NAMES[field] ?? field,
    values: specs.map(spec => valueText(spec, field)),
  }))
}

/** The same in words: `eta 3 and 0.5; l2 off and 5`. */
export function differencesText(differences: readonly Pick<Difference, 'name' | 'values'>[]): string {
  return differences.map(({ name, values }) => `${name} ${listOf(values)}`).join('; ')
}

/** The value of a field as its flag takes it, or as a name with its numbers. */
function valueText(spec: Spec, field: string): string {
  const { dropout, augment, data } = spec
  if (field === 'etaChanges') return formatEtaChanges(spec.etaChanges)
  if (field === 'augment' && augment) return formatAugment(augment)
  if (field === 'sizes') return spec.sizes.join('-')
  if (field === 'dropout' && dropout)
    return `${dropout.hidden}${dropout.input > 0 ? ` (inputs ${dropout.input})` : ''}`
  if (field === 'data.hash') return data.hash === undefined ? '-' : brief(data.hash).slice(0, 8)
  const fields = new Map<string, unknown>(Object.entries({ ...spec, ...prefixed(data) }))
  const value = fields.get(field)
  if (value === undefined) return DEFAULTS[field] ?? 'off'
  return typeof value === 'object' && value !== null ? Object.values(value).join(' ') : worded(value)
}

function prefixed(data: Spec['data']): object {
  return Object.fromEntries(Object.entries(data).map(([name, value]) => [`data.${name}`, value]))
}

function worded(value: unknown): string {
  return Number.isSafeInteger(value) ? formatCount(Number(value)) : printable(String(value))
}
