import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { calledAs, printable, quoted, shortPath } from './printable.ts'

const here = (name: string) => join(process.cwd(), name)

test('words that need no quotes have none', () => {
  expect(['a.safetensors', './-x', '--out', '/a/b-1_2+3@4:5,6%7', 'last~1', ''].map(quoted)).toEqual([
    ...['a.safetensors', './-x', '--out', '/a/b-1_2+3@4:5,6%7', "'last~1'", "''"],
  ])
})

test('a path is taken neither for a flag nor for standard input', () => {
  expect(['-x', '-', '--out', 'a/-x', 'x'].map(name => shortPath(here(name)))).toEqual([
    ...['./-x', './-', './--out', join('a', '-x'), 'x'],
  ])
})

describe.skipIf(process.platform === 'win32')('a POSIX shell', () => {
  /** The words that a shell makes of a line, each ended by NUL. */
  const wordsOf = (line: string) =>
    execFileSync('sh', ['-c', `printf '%s\\0' ${line}`], { encoding: 'utf8' })
      .split('\0')
      .slice(0, -1)

  const character = fc.oneof(
    fc.constantFrom(...' \'"\\$`!%*?[]{}()<>|&;#~=^-\n\r\t\u001B\u007F\u009B\u2028\u202E'),
    fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
  )
  const word = fc
    .array(character, { maxLength: 12 })
    .map(characters => characters.join('').replaceAll('\0', ''))
    .filter(text => text.isWellFormed() && !text.endsWith('\n'))

  test('takes a quoted word for that word, and a terminal shows it', () => {
    fc.assert(
      fc.property(fc.array(word, { minLength: 20, maxLength: 20 }), words => {
        const line = words.map(quoted).join(' ')
        expect(printable(line)).toBe(line)
        expect(wordsOf(line)).toEqual(words)
      }),
      { numRuns: 20 },
    )
  })
})

test.each([
  ['gradus', {}],
  // The scripts of a package that has it as a dependency.
  ['gradus', { npm_lifecycle_event: 'train', npm_config_user_agent: 'npm/11.19.1 node/v24.21.0' }],
  [
    'pnpm gradus',
    { GRADUS_SCRIPT: 's', npm_lifecycle_event: 'gradus', npm_config_user_agent: 'pnpm/12.21.0' },
  ],
  [
    'pnpm gradus',
    { GRADUS_SCRIPT: 's', npm_lifecycle_event: 'start', npm_config_user_agent: 'pnpm/12.21.0' },
  ],
  [
    'npx -y pnpm@12 gradus',
    {
      ...{ GRADUS_SCRIPT: 's', npm_lifecycle_event: 'start', npm_config_user_agent: 'pnpm/12.21.0 npm/?' },
      npm_execpath: '/home/ada/.npm/_npx/9c7067c5737e830f/node_modules/pnpm/pnpm',
    },
  ],
  [
    'npm run gradus --',
    { GRADUS_SCRIPT: 's', npm_lifecycle_event: 'gradus', npm_config_user_agent: 'npm/11' },
  ],
  ['yarn gradus', { GRADUS_SCRIPT: 's', npm_lifecycle_event: 'gradus', npm_config_user_agent: 'yarn/1.22' }],
  ['bun run gradus', { GRADUS_SCRIPT: 's', npm_lifecycle_event: 'gradus', npm_config_user_agent: 'bun/1.4' }],
  ['node --run gradus --', { GRADUS_SCRIPT: 's', NODE_RUN_SCRIPT_NAME: 'gradus' }],
  ["node 'my scripts/gradus.ts'", { GRADUS_SCRIPT: here(join('my scripts', 'gradus.ts')) }],
])('called as %s', (form, env) => {
  expect(calledAs(env)).toBe(form)
})

const INSTALLED = join('/home/ada/digits', 'node_modules', '@gradus', 'tui', 'dist', 'cli.js')

test.each([
  ['gradus', {}],
  ['npx gradus', { npm_command: 'exec', npm_lifecycle_event: 'npx', npm_config_user_agent: 'npm/11.19.1' }],
  ['npx gradus', { npm_command: 'run', npm_lifecycle_event: 'train', npm_config_user_agent: 'npm/11.19.1' }],
  [
    'npx gradus',
    {
      ...{ npm_command: 'exec', npm_config_user_agent: 'pnpm/12.21.0' },
      npm_execpath: '/usr/lib/node_modules/npm/bin/npm-cli.js',
    },
  ],
  ['pnpm exec gradus', { npm_command: 'run-script', npm_config_user_agent: 'pnpm/12.21.0' }],
  [
    'npx -y pnpm@12 exec gradus',
    {
      ...{ npm_command: 'exec', npm_config_user_agent: 'pnpm/12.21.0 npm/?' },
      npm_execpath: '/home/ada/.npm/_npx/9c7067c5737e830f/node_modules/pnpm/pnpm',
    },
  ],
  ['yarn gradus', { npm_command: 'run', npm_config_user_agent: 'yarn/4.9.0' }],
  ['bunx gradus', { npm_command: 'exec', npm_config_user_agent: 'bun/1.4.5' }],
])('called as %s where it is installed', (form, env) => {
  expect(calledAs(env, INSTALLED)).toBe(form)
  expect(calledAs(env)).toBe('gradus')
})
