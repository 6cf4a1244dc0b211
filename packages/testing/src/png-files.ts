export { forms, pictureOf } from './png/pictures.ts'
export * from './png/png-file.ts'
export { tinyBlocks } from './png/tiny-blocks.ts'
