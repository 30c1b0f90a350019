// Dialogs: the browser's own, which keeps the focus, closes on Escape and gives the focus back.

import { button, make, on } from "./dom.js";

/** Shows content until it is closed; gives the way to close it. */
export function showDialog(label: string, ...content: (HTMLElement | false)[]): () => void {
  const dialog = make("dialog", { "aria-label": label });
  const close = (): void => dialog.close();
  dialog.append(
    ...content.filter((one) => one !== false),
    make("p", { class: "actions" }, button("Close", {}, close)),
  );
  on(dialog, {
    close: () => dialog.remove(),
    // A press beside the dialog's box falls on the dialog itself.
    click: (event) =>
      event.target === dialog && event.detail > 0 && isOutside(dialog, event) && close(),
  });
  document.body.append(dialog);
  dialog.showModal();
  return close;
}

function isOutside(dialog: HTMLElement, { clientX, clientY }: MouseEvent): boolean {
  const { left, right, top, bottom } = dialog.getBoundingClientRect();
  return clientX < left || clientX > right || clientY < top || clientY > bottom;
}
