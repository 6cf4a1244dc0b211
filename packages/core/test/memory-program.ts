/**
 * Trains on 60,000 made-up images with as much ink as MNIST's, and prints what that takes, in bytes beyond
 * the program itself: with the data alone, at the most while it trains, when the run is over, and at the most in
 * so many further runs without a collection of garbage.
 *
 *     node --expose-gc test/memory-program.ts simd|reference RUNS
 */
import { Network, type SparseExamples, sgd } from '../src/index.ts'

const [IMAGES, PIXELS, INK] = [60_000, 784, 150]

function images(): SparseExamples {
  const [offsets, labels] = [new Uint32Array(IMAGES + 1), new Uint8Array(IMAGES)]
  const [indices, values] = [new Uint16Array(IMAGES * INK), new Uint8Array(IMAGES * INK)]
  for (let i = 0; i < IMAGES; i++) {
    offsets[i + 1] = (i + 1) * INK
    labels[i] = i % 10
    for (let k = 0; k < INK; k++) {
      indices[i * INK + k] = 5 * k + (i % 5)
      values[i * INK + k] = 1 + ((i * 7 + k) % 255)
    }
  }
  return {
    kind: 'sparse',
    length: IMAGES,
    inputSize: PIXELS,
    outputSize: 10,
    offsets,
    indices,
    values,
    labels,
  }
}

function bytesInUse(): number {
  globalThis.gc?.()
  const { heapUsed } = process.memoryUsage()
  return heapUsed + externalBytes()
}

/** Bytes of buffers and of WebAssembly's memories, those that are not yet collected among them. */
function externalBytes(): number {
  return process.memoryUsage().external
}

/** A caller may hold on to runs that are over: they are to have given their memory back. */
const held: unknown[] = []
const engine = process.argv[2] === 'reference' ? 'reference' : 'simd'
await run(undefined, bytesInUse) // loads all code
const before = bytesInUse()
const examples = images()
const data = bytesInUse() - before
const peak = await run(examples, bytesInUse)
// Freed memory is counted a turn later.
for (let turn = 0; turn < 5; turn++) {
  bytesInUse()
  await new Promise(resolve => setTimeout(resolve, 10))
}
const after = bytesInUse()
const external = externalBytes()
let further = external
for (let i = 0; i < Number(process.argv[3]); i++)
  further = Math.max(further, await run(examples, externalBytes))
console.log(
  JSON.stringify({
    data,
    peak: peak - before,
    after: after - before,
    further: further - external,
    kept: [examples.length, held.length],
  }),
)

/** @returns the most bytes by a measure */
async function run(all: SparseExamples | undefined, bytes: () => number): Promise<number> {
  const few = {
    length: 100,
    offsets: new Uint32Array(101),
    indices: new Uint16Array(0),
    values: new Uint8Array(0),
    labels: new Uint8Array(100),
  }
  const some: SparseExamples = all ?? { kind: 'sparse', inputSize: PIXELS, outputSize: 10, ...few }
  const network = new Network([PIXELS, 30, 10], { seed: 0 })
  let most = 0
  const events = sgd(network, some, {
    epochs: 1,
    miniBatchSize: 10,
    eta: 3,
    testData: some,
    statistics: true,
    engine,
  })
  held.push(events)
  for await (const event of events) {
    if (event.type === 'progress' || event.type === 'epoch') most = Math.max(most, bytes())
  }
  return most
}
