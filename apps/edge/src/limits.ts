/** Bytes of a request's body at the most: 1,337 images of 784 bytes. */
export const MAX_BODY_BYTES = 2 ** 20
/** Bytes of a PNG picture at the most: inflating what was made to be slow takes a second for each 600 KB. */
export const MAX_PICTURE_BYTES = 2 ** 18
/** Images of a request at the most. */
export const MAX_IMAGES = 1000
/**
 * Images of a request at the most where the answer has numbers a pixel: some 20 KB an image, and functions in the cloud
 * answer 4 MB at the most.
 */
export const MAX_DETAILED_IMAGES = 100
/** Values of one drawing at the most, before it is made 28 x 28. */
export const MAX_DRAWING_PIXELS = 2 ** 18
/** Values of a side of one drawing at the most: `normalise` takes no longer ones. */
export const MAX_DRAWING_SIDE = 2 ** 16 - 1
/** Milliseconds that a request may take, its body included. */
export const TIME_LIMIT = 10_000
