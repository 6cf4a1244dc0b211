import type { Dataset } from '@gradus/mnist'
import { areNumbers } from '../class-names.ts'
import type { OriginOf } from '../part-names.ts'
import { imageFact, imageFor } from './image-form.ts'
import type { LoadDataOptions, LoadedData } from './loaded-data.ts'
import { originsOf } from './origins.ts'
import { imageDataset, namesOf, refuseOptions, splitImages, splitNote, USUAL_SPLIT } from './parts.ts'
import { nameIn, PictureContents } from './picture-contents.ts'
import { listPictures, type PictureFiles } from './picture-folder.ts'

/**
 * A folder with a folder of pictures a class, or with folders train, validation and test of such folders.
 * @throws DataFileError naming the folder, or the pictures that cannot be decoded
 * @throws OptionError for an option that pictures do not need
 */
export async function loadPictures(path: string, options: LoadDataOptions): Promise<LoadedData> {
  refuseOptions(options, ['trainSize', 'label', 'fill', 'classes', 'transpose'], 'A folder of pictures')
  const { like } = options
  const folder = await listPictures(path, like && namesOf(like))
  const files = new PictureContents(path, folder, options)
  await files.hash()
  const { image, note } = imageFor(files.sample(), options)
  const pixels = await files.images(image)
  const facts = { file: path, rows: image.rows, cols: image.cols, classes: folder.names.length }
  let from = 0
  const dataset = (part: PictureFiles): Dataset => {
    const end = from + part.labels.length * image.rows * image.cols
    const data = imageDataset({ pixels: pixels.subarray(from, end), labels: part.labels }, facts)
    from = end
    return data
  }
  const train = dataset(folder.train)
  const validation = folder.validation && dataset(folder.validation)
  const test = folder.test && dataset(folder.test)
  const isOne = validation === undefined && test === undefined
  const split = options.split ?? like?.split ?? (isOne ? USUAL_SPLIT : undefined)
  const parts = { train, validation, test }
  const trainSize = train.length
  const nameOf: OriginOf = (part, i) => nameIn(path, folder[part]?.paths[i] ?? path)
  return {
    ...{ source: 'pictures', path },
    ...(split ? splitImages(parts, split, facts) : parts),
    ...(!areNumbers(folder.names) && { classes: folder.names }),
    ...imageFact(image, like),
    ...(split && { split }),
    originOf: originsOf(nameOf, { whole: parts, trainSize, split }),
    notes: [...folder.notes, note, ...files.notes, ...(split ? [splitNote(split)] : [])],
  }
}
