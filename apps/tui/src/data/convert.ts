import { lstat, mkdir, open, opendir, stat } from 'node:fs/promises'
import { basename, dirname, join, parse, relative } from 'node:path'
import { GradusError } from '@gradus/core'
import { createFileAtomic, FileError, PlainFile } from '@gradus/core/node'
import type { default as sharpLibrary } from 'sharp'
import { describeError, EXIT, exitCodeOf, UsageError } from '../failure.ts'
import { watchInterrupts } from '../interrupts.ts'
import { countOf, formatCount } from '../terminal/format.ts'
import { print, tell } from '../terminal/output.ts'
import { shortPath } from '../terminal/printable.ts'
import { openProgressLine } from '../terminal/progress-bar.ts'

type SharpLibrary = typeof sharpLibrary

/** A conversion that is asked for, with the names of its argument and flag. */
export interface ConversionSettings {
  /** Absolute path of a picture, or of a folder. */
  readonly from: string
  readonly fromName: string
  /** Absolute path of the folder to write to. */
  readonly to: string
  readonly toName: string
  /** Whether to copy PNG and JPEG pictures. */
  readonly all: boolean
}

/** Names of files that are taken for pictures in a folder. */
const PICTURE = /\.(png|jpe?g|jfif|webp|gif|tiff?|hei[cf]|avif|bmp|svg|jxl|jp2)$/i
/** Pixels of a side at the most, which predict and the predictor's API take; larger pictures are scaled down. */
const LARGEST_SIDE = 2048
/** Pixels of a side at the most that are decoded. */
const MOST_SIDE = 2 ** 14
/** Bytes of a file at the most. */
const MOST_BYTES = 2 ** 28
/** Characters at the most of what the decoder has to say. */
const LONGEST_REASON = 200

/** A picture, and where it goes. */
interface Job {
  readonly from: string
  readonly to: string
  /** Whether Gradus reads it as it is: then it is copied. */
  readonly isKept: boolean
}

/** Files by what became of them. */
interface Counts {
  converted: number
  copied: number
  /** Files that were there before. */
  there: number
  failed: number
}

/** Converts pictures to PNG, and tells the exit code. @throws UsageError, and ConversionError where sharp is missing */
export async function runConversion(settings: ConversionSettings): Promise<number> {
  const { all } = settings
  const jobs = await jobsOf(settings)
  const kept = jobs.filter(({ isKept }) => isKept).length
  const work = all ? jobs : jobs.filter(({ isKept }) => !isKept)
  const sharp = work.some(({ isKept }) => !isKept) ? await loadSharp() : undefined
  const counts: Counts = { converted: 0, copied: 0, there: 0, failed: 0 }
  const line = openProgressLine('Converting')
  let signal: NodeJS.Signals | undefined
  const interrupts = watchInterrupts(asked => {
    signal = asked
  })
  for (const [i, job] of work.entries()) {
    if (signal) break
    line.show(i, work.length)
    await doJob(job, sharp, counts, () => line.close())
  }
  line.close()
  interrupts.dispose()
  await print([textOf(counts, work.length, all ? 0 : kept)])
  if (signal) {
    tell('Stopped. The same command goes on with the rest.')
    return exitCodeOf(signal)
  }
  return counts.failed > 0 ? EXIT.failed : EXIT.done
}

function textOf({ converted, copied, there, failed }: Counts, total: number, left: number): string {
  const done = [
    `${countOf(converted, 'picture')} converted`,
    ...(copied > 0 ? [`${formatCount(copied)} copied`] : []),
    ...(there > 0 ? [`${formatCount(there)} there already`] : []),
    ...(failed > 0 ? [`${formatCount(failed)} not converted, as told above`] : []),
    ...(left > 0
      ? [`${formatCount(left)} left as they are: PNG and JPEG need no converting (--all copies them)`]
      : []),
  ]
  const rest = total - converted - copied - there - failed
  return `${[...done, ...(rest > 0 ? [`${formatCount(rest)} to do`] : [])].join(', ')}.`
}

/** A picture that cannot be converted, or nothing to convert it with. */
class ConversionError extends GradusError {
  override readonly name = 'ConversionError'
  constructor(message: string, options?: ErrorOptions) {
    super('DATA_FILE', message, options)
  }
}

/** @throws ConversionError with the remedy: the package is optional, and has a build for each platform */
async function loadSharp(): Promise<SharpLibrary> {
  try {
    const { default: sharp } = await import('sharp')
    // One picture at a time, and none twice: a cache would only cost memory.
    sharp.cache(false)
    return sharp
  } catch (cause) {
    const problem = 'Pictures are converted by the package sharp, which cannot be loaded'
    throw new ConversionError(`${problem}: expected it beside Gradus. Run \`npm install sharp\`.`, { cause })
  }
}

/** One picture; what goes wrong is told, and the others are done. @param beforeTelling clears the line */
async function doJob(
  { from, to, isKept }: Job,
  sharp: SharpLibrary | undefined,
  counts: Counts,
  beforeTelling: () => void,
): Promise<void> {
  try {
    if (await isThere(to)) {
      counts.there++
      return
    }
    await mkdir(dirname(to), { recursive: true })
    const bytes = await bytesOf(from)
    await createFileAtomic(to, isKept || !sharp ? bytes : await asPng(sharp, bytes))
    if (isKept) counts.copied++
    else counts.converted++
  } catch (error) {
    counts.failed++
    beforeTelling()
    tell(`error: ${shortPath(from)}: ${describeError(error)}`)
  }
}

/** The picture as PNG: upright, in sRGB, and scaled down where it is larger than needed. */
async function asPng(sharp: SharpLibrary, bytes: Uint8Array): Promise<Uint8Array> {
  try {
    return await sharp(bytes, { limitInputPixels: MOST_SIDE ** 2, failOn: 'error' })
      .autoOrient()
      .resize({ width: LARGEST_SIDE, height: LARGEST_SIDE, fit: 'inside', withoutEnlargement: true })
      .toColourspace('srgb')
      .png()
      .toBuffer()
  } catch (cause) {
    const told = cause instanceof Error ? cause.message : String(cause)
    const reason = told.replaceAll(/\s+/g, ' ').slice(0, LONGEST_REASON).trim()
    throw new ConversionError(
      `sharp cannot read it (${reason}): expected an undamaged picture of a format that it knows. Save it again, as PNG.`,
      { cause },
    )
  }
}

async function bytesOf(file: string): Promise<Uint8Array> {
  return PlainFile.use(file, plain => {
    if (plain.size <= MOST_BYTES) return plain.read(plain.size)
    throw new ConversionError(`it has ${plain.size} bytes: expected at most ${MOST_BYTES}. Scale it down.`)
  })
}

async function isThere(path: string): Promise<boolean> {
  return (await lstat(path).catch(() => undefined)) !== undefined
}

/** Names and first bytes of the files that need no converting: what has another name is not found later. */
const KEPT_NAME = /\.(png|jpe?g)$/i
const KEPT = [
  [0x89, 0x50, 0x4e, 0x47],
  [0xff, 0xd8, 0xff],
] as const

async function isKeptAsItIs(file: string): Promise<boolean> {
  if (!KEPT_NAME.test(file)) return false
  const opened = await open(file, 'r').catch(() => undefined)
  if (!opened) return false
  try {
    const { buffer } = await opened.read(new Uint8Array(4), 0, 4, 0)
    return KEPT.some(signature => signature.every((byte, i) => buffer[i] === byte))
  } finally {
    await opened.close()
  }
}

/** All pictures, in the order of their paths. @throws UsageError for a path that is none, or holds none */
async function jobsOf({ from, fromName, to, toName }: ConversionSettings): Promise<Job[]> {
  const status = await stat(from).catch((error: unknown) => {
    throw new UsageError(fromName, from, new FileError('read', from, error).message, { cause: error })
  })
  if (!status.isDirectory()) return jobsIn(dirname(from), [basename(from)], to)
  if (to === from) throw new UsageError(toName, to, 'It is the folder with the pictures. Name another one.')
  const jobs: Job[] = []
  const folders = [from]
  for (let folder = folders.shift(); folder !== undefined; folder = folders.shift()) {
    const names: string[] = []
    for await (const entry of await opendir(folder)) {
      const path = join(folder, entry.name)
      if (entry.name.startsWith('.') || path === to) continue
      if (entry.isDirectory()) folders.push(path)
      else if (PICTURE.test(entry.name)) names.push(entry.name)
    }
    jobs.push(...(await jobsIn(folder, names.sort(), join(to, relative(from, folder)))))
  }
  if (jobs.length > 0) return jobs
  throw new UsageError(fromName, from, 'It holds no pictures: expected files such as .webp, .gif or .tiff.')
}

/** Pictures of one folder. Those that would get the same name keep the one that they have, with .png after it. */
async function jobsIn(folder: string, names: readonly string[], to: string): Promise<Job[]> {
  const stems = Map.groupBy(names, name => parse(name).name)
  return Promise.all(
    names.map(async name => {
      const from = join(folder, name)
      const isKept = await isKeptAsItIs(from)
      const { name: stem } = parse(name)
      const isAlone = stems.get(stem)?.length === 1
      return { from, to: join(to, isKept ? name : `${isAlone ? stem : name}.png`), isKept }
    }),
  )
}
