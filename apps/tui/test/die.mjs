// Makes the training thread die in the middle of its work, once it has told of an event of the type that
// DIES_AFTER names.
import { onTrainEvent } from '@gradus/tui/events'

const { DIES_AFTER } = process.env

onTrainEvent(event => {
  if (event.type === DIES_AFTER) throw new Error('out of luck')
})
