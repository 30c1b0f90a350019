// Decides the blocks that tests/everywhere.rs wrote, with what every runtime has and no more.

import { loadSync } from "pointperson";

const bytesOf = ({ artifact }) => Uint8Array.from(artifact.match(/../g), (pair) => Number.parseInt(pair, 16));

/**
 * The digests of each block's decisions, in the form of its `digests`. `policyOf` gives what to
 * load for a block, its bytes if not told otherwise.
 */
export async function digestsOf(blocks, policyOf = bytesOf) {
  const all = [];
  for (const block of blocks) {
    const engine = loadSync(await policyOf(block));
    const decisions = block.cases.map(([record, facts]) => engine.decisionBytes(revived(record), facts));
    engine.free();
    all.push((await Promise.all(decisions.map(digest))).join(""));
  }
  return all;
}

async function digest(bytes) {
  const whole = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(whole.subarray(0, 8), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function revived(record) {
  const entries = Object.entries(record).map(([key, value]) => [key, value?.odd === undefined ? value : odd(value)]);
  return Object.fromEntries(entries);
}

/** What JSON cannot hold. */
function odd(told) {
  switch (told.odd) {
    case "undefined": return undefined;
    case "NaN": return Number.NaN;
    case "inf": return Number.POSITIVE_INFINITY;
    case "-inf": return Number.NEGATIVE_INFINITY;
    case "object": return { valueOf: () => 5, toString: () => "5" };
    case "bigint": return 5n;
    case "symbol": return Symbol("5");
    case "function": return () => 5;
    case "impostor": return { [Symbol.toStringTag]: "Date" };
    case "half": return `${told.before}\ud83d`;
    case "repeat": return told.text.repeat(told.times);
    default: throw new Error(`no odd value is called ${told.odd}`);
  }
}
