import { PRECISIONS } from '../engine/precision.ts'
import { Fields } from '../fields.ts'
import { type GivenSpec, type NetworkFields, type Spec, specFrom } from '../spec.ts'
import { blameOf } from './model-file-error.ts'
import { type Preprocessing, readPreprocessing, readSplit, type SplitShares } from './preprocessing.ts'
import { parseJson, type Safetensors } from './safetensors.ts'

/** Facts about the network of any file. */
export interface NetworkFacts extends NetworkNames {
  /** The run that trained it, or that it is a checkpoint of. */
  readonly spec?: Spec | undefined
}

/** The meaning of a network's inputs and outputs. */
export interface NetworkNames {
  /** Names of the classes, one an output; without them the outputs are the digits from 0 on. */
  readonly classes?: readonly string[] | undefined
  /** Steps from a person's data to the inputs; without it those of MNIST's images. */
  readonly preprocessing?: Preprocessing | undefined
  /** The way in which one set of data was split into parts, if it was. */
  readonly split?: SplitShares | undefined
}

/** Shares of examples that are predicted correctly, 0 .. 1. */
export interface Accuracy {
  /** Share of the test data. */
  readonly test?: number | undefined
  /** Share of the validation data. */
  readonly validation?: number | undefined
}

/** Facts about a network in its model file, besides its sizes and seed. */
export interface ModelMetadata extends NetworkFacts {
  /** Complete epochs of training. */
  readonly epochs?: number | undefined
  /** Accuracy on the evaluated sets, where there were any. */
  readonly accuracy?: Accuracy | undefined
  /** Options of the run, in files from before there was a Spec. */
  readonly options?: OlderOptions | undefined
  /** The `hash` of the training examples, in such files. */
  readonly dataHash?: string | undefined
}

/** All that files from before there was a Spec have of it in one place. */
export type OlderOptions = Pick<GivenSpec, 'epochs' | 'miniBatchSize' | 'eta' | 'precision'>

/** Reads the options of an older file. */
export function readOlderOptions(options: Fields): OlderOptions {
  return {
    epochs: options.count('epochs', 1),
    miniBatchSize: options.count('miniBatchSize', 1),
    eta: options.eta('eta'),
    ...(options.has('precision') && {
      precision: options.oneOf('precision', PRECISIONS),
    }),
  }
}

/** Characters of a class's name, at the most. */
const LONGEST_NAME = 100

/** The form of a network, which its file names. */
export type NetworkForm = Pick<Spec, Exclude<NetworkFields, 'seed'>>

/** The network whose facts a file tells: they have to fit it. */
export type Owner = Pick<Spec, NetworkFields>

/** Fields of a Spec that its network has as well. */
const OWN = ['sizes', 'activation', 'output', 'cost', 'initialiser', 'seed'] as const

/** Fields of the metadata that say the meaning of a network's inputs and outputs. */
export const NAMES = ['classes', 'preprocessing', 'split'] as const
const FACTS = ['spec', ...NAMES] as const

/** Fields of the metadata for facts that are known. */
export function factEntries(facts: NetworkFacts): [string, string][] {
  return FACTS.filter(key => facts[key] !== undefined).map(key => [key, JSON.stringify(facts[key])])
}

/** Reads the facts in a file's metadata. @throws ModelFileError for one that is invalid, or does not fit */
export function factsOf(
  parts: Safetensors,
  { sizes, activation, output, cost, initialiser }: NetworkForm,
  file: string,
): NetworkFacts {
  const seed = (parts.metadata.get('seed') ?? '').replace(/^\[(.*)\]$/, '$1') || '0'
  const owner = { sizes, activation, output, cost, initialiser, seed }
  return readFacts(factFields(parts, FACTS, file), owner)
}

/** Those of the metadata's fields with these names. @throws ModelFileError for one that is no JSON */
export function factFields({ metadata }: Safetensors, names: readonly string[], file: string): Fields {
  const values = names.flatMap(key => {
    const json = metadata.get(key)
    if (json === undefined) return []
    const value = parseJson(json)
    if (value === undefined) throw blameOf(file)(`${key} is no valid JSON: expected a value`, key)
    return [[key, value]]
  })
  return new Fields(Object.fromEntries(values), '', blameOf(file))
}

/** Reads facts that may be anything. @throws ModelFileError, as above */
function readFacts(fields: Fields, owner: Owner): NetworkFacts {
  return {
    ...(fields.has('spec') && { spec: readOwnSpec(fields.object('spec'), owner) }),
    ...readNames(fields, owner),
  }
}

/** Reads the facts besides the Spec. */
export function readNames(fields: Fields, owner: Pick<Owner, 'sizes'>): NetworkNames {
  return {
    ...(fields.has('classes') && { classes: readClasses(fields, owner) }),
    ...(fields.has('preprocessing') && {
      preprocessing: readPreprocessing(fields.object('preprocessing'), owner.sizes[0]),
    }),
    ...(fields.has('split') && { split: readSplit(fields.object('split')) }),
  }
}

/** Reads the Spec of a network. @throws ModelFileError for one that is invalid, or of another network */
export function readOwnSpec(fields: Fields, owner: Owner): Spec {
  const spec = specFrom(fields)
  const textOf = ({ initialiser = 'textbook', ...form }: Owner, key: (typeof OWN)[number]): string =>
    JSON.stringify({ initialiser, ...form }[key])
  for (const key of OWN) {
    const [own, told] = [textOf(owner, key), textOf(spec, key)]
    if (own !== told) throw fields.wrong(key, `${own}, as its network has it`)
  }
  return spec
}

function readClasses(fields: Fields, { sizes }: Pick<Owner, 'sizes'>): string[] {
  const classes = fields.texts('classes')
  const outputs = sizes[sizes.length - 1]
  const areNames = classes.every(name => name.trim() !== '' && name.length <= LONGEST_NAME)
  if (classes.length === outputs && areNames && new Set(classes).size === outputs) return classes
  throw fields.wrong(
    'classes',
    `${outputs} different names of 1 .. ${LONGEST_NAME} characters, one an output`,
  )
}

/**
 * Metadata in a model file's own field, and its facts.
 * @throws ModelFileError
 */
export function metadataOf(parts: Safetensors, form: NetworkForm, file: string): ModelMetadata {
  const facts = factsOf(parts, form, file)
  const model = Fields.parse(parts.metadata.get('model') ?? '{}', 'model', blameOf(file))
  const results = readResults(model, facts)
  model.refuseOthers()
  return { ...facts, ...results }
}

/** Reads the metadata of a model to save. @throws ModelFileError for an invalid field */
export function readMetadata(model: Fields, owner: Owner): ModelMetadata {
  const facts = readFacts(model, owner)
  const results = readResults(model, facts)
  model.refuseOthers()
  return { ...facts, ...results }
}

function readResults(model: Fields, { spec }: NetworkFacts): Omit<ModelMetadata, keyof NetworkFacts> {
  const isOlder = spec === undefined
  return {
    ...(isOlder && model.has('options') && { options: readOlderOptions(model.object('options')) }),
    ...(model.has('epochs') && { epochs: model.count('epochs') }),
    ...(isOlder && model.has('dataHash') && { dataHash: model.text('dataHash') }),
    ...(model.has('accuracy') && { accuracy: readAccuracy(model.object('accuracy')) }),
  }
}

function readAccuracy(accuracy: Fields): { test?: number; validation?: number } {
  return {
    ...(accuracy.has('test') && { test: accuracy.share('test') }),
    ...(accuracy.has('validation') && { validation: accuracy.share('validation') }),
  }
}
