// What the build puts in; pkg-scripts/lib/package.mjs bundles accordingly.

/** The version of the package. */
declare const VERSION: string;

/** The module's bytes as base64 text, inlined. */
declare module "#wasm/*.wasm" {
  const base64: string;
  export default base64;
}

/** A compiled module beside the published file: workerd and bundlers that know wasm. */
declare module "*.wasm" {
  const module: WebAssembly.Module;
  export default module;
}

/** The same in the words of edge-light runtimes. */
declare module "*.wasm?module" {
  const module: WebAssembly.Module;
  export default module;
}
