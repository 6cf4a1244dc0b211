import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Network } from '@gradus/core'
import { normalise } from '@gradus/data'
import type { Dataset } from '@gradus/mnist'
import sharp from 'sharp'
import { beforeAll, describe, expect, test } from 'vitest'
import { gradus, gradusUntil } from './gradus.ts'
import { MODEL, outputsOf, parseLines, trainMnist } from './mnist-model.ts'
import { draw, jpegForms, losslessForms, paperDigit, sharpOf } from './pictures.ts'
import { SMALL, useWorkplace } from './workplace.ts'

const place = useWorkplace()
const run = (...args: string[]) => gradus(['predict', ...args], { cwd: place.folder })
const save = (name: string, bytes: Uint8Array) => writeFile(join(place.folder, name), bytes)

let network: Network
let digits: Dataset
let right: number
beforeAll(async () => {
  ;({ network, digits, right } = await trainMnist(place.folder))
  await gradus(SMALL, { cwd: place.folder })
})

describe('pictures', () => {
  test('in all their forms are read as what they show', async () => {
    const digit = await paperDigit(right)
    const forms = { ...(await losslessForms(digit)), ...(await jpegForms(digit)) }
    for (const [form, bytes] of Object.entries(forms)) await save(form, bytes)
    const { code, stdout, stderr } = await run(MODEL, '--json', ...Object.keys(forms))
    const lines = parseLines(stdout)
    expect(lines.map(({ file }) => file)).toEqual(Object.keys(forms))
    const outputs = outputsOf(network, normalise(digit))
    expect(lines[0].outputs).toEqual(outputs)
    for (const line of lines) {
      expect(line.digit, line.file).toBe(digits.labels[right])
      const drift = line.outputs.map((output: number, j: number) => Math.abs(output - (outputs[j] ?? 1)))
      expect(Math.max(...drift), line.file).toBeLessThan(0.2)
    }
    expect([code, stderr]).toEqual([0, ''])
  })

  test('of MNIST, enlarged and on paper, are mostly right', async () => {
    const files = Array.from({ length: 40 }, (_, i) => `${i}.png`)
    for (const [i, file] of files.entries())
      await save(
        file,
        await sharpOf(await paperDigit(i))
          .png()
          .toBuffer(),
      )
    const lines = parseLines((await run(MODEL, '--json', ...files)).stdout)
    const correct = lines.filter(({ digit }, i) => digit === digits.labels[i]).length
    expect(correct).toBeGreaterThanOrEqual(30)
  })

  test('drawn as SVG and photographed', async () => {
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="900" height="700"><rect width="900" height="700" fill="#cde"/>
      <path d="M300 150 H560 L420 560" stroke="#123" stroke-width="45" fill="none"/></svg>`
    await save('seven.jpg', await sharp(Buffer.from(svg)).jpeg().toBuffer())
    const { stdout } = await run(MODEL, 'seven.jpg')
    expect(stdout).toMatch(/^seven\.jpg: 7\n/)
  })

  test('of a polarity that is asked for', async () => {
    const lines = draw(40, 40, (x, y) => (x > 1 && y > 14 && y < 17 ? 0 : 255))
    await save('lines.png', await sharpOf(lines).png().toBuffer())
    for (const flags of [[], ['--polarity', 'auto'], ['--polarity', 'dark-on-light']]) {
      const [line] = parseLines((await run(MODEL, 'lines.png', '--json', ...flags)).stdout)
      expect(line.outputs).toEqual(outputsOf(network, normalise(lines)))
    }
    const { code, stderr } = await run(MODEL, 'lines.png', '--polarity', 'light-on-dark')
    expect(stderr).toMatch(/^error: lines\.png: The picture is blank/)
    expect(code).toBe(1)
  })

  test('from standard input', async () => {
    const input = await sharpOf(await paperDigit(right))
      .png()
      .toBuffer()
    const piped = await gradus(['predict', MODEL, '-', '--json'], { cwd: place.folder, input })
    expect(parseLines(piped.stdout)).toMatchObject([{ file: '-', digit: digits.labels[right] }])
    const { stdout } = await gradus(['predict', MODEL, '-'], { cwd: place.folder, input })
    expect(stdout).toMatch(/^standard input: \d\n/)
  })
})

describe('raw images', () => {
  test('are taken as they are, one or several in a file', async () => {
    const pixels = [3, 4, 5].map(i => digits.at(i).pixels)
    await save('one.raw', pixels[0] ?? new Uint8Array())
    await save('three.raw', Buffer.concat(pixels))
    const { code, stdout } = await run(MODEL, 'one.raw', 'three.raw', '--json')
    const [one, ...three] = parseLines(stdout)
    const [first] = pixels.map(bytes => outputsOf(network, bytes))
    const digit = network.predict(digits.at(3).x)
    const answer = { class: digit, label: String(digit), digit, score: first?.[digit] }
    expect(one).toEqual({ file: 'one.raw', ...answer, outputs: first })
    expect(three.map(({ file, image, outputs }) => ({ file, image, outputs }))).toEqual(
      pixels.map((bytes, image) => ({ file: 'three.raw', image, outputs: outputsOf(network, bytes) })),
    )
    expect(code).toBe(0)
    expect((await run(MODEL, 'three.raw')).stdout).toContain('\nthree.raw, image 2: ')
  })

  test('of as many bytes as the network has inputs', async () => {
    await save('small.raw', new Uint8Array(36).fill(200, 0, 12))
    const { stdout } = await run('gradus.safetensors', 'small.raw')
    expect(stdout).toMatch(/^small\.raw: 0 \(unsure\)\n/)
  })

  test('of which nobody reads more than the first are no error', async () => {
    await save('many.raw', new Uint8Array(784 * 20_000))
    const args = ['predict', MODEL, 'many.raw', '--json']
    const { code, stderr } = await gradusUntil(1, args, { cwd: place.folder }, child =>
      child.stdout.destroy(),
    )
    expect([code, stderr]).toEqual([141, ''])
  })
})
