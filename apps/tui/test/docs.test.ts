import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { allDocuments, documents, gradusCommandsOf, run, samplesOf } from './documents.ts'

const app = join(import.meta.dirname, '..')
const pages = await documents()
const everyPage = await allDocuments()

test.each(everyPage)('no command of $name asks before it begins', ({ text }) => {
  // npm 11 asks before each `npx pnpm@12`, and where nobody can answer it warns.
  expect(text.match(/\bnpx (?!-y )\S*@\d.*/g)).toBeNull()
})

test('the README begins with two commands that need no more than Node', () => {
  const readme = pages.find(({ name }) => name === 'README.md')
  expect(readme?.text.match(/^ {4}npx -y pnpm@12 \w+/gm)).toEqual([
    '    npx -y pnpm@12 start',
    '    npx -y pnpm@12 test',
  ])
  expect(readme?.text).toContain('`npm i -g pnpm@12`')
  expect(readme && gradusCommandsOf(readme)[0]).toEqual(['train'])
})

test("the README's sample runs as it is written", async () => {
  const [sample, ...others] = pages
    .filter(({ name }) => name === 'README.md')
    .flatMap(page => samplesOf(page, 'ts'))
  expect(others).toEqual([])
  const [output = ''] = await run([sample?.code ?? ''])
  const lines = output.trim().split('\n')
  expect(lines.slice(0, 3).map(line => line.replace(/ : \d+/, ' : N'))).toEqual([
    'Epoch 0 : N / 10000',
    'Epoch 1 : N / 10000',
    'Epoch 2 : N / 10000',
  ])
  expect(Number(lines[2]?.match(/: (\d+)/)?.[1])).toBeGreaterThan(8500)
  expect(lines[3]).toBe('The first test image is a 7; the network predicts a 7.')
})

test('the sample of the client runs as it is written', async () => {
  const samples = pages.flatMap(page => samplesOf(page, 'ts'))
  const [said] = await run([samples.find(({ code }) => code.includes('gradusClient'))?.code ?? ''])
  expect(said).toMatch(/^\[ \{ class: 7, label: '7', digit: 7, score: 0\.9\d+ \} \]\n$/)
})

test.each(
  everyPage
    .flatMap(page => samplesOf(page, 'ts').map(sample => ({ page: page.name, ...sample })))
    .filter(({ output }) => output !== undefined),
)('a sample of $page prints what the page says', async ({ code, output }) => {
  expect(await run([code])).toEqual([output])
})

test('the README is short enough to be finished', () => {
  const readme = pages.find(({ name }) => name === 'README.md')?.text ?? ''
  expect(readme.split('\n').length).toBeLessThanOrEqual(121)
})

test('the README tells how many lines the chapter has', async () => {
  const chapter = await readFile(join(app, '..', '..', 'packages', 'core', 'src', 'network.ts'), 'utf8')
  const readme = pages.find(({ name }) => name === 'README.md')?.text ?? ''
  expect(readme).toContain(`${chapter.split('\n').length - 1} lines: [read it](packages/core/src/network.ts)`)
})
