// Reads the CSV of the samples' leads: commas, quotes, a head line. What people paste is not read
// here; the compiler reads the tables of a policy.

/** The rows as objects by the names of the head line. */
export function rowsOf(csv: string): { [name: string]: string }[] {
  const [head = [], ...rows] = cellsOf(csv);
  return rows.map((row) =>
    Object.fromEntries(head.map((name, column) => [name, row[column] ?? ""])),
  );
}

function cellsOf(csv: string): string[][] {
  const lines: string[][] = [];
  for (const line of csv.trimEnd().split(/\r?\n/)) {
    const cells = line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g);
    lines.push(
      Array.from(cells, ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? ""),
    );
  }
  return lines;
}
