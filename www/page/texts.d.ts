// What an import of a text gives; pkg-scripts/lib/page.mjs bundles accordingly.

declare module "*.yaml" {
  const text: string;
  export default text;
}

declare module "*.csv" {
  const text: string;
  export default text;
}

/** The policy of README.md. */
declare module "readme:policy" {
  const text: string;
  export default text;
}

/** page/worker.ts, bundled: the source of the compiler's thread. */
declare module "worker:compiler" {
  const source: string;
  export default source;
}
