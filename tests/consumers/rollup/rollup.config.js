import resolve from "@rollup/plugin-node-resolve";

export default { input: "page.js", output: { file: "out.js" }, plugins: [resolve()] };
