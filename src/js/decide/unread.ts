// Names in records that no field reads. They are no error: a record may hold more than a policy
// asks for. But a misspelt one leaves its field empty, and a decision does not speak of it.

import { nearest } from "../near.js";
import type { PolicyDescription, Unread } from "../types.js";

/** Names of a record that are compared: whoever sends it does not choose how long we look. */
const COMPARED_MOST = 1000;

/** Which of `given` no field reads, in their order, and which name that is still wanted is near. */
export function unreadOf(
  given: readonly string[],
  sources: PolicyDescription["sources"],
): Unread[] {
  const names = new Set(given);
  const served = new Set(sources.flatMap(([field, name]) => (names.has(name) ? field : [])));
  const wanted = sources.flatMap(([field, name]) => (served.has(field) ? [] : name));
  for (const [, name] of sources) names.delete(name);
  names.delete("id");
  return Array.from(names, (name, at) => {
    const near = at < COMPARED_MOST ? nearest(name, wanted) : undefined;
    return near === undefined ? { name } : { name, near };
  });
}

/** The names that a record has of its own, enumerable or not, since a decision reads both. */
export function namesIn(record: object): string[] {
  try {
    return Object.getOwnPropertyNames(record);
  } catch {
    return []; // a proxy that throws: nothing of it is read either
  }
}
