// Elements, made and found. Texts always go in as text, never as HTML.

type Child = Node | string | undefined | false | null;
type Events = { [K in keyof HTMLElementEventMap]?: (event: HTMLElementEventMap[K]) => void };
type Attributes = { readonly [name: string]: string | number | boolean | undefined };

/** Makes an element. An attribute that is `false` or `undefined` is left out, `true` is bare. */
export function make<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false)
      element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...present(children));
  return element;
}

/** Listens; gives the element back, so that it can stand where the element is made. */
export function on<E extends HTMLElement>(element: E, events: Events): E {
  for (const [name, listener] of Object.entries(events)) {
    element.addEventListener(name, listener as (event: Event) => void);
  }
  return element;
}

/** A button that does one thing. */
export function button(
  label: string,
  attributes: Attributes,
  press: () => void,
): HTMLButtonElement {
  return on(make("button", { type: "button", ...attributes }, label), { click: press });
}

/** The element of index.html with this id. */
export function byId<E extends HTMLElement = HTMLElement>(id: string): E {
  const element = document.getElementById(id);
  if (!element) throw new Error(`index.html has no element #${id}`);
  return element as E;
}

/** Puts these children in the place of all others. */
export function fill(element: Element, ...children: readonly Child[]): void {
  element.replaceChildren(...present(children));
}

/** A text in which `words between backticks` are set as code. */
export function prose(text: string): DocumentFragment {
  const fragment = document.createDocumentFragment();
  text.split(/`([^`]+)`/).forEach((part, index) => {
    fragment.append(index % 2 === 1 ? make("code", {}, part) : part);
  });
  return fragment;
}

function present(children: readonly Child[]): (Node | string)[] {
  return children.filter(
    (child): child is Node | string => child !== undefined && child !== null && child !== false,
  );
}
