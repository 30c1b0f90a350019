// One line at the top of the page that tells what happened, with one thing that can be done about it.

import { button, byId, fill } from "./dom.js";

/** Shows a notice until it is dismissed or another comes. */
export function tell(
  text: string,
  action?: { readonly label: string; readonly press: () => void },
): void {
  const notice = byId("notice");
  const dismiss = (): void => {
    notice.hidden = true;
    fill(notice);
  };
  notice.hidden = false;
  fill(
    notice,
    text,
    action && button(action.label, {}, () => (dismiss(), action.press())),
    button("Dismiss", { class: "quiet" }, dismiss),
  );
}

let spoken: ReturnType<typeof setTimeout> | undefined;

/** Says a sentence to those who hear the page, when the typing pauses and only if it is new. */
export function say(sentence: string): void {
  clearTimeout(spoken);
  spoken = setTimeout(() => {
    const live = byId("live");
    if (live.textContent !== sentence) live.textContent = sentence;
  }, 900);
}
