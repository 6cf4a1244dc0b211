import { beforeEach, describe, expect, it } from 'vitest'
import { MemoryError } from '../../errors.ts'
import { KernelMemory, LARGEST_MEMORY } from './memory.ts'

const MANY = 200_000

/** A memory that has been full of ones, and is left to the next engine. */
function leave(precision: 'float64' | 'float32', bytes: number): KernelMemory {
  const left = new KernelMemory(precision, 0)
  left.allocate(bytes)
  new Uint8Array(left.memory.buffer).fill(1)
  left.release()
  return left
}

// A memory that is left stays at least until the turn of the event loop is over: no test lets it have one.
describe('the memory of an engine that is done', () => {
  beforeEach(() => {
    // Takes the memory that another test left.
    new KernelMemory('float64', LARGEST_MEMORY)
  })

  it('goes to the next engine, of zeros again, and to that one only', () => {
    const left = leave('float64', MANY)
    const next = new KernelMemory('float32', MANY)
    expect(next.memory).toBe(left.memory)
    expect(new Uint8Array(next.memory.buffer).every(byte => byte === 0)).toBe(true)
    expect(new KernelMemory('float32', MANY).memory).not.toBe(left.memory)
  })

  it('grows for an engine that needs more, and does not for one that needs as much', () => {
    const { memory } = leave('float64', MANY)
    const size = memory.buffer.byteLength
    const same = new KernelMemory('float64', MANY)
    expect(same.allocate(MANY)).toBe(0)
    expect(memory.buffer.byteLength).toBe(size)
    const address = same.allocate(MANY)
    expect(same.bytes(address, MANY).every(byte => byte === 0)).toBe(true)
    expect(memory.buffer.byteLength).toBeGreaterThan(size)
  })

  it('does not go to an engine that needs little of it', () => {
    const { memory } = leave('float64', MANY)
    expect(new KernelMemory('float64', MANY / 8).memory).not.toBe(memory)
    expect(new KernelMemory('float64', MANY / 2).memory).toBe(memory)
  })

  it('is of the one that was done last, where several were at work', () => {
    const [first, second] = [new KernelMemory('float64', MANY), new KernelMemory('float64', MANY)]
    second.release()
    first.release()
    expect(new KernelMemory('float64', MANY).memory).toBe(first.memory)
    expect(new KernelMemory('float64', MANY).memory).not.toBe(second.memory)
  })

  it('goes when it cannot grow as far as is asked for', () => {
    const { memory } = leave('float64', MANY)
    const next = new KernelMemory('float64', MANY)
    expect(() => next.allocate(2 * LARGEST_MEMORY)).toThrow(MemoryError)
    const other = new KernelMemory('float64', MANY)
    expect(other.memory).not.toBe(memory)
    expect(other.allocate(MANY)).toBe(0)
  })
})
