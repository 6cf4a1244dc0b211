import type { Box, Entry, EntryState } from './box.ts'
import type { Link } from './link.ts'
import { type Errand, errandId, messages } from './messages.ts'

/** Version of the messages: programs of another one do not see each other. */
const PROTOCOL = 1

/** The boxes of a study. Checkpoints have their own, so that a look at the jobs stays cheap. */
export interface StudyBoxes {
  readonly jobs: Box
  /** Jobs that are to be verified. */
  readonly checks: Box
  /** The checkpoints that jobs go on from. */
  readonly starts: Box
  readonly results: Box
}

/** The box that holds an announcement of each study, by its name. */
export function announcements(link: Link): Box {
  return link.box(`gradus-${PROTOCOL}-studies`)
}

/** @param study name of the study */
export function boxesOf(link: Link, study: string): StudyBoxes {
  const box = (name: string): Box => link.box(`gradus-${PROTOCOL}-${study}-${name}`)
  return { jobs: box('jobs'), checks: box('checks'), starts: box('starts'), results: box('results') }
}

/** The box that an errand is in. */
export function boxOf({ jobs, checks }: StudyBoxes, { first }: Errand): Box {
  return first === undefined ? jobs : checks
}

/** Entries of the jobs of a study, and of those that verify others. */
export async function entriesOf(
  { jobs, checks }: StudyBoxes,
  states: readonly EntryState[],
): Promise<Entry[]> {
  return [...(await jobs.list(states)), ...(await checks.list(states))]
}

/** Hands errands out. */
export async function handOut(boxes: StudyBoxes, errands: readonly Errand[]): Promise<void> {
  for (const box of [boxes.jobs, boxes.checks]) {
    const own = errands.filter(errand => boxOf(boxes, errand) === box)
    await box.put(own.map(errand => ({ id: errandId(errand), data: messages.errand.write(errand) })))
  }
}
