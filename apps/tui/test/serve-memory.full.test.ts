import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Matrix, Network } from '@gradus/core'
import { saveModel } from '@gradus/core/node'
import { expect, test } from 'vitest'
import { signal, spawnGradus } from './gradus.ts'
import { useWorkplace } from './workplace.ts'

const place = useWorkplace()
const SIZES = [784, 12_000, 1200, 10]

/**
 * Bytes that a process had in memory at the most. Its own figure for it begins with that of the process which
 * started it.
 */
async function peakOf(pid: number | undefined): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8')
  return 1024 * Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1])
}

/** A network whose numbers nobody had to draw. */
function flat(): Network {
  const layers = SIZES.slice(1).map((neurons, l) => [neurons, SIZES[l] ?? 0] as const)
  return new Network(SIZES, {
    biases: layers.map(([neurons]) => new Matrix(neurons, 1)),
    weights: layers.map(([neurons, inputs]) => new Matrix(neurons, inputs)),
  })
}

const LOADED = 'a model of 190 MB is loaded and served in at most twice its size, the program included'

test.runIf(process.platform === 'linux')(LOADED, async () => {
  const path = join(place.folder, 'large.safetensors')
  await saveModel(path, flat())
  const { size } = await stat(path)
  expect(size).toBeGreaterThan(190e6)
  const child = spawnGradus(['serve', path, '--port', '0'], { cwd: place.folder })
  const ended = new Promise<number | null>(resolve => child.once('close', resolve))
  let said = ''
  const url = await new Promise<string>((resolve, reject) => {
    child.stderr.on('data', chunk => {
      said += String(chunk)
      const found = /at (http:\S+)\. Ctrl-C ends it\.$/m.exec(said)
      if (found?.[1]) resolve(found[1])
    })
    child.once('close', () => reject(new Error(said)))
  })
  const image = Uint8Array.from({ length: 784 }, (_, k) => k % 256)
  const headers = { 'Content-Type': 'application/octet-stream' }
  for (const query of ['', '?saliency=true']) {
    const response = await fetch(`${url}/predict${query}`, { method: 'POST', body: image, headers })
    expect(await response.json()).toMatchObject({ predictions: [{ scores: new Array(10).fill(0.5) }] })
  }
  const peak = await peakOf(child.pid)
  signal(child, 'SIGTERM')
  expect(await ended).toBe(143)
  expect(peak).toBeGreaterThan(size)
  expect(peak).toBeLessThan(2 * size)
})
