import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { hostname } from 'node:os'
import { thisProcess } from '@gradus/core/node'
import { expect, test } from 'vitest'
import { runOf } from '../../test/kept-runs.ts'
import { isRunning, standingOf } from './run.ts'

const host = hostname()
const running = { result: { status: 'running' }, started: new Date().toISOString() } as const

test('a run is interrupted once its process is gone', async () => {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'])
  const run = runOf({ ...running, process: { pid: child.pid ?? 0, host } })
  expect([standingOf(run), isRunning(run)]).toEqual(['running', true])
  child.kill('SIGKILL')
  await once(child, 'close')
  expect([standingOf(run), isRunning(run)]).toEqual(['interrupted', false])
})

test('a process of the same number, since the machine was started again, is another', () => {
  const run = runOf({ ...running, started: '2001-01-01T00:00:00.000Z', process: { pid: process.pid, host } })
  expect(standingOf(run)).toBe('interrupted')
})

test.runIf(process.platform === 'linux')('a process of the same number is another if it began later', () => {
  const owner = thisProcess()
  const earlier = { ...owner, start: (owner.start ?? 0) - 1 }
  expect(standingOf(runOf({ ...running, process: owner }))).toBe('running')
  expect(standingOf(runOf({ ...running, process: earlier }))).toBe('interrupted')
})

test('of another container only its file tells', () => {
  const run = runOf({ ...running, process: { ...thisProcess(), boot: 'another' } })
  expect([standingOf(run), isRunning(run)]).toEqual(['running', false])
})

test('of another machine only its file tells', () => {
  const run = runOf({ ...running, process: { pid: process.pid, host: `not-${host}` } })
  expect([standingOf(run), isRunning(run)]).toEqual(['running', false])
})

test('a run that ended stands as it ended', () => {
  for (const status of ['done', 'aborted', 'diverged', 'failed'] as const) {
    const run = runOf({ result: { status }, process: { pid: process.pid, host } })
    expect([standingOf(run), isRunning(run)]).toEqual([status, false])
  }
})
