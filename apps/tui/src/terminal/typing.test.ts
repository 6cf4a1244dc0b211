import { PassThrough } from 'node:stream'
import { expect, test, vi } from 'vitest'
import { Keyboard, Typing } from './keyboard.ts'

/** Typed text of pieces that come in quick succession. */
function typedOf(...pieces: readonly string[]): string {
  const typing = new Typing()
  return pieces.map(piece => typing.take(piece, 0)).join('') + typing.settle()
}

test.each([
  ['letters', 'q'],
  ['two keys at once', '2x'],
  ['a key that repeats while it is held', 'nnnnnnnnnnnnnnnn'],
  ['arrows and pages', '\u001B[A\u001B[B\u001BOC\u001B[5~\u001B[1;5D'],
  ['keys of the console', '\u001B[[A'],
  ['Tab and Shift-Tab', '\t\u001B[Z'],
  ['a letter with Alt', '\u001Bq'],
  ['Escape', '\u001B'],
  ['Ctrl-C', '\u0003'],
])('%s are typed', (_, bytes) => {
  expect(typedOf(bytes)).toBe(bytes)
})

test.each([
  ['a marked paste', '\u001B[200~quit, rewind: q r\u001B[201~'],
  ['a marked paste of keys', '\u001B[200~\u001B[A\u001B[B\u0003\u001B[201~'],
  ['the mouse in bytes', '\u001B[M qr\u001B[M#qr\u001B[M`!!'],
  ['the mouse in bytes, far to the right', '\u001B[M \u00F1\u00F2'],
  ['the mouse in UTF-8', '\u001B[M \u00C3\u0080q\u001B[M q\u00C3\u0080'],
  ['the mouse in numbers', '\u001B[<0;81;82M\u001B[<0;81;82m\u001B[32;81;82M'],
  ['the focus', '\u001B[I\u001B[O'],
  ['an answer about colours', '\u001B]11;rgb:ffff/eeee/rrrr\u001B\\\u001B]4;q\u0007'],
  ['an answer about the terminal', '\u001BP1+r5463=71\u001B\\'],
])('%s is not typed, however it is cut', (_, bytes) => {
  expect(typedOf(bytes)).toBe('')
  expect(typedOf(`${bytes}\u001B[A`)).toBe('\u001B[A')
  for (let cut = 1; cut < bytes.length; cut++) expect(typedOf(bytes.slice(0, cut), bytes.slice(cut))).toBe('')
})

test.each([
  ['colours', '\u001B[31mred\u001B[0m q'],
  ['few letters between colours', '\u001B[31mq\u001B[0m'],
  ['arrows', 'a b\u001B[Aqr'],
  ['line breaks', 'q\r\nr\r\nq\r\n'],
])('a paste without marks and with %s is not typed', (_, bytes) => {
  expect(typedOf(bytes)).toBe('')
})

test('the key that ends a key that is held is typed', () => {
  expect(typedOf(`${'\u001B[C'.repeat(20)}q`)).toBe(`${'\u001B[C'.repeat(20)}q`)
  expect(typedOf('nnnnnnnnq')).toBe('nnnnnnnnq')
})

test('the rest of a paste without marks is part of it, the next key is not', () => {
  const typing = new Typing()
  expect(typing.take('a long text ', 0)).toBe('')
  expect(typing.take('q', 50)).toBe('')
  expect(typing.take('q', 500)).toBe('q')
})

test('Ctrl-C is heard in the middle of a paste without marks', () => {
  const typing = new Typing()
  typing.take('a long text', 0)
  expect(typing.take('\u0003', 10)).toBe('\u0003')
})

test('a paste that has lost its end takes no keys for ever', () => {
  const typing = new Typing()
  expect(typing.take('\u001B[200~text', 0)).toBe('')
  expect(typing.patience).toBeGreaterThan(0)
  expect(typing.settle()).toBe('')
  expect(typing.take('q', 2000)).toBe('q')
})

test.each([
  ['an answer', '\u001B]', '\u0007'],
  ['an answer with a long end', '\u001BP', '\u001B\\'],
  ['a key', '\u001B[', '~'],
])('%s of megabytes is passed over in pieces, each read once', (_, beginning, end) => {
  const [piece, pieces] = ['1'.repeat(10_000), 5000]
  const typing = new Typing()
  expect(typing.take(beginning, 0)).toBe('')
  const start = performance.now()
  for (let i = 0; i < pieces; i++) {
    expect(typing.take(piece, 0)).toBe('')
    // To read all again for each piece would take many minutes.
    expect(performance.now() - start).toBeLessThan(20_000)
  }
  expect(typing.take(`${end}q`, 0)).toBe('q')
})

test('an answer or a key that has lost its end takes no keys for ever', () => {
  for (const lost of ['\u001B]11;rgb', `\u001B[${'1'.repeat(1000)}`]) {
    const typing = new Typing()
    expect(typing.take(lost, 0)).toBe('')
    expect(typing.take('11', 10)).toBe('')
    expect(typing.patience).toBeLessThan(1000)
    expect(typing.settle()).toBe('')
    expect(typing.take('q', 1000)).toBe('q')
    expect(typing.patience).toBeUndefined()
  }
})

test('a sequence that breaks an answer off counts', () => {
  expect(typedOf('\u001B]11;rgb', '\u001B', '[A')).toBe('\u001B[A')
  expect(typedOf('\u001B]11;rgb\u001B[A')).toBe('\u001B[A')
})

test('a report of the mouse that has lost its end takes no keys for ever', () => {
  const typing = new Typing()
  expect(typing.take('\u001B[M ', 0)).toBe('')
  expect(typing.settle()).toBe('')
  expect(typing.take('q', 1000)).toBe('q')
  expect(typing.patience).toBeUndefined()
})

test('a paste of megabytes is passed over in pieces', () => {
  const typing = new Typing()
  typing.take('\u001B[200~', 0)
  for (let piece = 0; piece < 2000; piece++) expect(typing.take('q'.repeat(1000), piece)).toBe('')
  expect(typing.take('\u001B[201~q', 3000)).toBe('q')
})

test('answers of the terminal are told, however they are cut, and no more of them than is asked for', () => {
  const bytes = '\u001B]11;rgb:ffff/eeee/dddd\u001B\\'
  for (let cut = 0; cut < bytes.length; cut++) {
    const answers: string[] = []
    const typing = new Typing(answer => answers.push(answer))
    expect(typing.take(bytes.slice(0, cut), 0) + typing.take(`${bytes.slice(cut)}q`, 0)).toBe('q')
    expect(answers).toEqual(['11;rgb:ffff/eeee/dddd'])
  }
  const answers: string[] = []
  new Typing(answer => answers.push(answer)).take(`\u001B]4;${'x'.repeat(1e5)}\u0007`, 0)
  expect(answers[0]).toHaveLength(100)
})

/** A keyboard of a terminal that says nothing by itself. */
function newKeyboard(asks = true) {
  const terminal = Object.assign(new PassThrough(), { isTTY: true, setRawMode: vi.fn(), ref: vi.fn() })
  const query = vi.fn()
  const answers: string[] = []
  const onAnswer = (answer: string): void => void answers.push(answer)
  // A stream that is no terminal has all that a keyboard uses of one.
  const stream: unknown = terminal
  const keyboard = new Keyboard(stream as NodeJS.ReadStream, vi.fn(), asks ? query : undefined, onAnswer)
  return { terminal, query, answers, keyboard }
}

test('the terminal is asked once, in raw mode, and is waited for, so that no shell gets its answer', async () => {
  const { terminal, query, answers, keyboard } = newKeyboard()
  expect(query).not.toHaveBeenCalled()
  query.mockImplementation(() => expect(terminal.setRawMode).toHaveBeenCalledWith(true))
  keyboard.setRawMode(true)
  keyboard.setRawMode(true)
  expect(query).toHaveBeenCalledOnce()
  const settled = keyboard.settled()
  terminal.write('\u001B]11;rgb:ffff/ffff/ffff\u0007q')
  await settled
  expect(answers).toEqual(['11;rgb:ffff/ffff/ffff'])
  expect(keyboard.read()?.toString()).toBe('q')
})

test('a terminal that does not answer is waited for no longer than a second, one that is not asked not at all', async () => {
  vi.useFakeTimers()
  const { keyboard } = newKeyboard()
  keyboard.setRawMode(true)
  let isSettled = false
  const settled = keyboard.settled().then(() => {
    isSettled = true
  })
  await vi.advanceTimersByTimeAsync(900)
  expect(isSettled).toBe(false)
  await vi.advanceTimersByTimeAsync(200)
  await settled
  const other = newKeyboard(false).keyboard
  other.setRawMode(true)
  await other.settled()
  vi.useRealTimers()
})
