import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { costsReport } from './costs-report.ts'
import { USUAL } from './trial-kinds.ts'
import { type MeasuredTrial, readTrialTimes, type TrialTimes } from './trial-times.ts'

const trial: MeasuredTrial = {
  sizes: [784, 30, 10],
  miniBatchSize: 10,
  secondsAnEpoch: 60,
  secondsAJob: 0,
  checkpointBytes: 1_000_000,
}
const network = { ...trial, storeSeconds: 0.01 }
const machine = { processor: 'P', cores: 2, memoryGiB: 8, system: 'Linux', loadBefore: 0 }
const times: TrialTimes = {
  ...{ conditions: { date: '2026-11-30', machine }, node: '24.0.0', textbook: network, larger: network },
  varied: [trial, { ...trial, secondsAnEpoch: 120 }],
}

/** Cells of the row that begins so, the first one after a text. */
function row(report: string, after: string, ...begin: string[]): string[] {
  const start = `| ${begin.join(' | ')} |`
  const lines = report.slice(report.indexOf(after)).split('\n')
  const line = lines.find(text => text.startsWith(start)) ?? ''
  return line
    .slice(start.length)
    .replace(/\|$/, '')
    .split('|')
    .map(cell => cell.trim())
}

test('a report has time, core hours, utilisation and money', () => {
  const dear = costsReport(times, { ...USUAL, price: 6, queueSeconds: 0, queueSecondsAMegabyte: 0 })
  // 10 trials of 3 minutes, 4 of 7, 2 of 20, on two cores: 15 + 14 + 20 minutes, all the cores at work.
  expect(row(dear, '### [784, 30, 10]', '10', '1')).toEqual(['49 min', '1.6', '100 %', '0 %', '4.90'])
  // A worker a trial: 3 + 7 + 20 minutes.
  expect(row(dear, '### [784, 30, 10]', '10', '10')).toEqual(['30 min', '1.6', '16 %', '0 %', '30.00'])
})

/** By the usual assumptions. */
const report = costsReport(times, USUAL)

test('a report has the bytes that travel, and those on the disk', () => {
  expect(row(report, '## Coordinator', '[784, 30, 10]', '100')).toEqual(['146 MB', '46 MB', '100 MB'])
  // A job of 180 s, of which the coordinator takes 6 ms and 12 ms a MB for the queue, and 10 ms for the store.
  expect(row(report, '## Coordinator', '[784, 30, 10]', '180.00 s', '28.0 ms')).toEqual([
    '6,428',
    '35',
    '36 MB/s',
  ])
})

// 8 jobs of 10 epochs and 3 of 20 are 140 epochs, for (160 x 10 + 54 x 20) / 20 = 134; and so on.
test('utilisation by number of rungs follows from the sizes of the rungs', () => {
  const [one, two, three, four] = row(report, '## Rungs', '8', 'equal')
  expect([one, two, three, four].map(cell => cell?.split(',')[0])).toEqual(['100 %', '96 %', '94 %', '63 %'])
})

test('the page is the report of the kept times', async () => {
  const page = await readFile(join(import.meta.dirname, 'costs.md'), 'utf8')
  expect(page).toBe(costsReport(await readTrialTimes(), USUAL))
})
