import { CsvError, parse } from 'csv-parse/sync'
import { TableError } from './table-error.ts'
import { LINE_END, LONGEST_LINE, type TextBlock, tooLong } from './table-text.ts'

/** Values of a row, which may have blanks around them, and the line that it begins on. */
export interface TableRecord {
  readonly line: number
  readonly fields: readonly string[]
}

/**
 * The rows of a table, about a million characters at a time. The separator is found by looking at the first lines.
 * @throws TableError for quotes that are wrong, and what `blocksOf` throws
 */
export async function* recordsOf(
  blocks: AsyncIterable<TextBlock>,
  file: string,
): AsyncGenerator<readonly TableRecord[]> {
  let separator: string | undefined
  let open: TextBlock | undefined
  for await (const block of blocks) {
    const { text, line }: TextBlock = open ? { text: open.text + block.text, line: open.line } : block
    open = { text, line }
    if (separator === undefined && !isEnough(text)) continue
    separator ??= separatorOf(text)
    const [complete, rest] = cut({ text, line })
    yield recordsIn(complete, separator, file)
    open = rest.text === '' ? undefined : rest
    if (rest.text.length <= LONGEST_LINE) continue
    recordsIn(rest, separator, file)
    throw tooLong(file, rest.line)
  }
  if (!open) return
  separator ??= separatorOf(open.text)
  for (const part of cut(open)) yield recordsIn(part, separator, file)
}

/** The lines up to the last one that ends outside quotes, and the rest. */
function cut({ text, line }: TextBlock): [complete: TextBlock, rest: TextBlock] {
  const end = endOfRecords(text)
  const complete = text.slice(0, end)
  return [
    { text: complete, line },
    { text: text.slice(end), line: end < text.length ? line + endsIn(complete) : line },
  ]
}

/** Characters, and ends of lines, from which on a text tells its separator. */
const [ENOUGH, ENOUGH_LINES] = [2 ** 16, 3]

function isEnough(text: string): boolean {
  return text.length >= ENOUGH && text.split(LINE_END, ENOUGH_LINES + 1).length > ENOUGH_LINES
}

/** Separators, the rarer ones first: a comma may be within numbers and texts. */
const SEPARATORS = ['\t', ';', '|', ','] as const
/** Lines that are looked at, and characters that they have at the most. */
const [SAMPLE_LINES, SAMPLE] = [100, 2 ** 20]

/**
 * The separator of a text: the one that most lines have as often as the first line has it.
 * @param text its first lines, of which the last may be cut
 */
export function separatorOf(text: string): string {
  const lines = text
    .slice(0, SAMPLE)
    .replaceAll(/"[^"]*("|$)/g, '')
    .split(LINE_END)
    .filter(line => line.trim() !== '')
    .slice(0, SAMPLE_LINES)
  const scores = SEPARATORS.map(separator => {
    const [first = 0, ...others] = lines.map(line => line.split(separator).length - 1)
    return first === 0 ? 0 : 1 + others.filter(count => count === first).length
  })
  return SEPARATORS[scores.indexOf(Math.max(...scores))]
}

/** The end of the last line outside quotes; that of the text, where no quote is open. */
function endOfRecords(text: string): number {
  let [end, isOpen] = [0, false]
  let start = 0
  for (let quote = text.indexOf('"'); quote >= 0; quote = text.indexOf('"', start)) {
    if (!isOpen) {
      const before = text.slice(start, quote)
      const last = Math.max(before.lastIndexOf('\n'), before.lastIndexOf('\r'))
      if (last >= 0) end = start + last + 1
    }
    isOpen = !isOpen
    start = quote + 1
  }
  return isOpen ? end : text.length
}

function endsIn(text: string): number {
  return text.split(LINE_END).length - 1
}

/** The rows of complete lines: those without quotes are split, which is several times as fast. */
export function recordsIn(block: TextBlock, separator: string, file: string): TableRecord[] {
  const records = block.text.includes('"')
    ? quotedRecords(block, separator, file)
    : plainRecords(block, separator)
  return records.filter(({ fields }) => fields.length > 1 || fields[0]?.trim() !== '')
}

function plainRecords({ text, line }: TextBlock, separator: string): TableRecord[] {
  const lines = text.includes('\r') ? text.split(LINE_END) : text.split('\n')
  return lines.map((own, i) => ({ line: line + i, fields: own.split(separator) }))
}

/** The rows as csv-parse reads them. */
export function quotedRecords(block: TextBlock, separator: string, file: string): TableRecord[] {
  let { line } = block
  return parsed(block, separator, file).map(fields => {
    const record = { line, fields }
    line += 1 + fields.reduce((lines, field) => lines + (/[\r\n]/.test(field) ? endsIn(field) : 0), 0)
    return record
  })
}

function parsed({ text, line: firstLine }: TextBlock, separator: string, file: string): string[][] {
  try {
    return parse(text, {
      ...{ delimiter: separator, record_delimiter: ['\r\n', '\n', '\r'] },
      ...{ relax_column_count: true, trim: true },
    })
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    const isOpen = error.code === 'CSV_QUOTE_NOT_CLOSED'
    const { lines } = error
    const before = typeof lines === 'number' ? lines - 1 : 0
    throw new TableError(
      {
        ...{ file, line: isOpen ? firstLine : firstLine + before, what: 'a quote' },
        found: isOpen ? 'never closed' : 'within a value',
        expected: 'quotes around a value, and quotes in it written twice',
        remedy: 'Correct the quotes, or remove them.',
      },
      { cause: error },
    )
  }
}
