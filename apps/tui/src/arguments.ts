import { resolve } from 'node:path'
import { AUGMENT_PARTS, type Augment, type EtaChange, type Seed } from '@gradus/core'
import { InvalidArgumentError } from 'commander'

/** Parses a whole number of at least 1. */
export function parseCount(text: string): number {
  const count = /^\d+$/.test(text) ? Number(text) : 0
  if (count < 1) throw new InvalidArgumentError('Expected a whole number of at least 1, such as 10.')
  if (Number.isSafeInteger(count)) return count
  throw new InvalidArgumentError(`Expected a whole number of at most ${Number.MAX_SAFE_INTEGER}.`)
}

/** Parses a place in a list: a whole number of at least 0. */
export function parseIndex(text: string): number {
  const index = /^\d+$/.test(text) ? Number(text) : -1
  if (!Number.isSafeInteger(index) || index < 0) {
    throw new InvalidArgumentError('Expected a whole number of at least 0, such as 7.')
  }
  return index
}

/** Parses a learning rate: a finite number above 0, such as 3, 0.001 or 1e-3. */
export function parseEta(text: string): number {
  return parsePositive(text, 'a finite number above 0, such as 3 or 0.001')
}

/** Parses the lambda of a regularization: a finite number of at least 0. */
export function parseLambda(text: string): number {
  return isZero(text) ? 0 : parsePositive(text, 'a finite number of at least 0, such as 5')
}

/** Parses a share: a number of 0 to below 1. */
export function parseShare(text: string): number {
  const expected = 'a number of 0 to below 1, such as 0.5'
  const share = isZero(text) ? 0 : parsePositive(text, expected)
  if (share < 1) return share
  throw new InvalidArgumentError(`Expected ${expected}.`)
}

function isZero(text: string): boolean {
  return /^[+]?0+(\.0*)?$/.test(text)
}

/**
 * Parses changes of eta, such as `10=1,20:5000=0.5`: from epoch 10 on it is 1, and in epoch 20 from example
 * 5,000 on 0.5; or `none`.
 */
export function parseEtaChanges(text: string): readonly EtaChange[] {
  return text === 'none' ? [] : text.split(',').map(parseEtaChange)
}

function parseEtaChange(text: string): EtaChange {
  const [, epoch = '', position = '0', eta = ''] = /^\s*(\d+)(?::(\d+))?=(\S+)\s*$/.exec(text) ?? []
  if (epoch === '') {
    throw new InvalidArgumentError(
      'Expected EPOCH=ETA, or EPOCH:EXAMPLE=ETA, with commas between, such as 10=1,20=0.5, or none.',
    )
  }
  return { epoch: parseIndex(epoch), position: parseIndex(position), eta: parseEta(eta) }
}

/** Changes of eta as the flag takes them. */
export function formatEtaChanges(changes: readonly EtaChange[]): string {
  const places = changes.map(
    ({ epoch, position, eta }) => `${epoch}${position > 0 ? `:${position}` : ''}=${eta}`,
  )
  return places.join(',') || 'none'
}

/** Changes of handwritten digits that leave every digit what it is. */
const AFFINE: Augment = { shift: 1, rotate: 12, scale: 15, shear: 10 }

/**
 * Parses an augmentation, such as `shift=1,rotate=12`: amounts of parts. `affine` stands for those that suit digits, `none`
 * turns all parts off.
 */
export function parseAugment(text: string): Augment {
  return Object.fromEntries(text.split(',').flatMap(part => Object.entries(parseAugmentPart(part))))
}

function parseAugmentPart(text: string): Augment {
  const [, name = '', amount = ''] = /^\s*(\w+)=(\S+)\s*$/.exec(text) ?? []
  if (text.trim() === 'affine') return AFFINE
  if (text.trim() === 'none') return Object.fromEntries(AUGMENT_PARTS.map(part => [part, 0]))
  const part = AUGMENT_PARTS.find(known => known === name)
  if (part === undefined) {
    throw new InvalidArgumentError(
      `Expected PART=AMOUNT with commas between, such as shift=1,rotate=12, of ${AUGMENT_PARTS.join(', ')}; or affine, or none.`,
    )
  }
  return { [part]: part === 'shift' ? parseIndex(amount) : parseLambda(amount) }
}

/** An augmentation as the flag takes it. */
export function formatAugment(augment: Augment): string {
  return AUGMENT_PARTS.filter(part => augment[part] !== undefined)
    .map(part => `${part}=${augment[part]}`)
    .join(',')
}

/** Parses a time in seconds: a finite number above 0. */
export function parseSeconds(text: string): number {
  return parsePositive(text, 'a finite number above 0, such as 5 or 0.5')
}

function parsePositive(text: string, expected: string): number {
  const number = /^[+]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : Number.NaN
  if (!Number.isFinite(number) || number <= 0) {
    throw new InvalidArgumentError(`Expected ${expected}.`)
  }
  return number
}

/** Parses an address to listen at: any text but an empty one, which would stand for all addresses. */
export function parseHost(text: string): string {
  if (text.trim() !== '') return text
  throw new InvalidArgumentError('Expected an address, such as 127.0.0.1, or 0.0.0.0 for all.')
}

/** Parses a port of TCP: 0 .. 65535, 0 for any that is free. */
export function parsePort(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN
  if (port <= 65_535) return port
  throw new InvalidArgumentError('Expected a port, 0 .. 65535, such as 8787.')
}

/** Parses neurons a layer, such as `784,15,10`. */
export function parseSizes(text: string): readonly number[] {
  const sizes = text.split(',').map(size => (/^\s*\d+\s*$/.test(size) ? Number(size) : 0))
  if (sizes.length < 2 || !sizes.every(size => Number.isSafeInteger(size) && size > 0)) {
    throw new InvalidArgumentError(
      'Expected the neurons of at least two layers, whole numbers of at least 1 with commas between, such as 784,15,10.',
    )
  }
  return sizes
}

/** Parses a path, and makes it absolute from where the user stands. */
export function parsePath(text: string): string {
  if (text.trim() === '') throw new InvalidArgumentError('Expected a path.')
  return resolve(text)
}

/** Parses a seed: an integer of at least 0 and any size, several with commas between, or `random`. */
export function parseSeed(text: string): Exclude<Seed, null> | 'random' {
  // Not null, as core has it: commander takes that for a value that is missing.
  if (text === 'random') return text
  const integers = text.split(',')
  if (!integers.every(integer => /^\s*\d+\s*$/.test(integer))) {
    throw new InvalidArgumentError(
      'Expected an integer of at least 0, several with commas between such as 1,2,3, or random.',
    )
  }
  const seeds = integers.map(toInteger)
  return seeds[1] === undefined ? (seeds[0] ?? 0) : seeds
}

/** A seed as the flag takes it. */
export function formatSeed(seed: Seed): string {
  return String(seed ?? 'random')
}

function toInteger(text: string): number | bigint {
  const number = Number(text)
  return Number.isSafeInteger(number) ? number : BigInt(text)
}
