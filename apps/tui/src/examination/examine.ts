/** Said of a run that cannot be examined. */
export const NO_VALIDATION =
  'There are no validation data: expected some, since changes are judged by them alone.'
