// Decides the blocks that tests/everywhere.rs wrote, with what every runtime has and no more.

import { loadSync } from "pointperson";

const bytesOf = ({ artifact }) =>
  Uint8Array.from(artifact.match(/../g), (pair) => Number.parseInt(pair, 16));

/**
 * The digests of each block's decisions, in the form of its `digests`. `policyOf` gives what to
 * load for a block, its bytes if not told otherwise.
 */
export async function digestsOf(blocks, policyOf = bytesOf) {
  const all = [];
  for (const block of blocks) {
    const engine = loadSync(await policyOf(block));
    const decisions = block.cases.map(([record, facts]) => decided(engine, revived(record), facts));
    engine.free();
    all.push((await Promise.all(decisions.map(digest))).join(""));
  }
  return all;
}

/** The bytes of a decision; the object that `decide` gives must tell the same. */
function decided(engine, record, facts) {
  const bytes = engine.decisionBytes(record, facts);
  const { owner, ...told } = JSON.parse(JSON.stringify(engine.decide(record, facts)));
  const { id, known } = owner; // the rest of the owner is not in the bytes
  const text = canonical({ ...told, owner: known ? { id } : { id, known } });
  const wanted = new TextDecoder().decode(bytes);
  if (text !== wanted) throw new Error(`decide gives ${text} and decisionBytes ${wanted}`);
  return bytes;
}

function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const keys = Object.keys(value).sort();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join(",")}}`;
}

async function digest(bytes) {
  const whole = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(whole.subarray(0, 8), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function revived(record) {
  const plain = (value) => (value?.odd === undefined ? value : odd(value));
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, plain(value)]));
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
