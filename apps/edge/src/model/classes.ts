import { areDigits, labelOf } from '@gradus/data'

/** A class as answers name it. */
export interface NamedClass {
  /** Its output neuron, counted from 0. */
  readonly class: number
  /** Its name: that of the model, or else its number. */
  readonly label: string
  /** The digit, where the classes are the digits 0 .. 9. */
  readonly digit?: number
}

/** Bytes of an entry in JSON beside its label: the names of its fields, three numbers, and their commas. */
const ENTRY_BYTES = 100

/** The classes of a model, as answers name them. */
export class Classes {
  /** Names of all classes, in the order of the outputs. */
  readonly labels: readonly string[]
  /** Whether they are the digits 0 .. 9. */
  readonly areDigits: boolean
  /** Bytes of a character of an answer at the most: one label in another script makes all of them wide. */
  readonly characterBytes: 1 | 3
  /** Bytes of an entry of an answer at the most, with its label and score. */
  readonly entryBytes: number

  /** @param names those of the model's file, if it has any */
  constructor(names: readonly string[] | undefined, outputs: number) {
    this.labels = Array.from({ length: outputs }, (_, k) => labelOf(names, k))
    this.areDigits = areDigits(names, outputs)
    const texts = this.labels.map(label => JSON.stringify(label))
    this.characterBytes = texts.some(text => /[^\0-\xff]/.test(text)) ? 3 : 1
    const longest = texts.reduce((most, { length }) => Math.max(most, length), 0)
    this.entryBytes = this.characterBytes * (ENTRY_BYTES + longest)
  }

  /** The class of an output neuron. */
  of(k: number): NamedClass {
    const label = labelOf(this.labels, k)
    return this.areDigits ? { class: k, label, digit: k } : { class: k, label }
  }
}
