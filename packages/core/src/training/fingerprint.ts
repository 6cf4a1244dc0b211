import type { Network } from '../network.ts'

const PRIME = 0x01000193

/**
 * A 32-bit number that tells networks apart (biases, weights and the generator's state), as FNV-1a does: for accidents, not for
 * adversaries. The two words of a float64 go in together, so that the processor's byte order does not matter.
 */
export function fingerprintOf(network: Network): number {
  let hash = 0x811c9dc5
  for (const { data } of [...network.biases, ...network.weights]) {
    const words = new Uint32Array(data.buffer, data.byteOffset, 2 * data.length)
    for (let i = 0; i < words.length; i += 2) {
      hash = Math.imul(hash ^ words[i] ^ words[i + 1], PRIME)
    }
  }
  for (const character of JSON.stringify(network.rng.state))
    hash = Math.imul(hash ^ character.charCodeAt(0), PRIME)
  return hash >>> 0
}
