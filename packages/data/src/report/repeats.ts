import { answerOf, type DenseExamples, type Examples, type SparseExamples } from '@gradus/core'
import type { OriginOf, PartName } from '../part-names.ts'

/** A part with its name. */
export type NamedPart = readonly [name: PartName, examples: Examples]

/** An example of the data. */
export interface Place {
  /** Its part. */
  readonly part: PartName
  /** Its index there, from 0. */
  readonly index: number
  /** Its class. */
  readonly class: number
  /** Its file, line or entry, where the data tell it. */
  readonly origin?: string
}

/** Examples that have the same inputs, to the bit. */
export type Repetition = readonly Place[]

/** Repeated examples: how many there are, and the first few of them. */
export interface Repeats {
  /** Examples that are too many; of contradictions, groups of the same inputs. */
  readonly count: number
  /** The first of them, each with all that it is the same as, up to four. */
  readonly first: readonly Repetition[]
}

/** Examples with the inputs of an earlier one of their part. */
export interface Duplicates extends Repeats {
  /** The part. */
  readonly part: PartName
}

/** Repeated examples between two parts. */
export interface Leak extends Repeats {
  /** The part that also has the inputs of so many examples of `part`. */
  readonly from: PartName
  /** The part that is judged by. */
  readonly part: PartName
}

/** All repetitions in data. */
export interface RepeatFacts {
  /** Examples with the inputs of an earlier one of their part. */
  readonly duplicates: readonly Duplicates[]
  /** Examples whose inputs another part has as well. */
  readonly leaks: readonly Leak[]
  /** Groups of examples with the same inputs and different labels. */
  readonly contradictions: Repeats
}

/** Groups of examples that are told of, and places of a group. */
const MOST_TOLD = 5
const MOST_PLACES = 4

/** The repetitions within parts and between them, and those with different labels. */
export function repeatedIn(parts: readonly NamedPart[], originOf?: OriginOf): RepeatFacts {
  const repeatsOf = (count: number, all: readonly Repetition[]): Repeats => {
    const first = all.slice(0, MOST_TOLD).map(group => group.slice(0, MOST_PLACES))
    if (!originOf) return { count, first }
    const told = first.map(group =>
      group.map(place => ({ ...place, origin: originOf(place.part, place.index) })),
    )
    return { count, first: told }
  }
  const groups = repetitionsIn(parts)
  const names = parts.map(([part]) => part)
  const contradictory = groups.filter(group => group.some(place => place.class !== group[0].class))
  const duplicates = names.map(part => {
    const own = groups
      .map(group => group.filter(place => place.part === part))
      .filter(({ length }) => length > 1)
    return {
      part,
      ...repeatsOf(
        own.reduce((sum, { length }) => sum + length - 1, 0),
        own,
      ),
    }
  })
  const pairs = names.flatMap((part, p) => names.slice(0, p).map(from => [from, part] as const))
  const leaks = pairs.map(([from, part]) => {
    const shared = groups
      .filter(group => group.some(place => place.part === from) && group.some(place => place.part === part))
      .map(group => group.filter(place => place.part === part || place.part === from))
    const count = shared.flat().filter(place => place.part === part).length
    // An example of each part first, so that both are told of.
    const told = shared.map(group => {
      const at = group.findIndex(place => place.part === part)
      return [group[0], group[at], ...group.slice(1, at), ...group.slice(at + 1)]
    })
    return { from, part, ...repeatsOf(count, told) }
  })
  return { duplicates, leaks, contradictions: repeatsOf(contradictory.length, contradictory) }
}

/**
 * All groups of examples with the same inputs, in the order of their first examples. Found by a hash of the
 * inputs, and then compared.
 */
function repetitionsIn(parts: readonly NamedPart[]): Repetition[] {
  /** Number of the first example with this hash, or with the next one that is free. */
  const known = new Map<number, number>()
  const groups = new Map<number, number[]>()
  const starts = startsOf(parts)
  const placed = (n: number): readonly [Examples, number] => {
    const p = starts.findLastIndex(start => start <= n)
    return [parts[p][1], n - starts[p]]
  }
  for (const [p, [, examples]] of parts.entries()) {
    const hashOf = hashing(examples)
    for (let i = 0; i < examples.length; i++) {
      let key = hashOf(i)
      for (;;) {
        const n = known.get(key)
        if (n === undefined) {
          known.set(key, starts[p] + i)
          break
        }
        const [other, j] = placed(n)
        if (areSame(other, j, examples, i)) {
          const group = groups.get(n)
          if (group) group.push(starts[p] + i)
          else groups.set(n, [n, starts[p] + i])
          break
        }
        key++
      }
    }
  }
  return [...groups.values()].map(numbers =>
    numbers.map((n): Place => {
      const [examples, index] = placed(n)
      const [part] = parts[starts.findLastIndex(start => start <= n)]
      return { part, index, class: answerOf(examples, index) }
    }),
  )
}

/** Number of each part's first example, all examples counted in a row. */
function startsOf(parts: readonly NamedPart[]): number[] {
  let start = 0
  return parts.map(([, { length }]) => {
    start += length
    return start - length
  })
}

function hashing(examples: Examples): (i: number) => number {
  return examples.kind === 'sparse' ? sparseHash(examples) : denseHash(examples)
}

const [FIRST_PRIME, SECOND_PRIME] = [0x85ebca6b, 0xc2b2ae35]

/** Two hashes of 32 bits as one whole number that is exact. */
function joined(a: number, b: number): number {
  return (a >>> 0) * 2 ** 20 + (b >>> 12)
}

function sparseHash({ offsets, indices, values }: SparseExamples): (i: number) => number {
  return i => {
    let [a, b] = [1, 2]
    const end = offsets[i + 1]
    for (let e = offsets[i]; e < end; e++) {
      const entry = (indices[e] << 8) | values[e]
      a = Math.imul(a ^ entry, FIRST_PRIME)
      a ^= a >>> 15
      b = Math.imul((b << 5) ^ (b >>> 27) ^ entry, SECOND_PRIME)
    }
    return joined(a, b)
  }
}

function denseHash({ x, inputSize }: DenseExamples): (i: number) => number {
  const numbers = new Float64Array(1)
  const words = new Uint32Array(numbers.buffer)
  return i => {
    let [a, b] = [1, 2]
    for (let k = i * inputSize; k < (i + 1) * inputSize; k++) {
      // Makes 0 of -0, which is the same.
      numbers[0] = x[k] + 0
      a = Math.imul(a ^ words[0], FIRST_PRIME)
      a = Math.imul(a ^ (a >>> 15) ^ words[1], FIRST_PRIME)
      b = Math.imul((b << 5) ^ (b >>> 27) ^ words[0] ^ (words[1] << 1), SECOND_PRIME)
    }
    return joined(a, b)
  }
}

function areSame(one: Examples, i: number, other: Examples, j: number): boolean {
  if (one.kind === 'sparse' && other.kind === 'sparse') return areSameBytes(one, i, other, j)
  return one.kind === 'dense' && other.kind === 'dense' && areSameNumbers(one, i, other, j)
}

function areSameBytes(one: SparseExamples, i: number, other: SparseExamples, j: number): boolean {
  const [from, count] = [one.offsets[i], one.offsets[i + 1] - one.offsets[i]]
  const start = other.offsets[j]
  if (other.offsets[j + 1] - start !== count) return false
  for (let e = 0; e < count; e++) {
    if (one.indices[from + e] !== other.indices[start + e]) return false
    if (one.values[from + e] !== other.values[start + e]) return false
  }
  return true
}

function areSameNumbers(one: DenseExamples, i: number, other: DenseExamples, j: number): boolean {
  const { inputSize } = one
  if (other.inputSize !== inputSize) return false
  for (let k = 0; k < inputSize; k++)
    if (one.x[i * inputSize + k] !== other.x[j * inputSize + k]) return false
  return true
}
