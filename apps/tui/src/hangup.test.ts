import { expect, test } from 'vitest'
import { type Beginnings, isHangupIgnored } from './interrupts.ts'

const USUAL: Beginnings = {
  parent: 'Name:\tbash\nSigIgn:\t0000000000380004\nSigCgt:\t000000004b817efb\n',
  nullInput: '',
  env: { _: '/usr/local/bin/gradus' },
}

test.each<[string, Partial<Beginnings>, boolean]>([
  ['a shell that catches SIGHUP', {}, false],
  ['a shell that ignores it', { parent: 'Name:\tsh\nSigIgn:\t0000000000000005\n' }, true],
  ['no /proc', { parent: '' }, false],
  [
    'the null device to be written only, as nohup gives it',
    { nullInput: 'pos:\t0\nflags:\t0100001\n' },
    true,
  ],
  ['the null device to be read, as < /dev/null', { nullInput: 'pos:\t0\nflags:\t0100000\n' }, false],
  ['the null device to be read and written', { nullInput: 'pos:\t0\nflags:\t0100002\n' }, false],
  ['the command that the shell ran was nohup', { env: { _: '/usr/bin/nohup' } }, true],
  ['no name of the command', { env: {} }, false],
])('%s', (_, beginnings, isIgnored) => {
  expect(isHangupIgnored({ ...USUAL, ...beginnings })).toBe(isIgnored)
})
