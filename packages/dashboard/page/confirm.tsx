import type { ComponentChildren, JSX } from 'preact'
import { useEffect, useId, useRef } from 'preact/hooks'
import { useSteady } from './hooks.ts'

interface ConfirmProps {
  readonly title: string
  readonly children: ComponentChildren
  readonly action: string
  /** True once it is too late for the action. */
  readonly isOver?: boolean
  readonly onConfirm: () => void
  readonly onCancel: () => void
}

/** A modal question; Escape and Cancel are no. The focus begins at Cancel, and returns to where it was. */
export function Confirm({ title, children, action, isOver = false, onConfirm, onCancel }: ConfirmProps): JSX.Element {
  const dialog = useRef<HTMLDialogElement>(null)
  const id = useId()
  // The second click of two, on what has opened under the pointer, is no answer.
  const { isSteady, guarded } = useSteady('open')
  useEffect(() => {
    const before = document.activeElement
    dialog.current?.showModal()
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus()
    }
  }, [])
  return (
    <dialog ref={dialog} aria-labelledby={id} onCancel={onCancel} onClose={onCancel}>
      <h2 id={id}>{title}</h2>
      {children}
      <div class="row">
        <button type="button" autofocus onClick={onCancel}>
          Cancel
        </button>
        <button type="button" class="danger" disabled={isOver} aria-disabled={!isSteady} onClick={guarded(onConfirm)}>
          {action}
        </button>
      </div>
    </dialog>
  )
}
