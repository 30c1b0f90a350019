// Did you mean: the nearest of a few words.

/** Longer words are nobody's slip of the pen, and cost too much. */
const LENGTH_MOST = 64;

/** The candidate nearest to `word`, if it is near: at most a third of the letters differ. */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  if (word.length > LENGTH_MOST) return undefined;
  let best: string | undefined;
  let least = Math.max(1, Math.floor(word.length / 3)) + 1;
  for (const candidate of candidates) {
    const [left, right] = [word.toLowerCase(), candidate.toLowerCase()];
    if (Math.abs(left.length - right.length) >= least) continue; // at least as many differ
    const distance = editDistance(left, right);
    if (distance < least) [best, least] = [candidate, distance];
  }
  return best;
}

/** `did you mean …?`, or nothing. */
export function didYouMean(word: string, candidates: readonly string[], prefix = ""): string {
  const best = nearest(word, candidates);
  return best === undefined ? "" : `did you mean ${prefix}${best}?`;
}

// Letters to insert, leave out, replace or swap with their neighbour (optimal string alignment).
function editDistance(left: string, right: string): number {
  let before: number[] = [];
  let row = Array.from({ length: right.length + 1 }, (_, column) => column);
  for (let i = 1; i <= left.length; i++) {
    const next = [i];
    for (let j = 1; j <= right.length; j++) {
      const same = left[i - 1] === right[j - 1];
      const swapped =
        i > 1 && j > 1 && left[i - 1] === right[j - 2] && left[i - 2] === right[j - 1];
      const steps = [(row[j - 1] ?? 0) + (same ? 0 : 1), (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1];
      if (swapped) steps.push((before[j - 2] ?? 0) + 1);
      next.push(Math.min(...steps));
    }
    [before, row] = [row, next];
  }
  return row[right.length] ?? 0;
}
