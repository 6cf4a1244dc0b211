import { UsageError } from '../failure.ts'

/** Whether text stands on a dark ground or on a light one. */
export type Ground = 'dark' | 'light'

const GROUNDS: readonly string[] = ['dark', 'light'] satisfies Ground[]
/** Variable by which a person says it. */
const VARIABLE = 'GRADUS_THEME'

function isGround(text: string): text is Ground {
  return GROUNDS.includes(text)
}

/** The ground that a person has named, if any. @throws UsageError if it is none */
export function givenGround({ GRADUS_THEME: given }: NodeJS.ProcessEnv): Ground | undefined {
  if (given === undefined || given === '') return undefined
  if (isGround(given)) return given
  throw new UsageError(VARIABLE, given, 'Expected dark or light, or nothing: then the terminal is asked.')
}

/** Numbers of the sixteen colours that are light; of 8, the bright black, and of 0 to 6 the dark ones are not. */
const LIGHT_COLOURS: readonly number[] = [7, 9, 10, 11, 12, 13, 14, 15]

/** The ground that the environment tells: by COLORFGBG such as `15;0`, whose last number it is; else dark. */
export function assumedGround(env: NodeJS.ProcessEnv): Ground {
  const { COLORFGBG = '' } = env
  const behind = /;(\d+)$/.exec(COLORFGBG)?.[1]
  return givenGround(env) ?? (LIGHT_COLOURS.includes(Number(behind ?? 0)) ? 'light' : 'dark')
}

/** Asks a terminal for the colour behind its text (OSC 11, of xterm). Those that do not know it say nothing. */
export const GROUND_QUERY = '\u001B]11;?\u001B\\'

/** The ground that an answer tells, such as `11;rgb:ffff/ffff/dddd`; undefined if it is an answer to something else. */
export function groundOfAnswer(answer: string): Ground | undefined {
  const [, ...parts] = /^11;rgba?:([\da-f]{1,4})\/([\da-f]{1,4})\/([\da-f]{1,4})/i.exec(answer) ?? []
  const [red, green, blue] = parts.map(digits => Number.parseInt(digits, 16) / (16 ** digits.length - 1))
  if (red === undefined || green === undefined || blue === undefined) return undefined
  return 0.299 * red + 0.587 * green + 0.114 * blue > 0.5 ? 'light' : 'dark'
}
