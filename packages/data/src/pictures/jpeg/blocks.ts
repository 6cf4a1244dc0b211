/** Sines and cosines in 13 bits after the point, as in libjpeg's jidctint.c, whose samples these are to the bit. */
const BITS = 13
const FIX_0_298631336 = 2446
const FIX_0_390180644 = 3196
const FIX_0_541196100 = 4433
const FIX_0_765366865 = 6270
const FIX_0_899976223 = 7373
const FIX_1_175875602 = 9633
const FIX_1_501321110 = 12299
const FIX_1_847759065 = 15137
const FIX_1_961570560 = 16069
const FIX_2_053119869 = 16819
const FIX_2_562915447 = 20995
const FIX_3_072711026 = 25172
/** Bits after the point between the two passes. */
const BETWEEN = 2

const workspace = new Int32Array(64)
const { imul } = Math

/**
 * Samples of a block from its coefficients, row by row: the inverse discrete cosine transform of Loeffler, Ligtenberg
 * and Moschytz in integers, along the columns and then along the rows.
 *
 * @param steps the quantisation table.
 * @param samples gets 8 x 8 bytes, the first at `start`, `stride` from row to row.
 */
export function inverseTransform(
  coefficients: Int16Array,
  steps: Uint16Array,
  samples: Uint8ClampedArray,
  start: number,
  stride: number,
): void {
  for (let i = 0; i < 64; i++) workspace[i] = imul(coefficients[i], steps[i])
  for (let x = 0; x < 8; x++) transform(x, 8, BITS - BETWEEN)
  for (let y = 0; y < 8; y++) {
    transform(8 * y, 1, BITS + BETWEEN + 3)
    const row = start + y * stride
    for (let x = 0; x < 8; x++) samples[row + x] = 128 + workspace[8 * y + x]
  }
}

/** Transforms eight numbers of the workspace in place, and shifts them right, rounded. */
function transform(first: number, step: number, shift: number): void {
  const w = workspace
  const at1 = first + step
  const at2 = at1 + step
  const at3 = at2 + step
  const at4 = at3 + step
  const at5 = at4 + step
  const at6 = at5 + step
  const at7 = at6 + step
  const half = 1 << (shift - 1)

  const z1 = imul(w[at2] + w[at6], FIX_0_541196100)
  const even2 = z1 - imul(w[at6], FIX_1_847759065)
  const even3 = z1 + imul(w[at2], FIX_0_765366865)
  const even0 = ((w[first] + w[at4]) << BITS) + half
  const even1 = ((w[first] - w[at4]) << BITS) + half
  const sum0 = even0 + even3
  const sum3 = even0 - even3
  const sum1 = even1 + even2
  const sum2 = even1 - even2

  const in7 = w[at7]
  const in5 = w[at5]
  const in3 = w[at3]
  const in1 = w[at1]
  const z5 = imul(in7 + in3 + in5 + in1, FIX_1_175875602)
  const z71 = -imul(in7 + in1, FIX_0_899976223)
  const z53 = -imul(in5 + in3, FIX_2_562915447)
  const z73 = z5 - imul(in7 + in3, FIX_1_961570560)
  const z51 = z5 - imul(in5 + in1, FIX_0_390180644)
  const odd0 = imul(in7, FIX_0_298631336) + z71 + z73
  const odd1 = imul(in5, FIX_2_053119869) + z53 + z51
  const odd2 = imul(in3, FIX_3_072711026) + z53 + z73
  const odd3 = imul(in1, FIX_1_501321110) + z71 + z51

  w[first] = (sum0 + odd3) >> shift
  w[at7] = (sum0 - odd3) >> shift
  w[at1] = (sum1 + odd2) >> shift
  w[at6] = (sum1 - odd2) >> shift
  w[at2] = (sum2 + odd1) >> shift
  w[at5] = (sum2 - odd1) >> shift
  w[at3] = (sum3 + odd0) >> shift
  w[at4] = (sum3 - odd0) >> shift
}
