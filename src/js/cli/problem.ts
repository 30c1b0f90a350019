// What ends a command early, and with which exit code.
//
//   0 ok · 1 findings or failed tests · 2 usage or input that cannot be read · 3 our own fault

/** The exit codes. */
export const EXIT = { ok: 0, findings: 1, usage: 2, fault: 3 } as const;

/** Ends the command with a message for the person at the terminal. */
export class Problem extends Error {
  readonly exit: number;
  readonly help: string;

  constructor(
    message: string,
    { exit = EXIT.usage, help = "" }: { exit?: number; help?: string } = {},
  ) {
    super(message);
    this.exit = exit;
    this.help = help;
  }
}

/** Turns a failed file operation into words. `doing` is `read` or `write`. */
export function fileProblem(error: unknown, path: string, doing: "read" | "write"): unknown {
  const code = (error as NodeJS.ErrnoException | undefined)?.code;
  const words: { [code: string]: string } = {
    ENOENT: doing === "read" ? `there is no file ${path}` : `no file can be made at ${path}`,
    EISDIR: `${path} is a folder; a file was expected`,
    EBUSY: `${path} is in use by the system or another program`,
    ENOTDIR: `${path} goes through something that is no folder`,
    EEXIST: `${path} goes through something that is no folder`,
    EACCES: `no permission to ${doing} ${path}`,
    EPERM: `no permission to ${doing} ${path}`,
    EROFS: `${path} is on a disk that cannot be written`,
    ENOSPC: `no space left to write ${path}`,
    ELOOP: `${path} is a link that leads to itself`,
    ENAMETOOLONG: "the name of the file is too long",
    EMFILE: `too many files are open to ${doing} ${path}`,
    ERR_FS_FILE_TOO_LARGE: `${path} is too large to be read at once`,
  };
  const known = code === undefined ? undefined : words[code];
  return known === undefined ? error : new Problem(known);
}
