// Does something again whenever a policy or a file it names has changed.
//
// It looks at the files a few times a second and waits for no messages of the file system: those
// differ from system to system, and do not come at all from mounted folders.

import { readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { say, sayProblem } from "./output.js";
import { filesNamedBy } from "./policy.js";
import { Problem } from "./problem.js";

const LOOK_EVERY_MS = 150;

/** Does `work` now and after every change, until the process is ended. What goes wrong is told. */
export async function watch(policy: string, work: () => void): Promise<never> {
  for (let done = ""; ; ) {
    const now = stamp(policy);
    if (now === done) {
      await sleep(LOOK_EVERY_MS);
      continue;
    }
    await sleep(LOOK_EVERY_MS);
    if (stamp(policy) !== now) continue; // it is being written
    done = now;
    try {
      work();
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      sayProblem(error);
    }
    say(`watching ${policy} and the files it names; Ctrl-C ends it`);
  }
}

/** A text that changes when the policy or a file it names does. */
function stamp(policy: string): string {
  let named: string[] = [];
  try {
    named = filesNamedBy(readFileSync(policy));
  } catch {
    // It is not there for now, as when an editor replaces it; `work` tells.
  }
  const paths = [policy, ...named.map((name) => join(dirname(policy), name))];
  return paths.map((path) => `${path} ${stampOf(path)}`).join("\n");
}

function stampOf(path: string): string {
  try {
    const { mtimeMs, size, ino } = statSync(path);
    return `${mtimeMs} ${size} ${ino}`;
  } catch {
    return ""; // not there, or not to be seen: `work` tells
  }
}
