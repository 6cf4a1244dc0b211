/** Upper bound on the bytes of a request's body: 1,337 images of 784 bytes. */
export const MAX_BODY_BYTES = 2 ** 20
/** Upper bound on the bytes of a PNG picture: a picture made to be slow takes a second for each 600 KB. */
export const MAX_PICTURE_BYTES = 2 ** 18
/** Upper bound on the images of a request. */
export const MAX_IMAGES = 1000
/**
 * Upper bound on the images of a request whose answer has numbers for each pixel: some 20 KB an image, and
 * cloud functions answer at most 4 MB.
 */
export const MAX_DETAILED_IMAGES = 100
/** Upper bound on the values of one drawing, before it is scaled to 28 x 28. */
export const MAX_DRAWING_PIXELS = 2 ** 18
/** Upper bound on the side of one drawing, in values: `normalise` refuses longer ones. */
export const MAX_DRAWING_SIDE = 2 ** 16 - 1
/** Milliseconds that a request may take, its body included. */
export const TIME_LIMIT = 10_000
