/** For the field of a dialog that takes the focus when it opens: the browser looks for the attribute, which React does not set. */
export function focusFirst(field: HTMLElement | null): void {
  field?.setAttribute("autofocus", "");
}
