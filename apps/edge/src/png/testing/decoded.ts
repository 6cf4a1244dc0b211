import { atOnce } from '../../http/turns.ts'
import { decodePng } from '../decode-png.ts'

/** The picture of a PNG file, in one go. */
export const decoded = (file: Uint8Array) => atOnce(decodePng(file))
