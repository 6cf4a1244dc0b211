/** The button that asks for a picture, and the field that gets it. */
export interface PictureControls {
  readonly button: HTMLButtonElement
  /** Takes files; hidden, since only few browsers let one style it. */
  readonly field: HTMLInputElement
}

/** Takes pictures that are chosen or photographed, pasted, or dropped anywhere on the page. */
export function takePictures({ button, field }: PictureControls, take: (file: File) => void): void {
  const takeFirst = (files: FileList | null | undefined): boolean => {
    const [file] = files ?? []
    if (file) take(file)
    return file !== undefined
  }
  button.addEventListener('click', () => field.click())
  field.addEventListener('change', () => {
    takeFirst(field.files)
    // The same file can be chosen again.
    field.value = ''
  })
  document.addEventListener('paste', event => {
    if (takeFirst(event.clipboardData?.files)) event.preventDefault()
  })
  takeDropped(files => takeFirst(files))
}

/** Takes what is dropped, and shows while it is dragged that it will be. */
function takeDropped(take: (files: FileList | undefined) => void): void {
  const mark = (isOver: boolean): boolean => document.body.classList.toggle('dropping', isOver)
  document.addEventListener('dragover', event => {
    if (!event.dataTransfer?.types.includes('Files')) return
    // Otherwise the browser would open the file in the place of the page.
    event.preventDefault()
    mark(true)
  })
  document.addEventListener('dragleave', event => {
    if (event.relatedTarget === null) mark(false)
  })
  document.addEventListener('drop', event => {
    mark(false)
    if (!event.dataTransfer?.types.includes('Files')) return
    event.preventDefault()
    take(event.dataTransfer.files)
  })
}
