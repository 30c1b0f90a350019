// An engine and its policy weigh a little more than the 244 KiB that webpack advises.
export default { entry: "./page.js", mode: "production", performance: { hints: false } };
