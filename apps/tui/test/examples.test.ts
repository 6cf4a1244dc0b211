import { expect, test } from 'vitest'
import { examplesOf, run, sources, typeErrorsOf } from './documents.ts'

const examples = (await sources()).flatMap(source =>
  examplesOf(source).map(example => ({ source: source.name, ...example })),
)

const outputs = await run(examples.map(({ code }) => code))

test.each(examples.map((example, i) => ({ ...example, printed: outputs[i] })))(
  'an example of $source prints what it says',
  ({ output, printed }) => {
    expect(printed).toBe(output)
  },
)

test('the compiler finds no error in the examples', async () => {
  expect(await typeErrorsOf(examples)).toBe('')
})

const example = (lines: string): string => `/**\n * @example\n${lines} */`

test.each([
  ['prints nothing', example(' * ```ts\n * f()\n * ```\n')],
  ['is no block of ts', example(' * f() // prints 1\n')],
  ['has two blocks', example(' * ```ts\n * f() // prints 1\n * ```\n * ```ts\n * g() // prints 1\n * ```\n')],
  ['is outside a docstring', '// @example'],
])('an example that %s is refused', (_, text) => {
  expect(() => examplesOf({ name: 'src/x.ts', text })).toThrow('src/x.ts has an @example')
})

test('a type error in an example is found', async () => {
  const sample = { code: "const count: number = 'two'\nconsole.log(count) // prints two\n", output: 'two\n' }
  expect(await typeErrorsOf([sample])).toContain('TS2322')
})
