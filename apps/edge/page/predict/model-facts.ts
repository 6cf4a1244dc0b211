import { type GreyImage, type Preprocessing, parseNamedParameters, type Table } from '@gradus/core/predict'

/** The way to ask a model: by a drawing or a picture, by a row of a table, or by a program alone. */
type Subject = GreyImage | Table | { readonly kind: 'other' }

/** Facts about a model, as far as the page must know it. */
export interface ModelFacts {
  /** Its name and test accuracy in a line; '' where no server says them. */
  readonly line: string
  /** Neurons a layer, the input first. */
  readonly sizes: readonly number[]
  /** Names of its classes, where they are no numbers. */
  readonly classes?: readonly string[] | undefined
  readonly subject: Subject
}

/** MNIST's images: those of a model of 784 inputs that says nothing else. */
const MNIST: GreyImage = { kind: 'image', rows: 28, cols: 28 }

/** The facts of a page that finds none. */
const DIGITS: ModelFacts = { line: '', sizes: [784, 10], subject: MNIST }

/** Facts of the model: those that the server tells, else those in the model's file, else those of ten digits. */
export async function fetchModelFacts(url: string, file: string): Promise<ModelFacts> {
  return (await factsAt(url)) ?? (await factsIn(file)) ?? DIGITS
}

async function factsAt(url: string): Promise<ModelFacts | undefined> {
  try {
    const response = await fetch(url)
    return response.ok ? modelFacts(await response.json()) : undefined
  } catch {
    return undefined
  }
}

async function factsIn(file: string): Promise<ModelFacts | undefined> {
  try {
    const response = await fetch(file)
    const { parameters, names } = parseNamedParameters(await response.arrayBuffer())
    const { sizes } = parameters
    return { line: '', sizes, classes: names.classes, subject: subjectOf(sizes, names.preprocessing) }
  } catch {
    return undefined
  }
}

/** @param model the JSON answer of GET /model. @returns nothing where it is none */
export function modelFacts(model: unknown): ModelFacts | undefined {
  const { sizes, classes, preprocessing } = isObject(model) ? model : {}
  if (!isNumbers(sizes)) return undefined
  const steps = isSteps(preprocessing) ? preprocessing : OTHER
  return {
    line: modelLine(model),
    sizes,
    ...(isTexts(classes) && { classes }),
    subject: subjectOf(sizes, preprocessing === undefined ? undefined : steps),
  }
}

const OTHER = { kind: 'other' } as const

/** @param steps from a person's data to the inputs, as far as the model tells them */
function subjectOf(sizes: readonly number[], steps: Preprocessing | typeof OTHER | undefined): Subject {
  const subject = steps ?? (sizes[0] === 784 ? MNIST : OTHER)
  if (subject.kind === 'standard' || (subject.kind === 'image' && !canBeDrawn(subject))) return OTHER
  return subject
}

/** The longer side of an image on which one can draw, in shorter ones. */
const LONGEST = 8

function canBeDrawn({ rows, cols }: GreyImage): boolean {
  return Math.max(rows, cols) <= LONGEST * Math.min(rows, cols)
}

/** @param model the JSON answer of GET /model */
export function modelLine(model: unknown): string {
  const { name, accuracy } = isObject(model) ? model : {}
  if (typeof name !== 'string') return ''
  const { test: share } = isObject(accuracy) ? accuracy : {}
  const measured = typeof share === 'number' ? `, test accuracy ${(100 * share).toFixed(2)} %` : ''
  return `Model: ${name}${measured}.`
}

/** Whether a JSON value is an image or a table as a model's metadata hold it. */
function isSteps(value: unknown): value is GreyImage | Table {
  if (!isObject(value)) return false
  const { kind, rows, cols, columns, means, spreads } = value
  if (kind === 'image') return isNumbers([rows, cols])
  const isTable = kind === 'table' && Array.isArray(columns) && isNumbers(means) && isNumbers(spreads)
  return isTable && columns.every(isColumn)
}

function isColumn(value: unknown): boolean {
  if (!isObject(value)) return false
  const { name, values } = value
  return typeof name === 'string' && (values === undefined || isTexts(values))
}

/** Whether a JSON value is an object and no list. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Whether a JSON value is a list of numbers, so many where that is given. */
export function isNumbers(value: unknown, length?: number): value is readonly number[] {
  if (!Array.isArray(value) || (length !== undefined && value.length !== length)) return false
  return value.every(each => typeof each === 'number')
}

/** Whether a JSON value is a list of texts. */
function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every(each => typeof each === 'string')
}
